import { attentionInputs, headsOf, isAdditive } from '../../model/kinds/attention';
import type { Shape } from '../../model/shapes';
import { attribute, type GraphBuilder, type NodeName } from '../graph-builder';
import { writeEinsum } from './einsum';
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

/**
 * Softmax of scores [..., from, to]; where it is causal, steps behind a step get no share of it. Keras puts scores that
 * are hidden 1e9 lower, whose powers are exactly 0.
 */
function shares(graph: GraphBuilder, scores: NodeName, isCausal: boolean): NodeName {
  if (!isCausal) return graph.float('Softmax', [scores]);
  const ones = graph.float('OnesLike', [scores]);
  const isSeen = graph.float('MatrixBandPart', [ones, graph.integers(-1), graph.integers(0)], {
    Tindex: attribute.type('int32'),
  });
  const hidden = graph.float('Mul', [graph.float('Sub', [ones, isSeen]), graph.scalar(-1e9)]);
  return graph.float('Softmax', [graph.float('AddV2', [scores, hidden])]);
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
  const scores = shares(graph, writeEinsum(graph, [query, key], ['bthk', 'bshk'], 'bhts'), places.isCausal);
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
  const seen = shares(graph, scores, places.isCausal);
  const result = graph.float('BatchMatMulV2', [seen, value]);
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
