import { attentionInputs, headsOf, isAdditive } from '../../model/kinds/attention';
import type { LayerSetting } from '../../model/config/types';
import type { Shape } from '../../model/shapes';
import { attribute, type GraphBuilder, type NodeName } from '../graph-builder';
import { where } from './activation-formulas';
import { writeEinsum } from './functions/products';
import type { Op } from './op';

/** A picture as a list of its pixels: [batch, steps, size]. */
function asSteps(graph: GraphBuilder, x: NodeName, shape: Shape): NodeName {
  if (shape.length === 3) return x;
  const batch = graph.sliceOfList(graph.shape(x), 0, 1);
  return graph.reshape(x, graph.concat([batch, graph.integers([-1, shape.at(-1)!])], 0, 'int32'));
}

/** Copies each head of key and value for all queries that share it. */
function shared(graph: GraphBuilder, x: NodeName, times: number, heads: number, size: number): NodeName {
  if (times === 1) return x;
  const copies = graph.float('Tile', [graph.expandDims(x, 3), graph.integers([1, 1, 1, times, 1])], {
    Tmultiples: attribute.type('int32'),
  });
  const steps = graph.sliceOfList(graph.shape(x), 0, 2);
  return graph.reshape(copies, graph.concat([steps, graph.integers([heads, size])], 0, 'int32'));
}

/** 1 where a step is not behind another, in the shape of scores [..., from, to]. */
function notBehind(graph: GraphBuilder, scores: NodeName): NodeName {
  return graph.float(
    'MatrixBandPart',
    [graph.float('OnesLike', [scores]), graph.integers(-1), graph.integers(0)],
    {
      Tindex: attribute.type('int32'),
    },
  );
}

/** Scores that are hidden, where a mask is 0, put 1e9 lower: their powers are exactly 0. */
function lowered(graph: GraphBuilder, scores: NodeName, mask: NodeName): NodeName {
  const hidden = graph.float('Sub', [graph.scalar(1), mask]);
  return graph.float('AddV2', [scores, graph.float('Mul', [hidden, graph.scalar(-1e9)])]);
}

/** A mask of both masks. */
function both(graph: GraphBuilder, a: NodeName | undefined, b: NodeName | undefined): NodeName | undefined {
  return a !== undefined && b !== undefined ? graph.float('Minimum', [a, b]) : (a ?? b);
}

/**
 * Softmax of the scores of all heads [batch, heads, from, to] over the steps that a mask lets through. In Keras 3 a step that
 * may look at none gives zeros where its attention is computed with scores, else a mean.
 */
function sharesOfHeads(
  graph: GraphBuilder,
  layer: LayerSetting,
  scores: NodeName,
  mask: NodeName | undefined,
  wantsScores: boolean,
): NodeName {
  if (mask === undefined) return graph.float('Softmax', [scores]);
  if (layer.kerasMajor < 3) return graph.float('Softmax', [lowered(graph, scores, mask)]);
  const isSeen = graph.float('NotEqual', [mask, graph.scalar(0)]);
  const shares = graph.float('Softmax', [where(graph, isSeen, scores, graph.scalar(-1e9))]);
  const hasDropout = Number(layer.config['dropout'] ?? 0) > 0;
  return wantsScores || hasDropout ? where(graph, isSeen, shares, graph.scalar(0)) : shares;
}

/** A mask [batch, from, to], or with heads, or without a batch, in the rank of the scores. */
function asScores(graph: GraphBuilder, mask: NodeName, shape: Shape): NodeName {
  if (shape.length === 4) return mask;
  return shape.length === 3 ? graph.expandDims(mask, 1) : graph.expandDims(graph.expandDims(mask, 0), 0);
}

/**
 * softmax(query key / sqrt(size)) value, per head.
 * Source: Vaswani et al., Attention Is All You Need, 2017; heads shared as in Ainslie et al., GQA, 2023.
 */
const multiHeadAttention: Op = ({ graph, layer, inputs, inputShapes, args, weight }) => {
  const places = attentionInputs(layer, args);
  const heads = headsOf(layer);
  const project = (place: number, name: string) => {
    const x = asSteps(graph, inputs[place]!, inputShapes[place]!);
    const projected = writeEinsum(graph, [x, weight(`${name}/kernel`)!], ['btd', 'dhk'], 'bthk');
    const bias = weight(`${name}/bias`);
    return bias ? graph.float('AddV2', [projected, bias]) : projected;
  };
  const scale = graph.scalar(1 / Math.sqrt(heads.keySize));
  const times = heads.query / heads.value;
  const query = graph.float('Mul', [project(places.query, 'query'), scale]);
  const key = shared(graph, project(places.key, 'key'), times, heads.query, heads.keySize);
  const value = shared(graph, project(places.value, 'value'), times, heads.query, heads.valueSize);
  const raw = writeEinsum(graph, [query, key], ['bthk', 'bshk'], 'bhts');
  const given =
    places.mask === undefined ? undefined : asScores(graph, inputs[places.mask]!, inputShapes[places.mask]!);
  const mask = both(graph, given, places.isCausal ? notBehind(graph, raw) : undefined);
  const scores = sharesOfHeads(graph, layer, raw, mask, places.wantsScores);
  const mixed = writeEinsum(graph, [scores, value], ['bhts', 'bshv'], 'bthv');
  const joined = writeEinsum(graph, [mixed, weight('attention_output/kernel')!], ['bthv', 'hvd'], 'btd');
  const bias = weight('attention_output/bias');
  const steps = bias ? graph.float('AddV2', [joined, bias]) : joined;
  const queryShape = inputShapes[places.query]!;
  if (queryShape.length === 3) return places.wantsScores ? [steps, scores] : [steps];
  const around = graph.sliceOfList(graph.shape(inputs[places.query]!), 0, queryShape.length - 1);
  const size = graph.sliceOfList(graph.shape(steps), 2, 3);
  return [graph.reshape(steps, graph.concat([around, size], 0, 'int32'))];
};

/** Scores are products, or sums over tanh(query + key) per pair of steps. Source: Bahdanau et al., 2015. */
const attention: Op = ({ graph, layer, inputs, args, weight }) => {
  const places = attentionInputs(layer, args);
  const [query, key, value] = [inputs[places.query]!, inputs[places.key]!, inputs[places.value]!];
  const scale = weight('scale');
  const scaled = (x: NodeName) => (scale ? graph.float('Mul', [x, scale]) : x);
  let scores: NodeName;
  if (!isAdditive(layer))
    scores = scaled(graph.float('BatchMatMulV2', [query, key], { adj_y: attribute.flag(true) }));
  else {
    const pairs = graph.float('AddV2', [graph.expandDims(query, 2), graph.expandDims(key, 1)]);
    const total = weight('concat_score_weight');
    // Attention scales the sum inside tanh, AdditiveAttention what comes out of it.
    const terms = total ? graph.float('Tanh', [scaled(pairs)]) : scaled(graph.float('Tanh', [pairs]));
    const sum = graph.reduce('Sum', terms, [3], false);
    scores = total ? graph.float('Mul', [sum, total]) : sum;
  }
  const ofValue = places.valueMask === undefined ? undefined : graph.expandDims(inputs[places.valueMask]!, 1);
  const mask = both(graph, ofValue, places.isCausal ? notBehind(graph, scores) : undefined);
  const seen = graph.float('Softmax', [mask === undefined ? scores : lowered(graph, scores, mask)]);
  const mixed = graph.float('BatchMatMulV2', [seen, value]);
  const result =
    places.queryMask === undefined
      ? mixed
      : graph.float('Mul', [mixed, graph.expandDims(inputs[places.queryMask]!, 2)]);
  return places.wantsScores ? [result, seen] : [result];
};

const embedding: Op = ({ graph, inputs, weight }) => [
  graph.gather(weight('embeddings')!, graph.cast(inputs[0]!, 'float', 'int32'), 0),
];

export const attentionOps: Readonly<Record<string, Op>> = {
  MultiHeadAttention: multiHeadAttention,
  GroupedQueryAttention: multiHeadAttention,
  Attention: attention,
  AdditiveAttention: attention,
  Embedding: embedding,
};
