import { kindOf } from '../../model/kinds';
import { einsumPlan } from '../../model/kinds/dense';
import { dotAxes } from '../../model/kinds/merge';
import type { LayerSetting } from '../../model/config/types';
import { flag, number } from '../../model/config/setting-reader';
import type { NodeName } from '../graph-builder';
import { activationOps, writeActivation } from './activations';
import { categoryOps } from './categories';
import { addBias, convolutionOps } from './convolution';
import { attentionOps } from './attention';
import { writeEinsum } from './functions/products';
import { functionOp } from './functions';
import { resizingOps } from './resizing';
import { normalizationOps } from './normalization';
import { mergeOps } from './merges';
import type { Op } from './op';
import { poolingOps } from './pooling';
import { recurrentOps } from './recurrent';
import { reshapingOps } from './reshaping';
import { stepOps } from './steps';

const dense: Op = ({ graph, layer, inputs, inputShapes, outputShapes, weight }) => {
  const product: NodeName =
    inputShapes[0]!.length === 2
      ? graph.float('MatMul', [inputs[0]!, weight('kernel')!])
      : graph.float('BatchMatMulV2', [inputs[0]!, weight('kernel')!]);
  return [writeActivation(graph, layer, addBias(graph, product, weight('bias')), outputShapes[0]!)];
};

/** The residual of Keras' InceptionResNetV2: first input + scale * second. */
const scaledResidual: Op = ({ graph, layer, inputs }) => {
  const scaled = graph.float('Mul', [inputs[1]!, graph.scalar(number(layer, 'scale'))]);
  return [graph.float('AddV2', [inputs[0]!, scaled])];
};

/** Sums of products along one axis of each input, per entry of the batch. */
const dot: Op = ({ graph, layer, inputs, inputShapes, outputShapes }) => {
  const [first, second] = dotAxes(layer, inputShapes);
  const isNormalized = flag(layer, 'normalize', false);
  const operands = inputs.map((input, place) => {
    if (!isNormalized) return input;
    const squares = graph.reduce(
      'Sum',
      graph.float('Mul', [input, input]),
      [place === 0 ? first : second],
      true,
    );
    return graph.float('Mul', [
      input,
      graph.float('Rsqrt', [graph.float('Maximum', [squares, graph.scalar(1e-12)])]),
    ]);
  });
  // Letters: a for the batch, z for the axis that is summed over, b... and n... for the others.
  const term = (rank: number, summed: number, from: string) =>
    Array.from({ length: rank }, (_, axis) => {
      if (axis === 0) return 'a';
      return axis === summed ? 'z' : String.fromCharCode(from.charCodeAt(0) + axis);
    }).join('');
  const terms = [term(inputShapes[0]!.length, first, 'b'), term(inputShapes[1]!.length, second, 'n')];
  const result = `a${terms.map((letters) => letters.slice(1).replace('z', '')).join('')}`;
  const product = writeEinsum(graph, operands, terms, result);
  return [outputShapes[0]!.length > result.length ? graph.expandDims(product, 1) : product];
};

const einsumDense: Op = ({ graph, layer, inputs, inputShapes, outputShapes, weight }) => {
  const { input, kernel, output } = einsumPlan(layer, inputShapes[0]!);
  const product = writeEinsum(graph, [inputs[0]!, weight('kernel')!], [input, kernel], output);
  const bias = weight('bias');
  const sum = bias ? graph.float('AddV2', [product, bias]) : product;
  return [writeActivation(graph, layer, sum, outputShapes[0]!)];
};

/** An alias would do, but a fetched alias of the input is "both fed and fetched", which TensorFlow refuses. */
const identity: Op = ({ graph, inputs }) => [graph.float('Identity', [inputs[0]!])];

/** The compute half of every supported layer class that computes something (a test compares them with the shape half). */
export const ops: Readonly<Record<string, Op>> = {
  ...activationOps,
  ...convolutionOps,
  ...normalizationOps,
  ...poolingOps,
  ...reshapingOps,
  ...resizingOps,
  ...attentionOps,
  ...stepOps,
  ...categoryOps,
  ...recurrentOps,
  ...mergeOps,
  Dense: dense,
  Dot: dot,
  EinsumDense: einsumDense,
  CustomScaleLayer: scaledResidual,
};

/** The compute half of a layer; undefined where it cannot be computed. */
export function opOf(layer: Pick<LayerSetting, 'className' | 'functionName'>): Op | undefined {
  if (layer.functionName !== undefined) return functionOp(layer.functionName);
  if (Object.hasOwn(ops, layer.className)) return ops[layer.className];
  return kindOf(layer)?.isIdentity ? identity : undefined;
}
