import { IDENTITY_CLASSES } from '../../model/kinds';
import { axisPlace } from '../../model/setting-reader';
import type { NodeName } from '../graph-builder';
import { activationOps, writeActivation } from './activations';
import { addBias, convolutionOps } from './convolution';
import { normalizationOps } from './normalization';
import type { Op } from './op';
import { poolingOps } from './pooling';
import { reshapingOps } from './reshaping';

/** Joins all inputs pair by pair. Not AddN: that one does not stretch axes of length 1. */
const chain =
  (op: string): Op =>
  ({ graph, inputs }) => [inputs.reduce((merged, input) => graph.float(op, [merged, input]))];

const average: Op = ({ graph, inputs }) => {
  const sum = inputs.reduce((merged, input) => graph.float('AddV2', [merged, input]));
  return [graph.float('RealDiv', [sum, graph.scalar(inputs.length)])];
};

const concatenate: Op = ({ graph, layer, inputs, inputShapes }) => [
  graph.concat(inputs, axisPlace(layer, Number(layer.config['axis'] ?? -1), inputShapes[0]!.length)),
];

const dense: Op = ({ graph, layer, inputs, inputShapes, outputShapes, weight }) => {
  const product: NodeName =
    inputShapes[0]!.length === 2
      ? graph.float('MatMul', [inputs[0]!, weight('kernel')!])
      : graph.float('BatchMatMulV2', [inputs[0]!, weight('kernel')!]);
  return [writeActivation(graph, layer, addBias(graph, product, weight('bias')), outputShapes[0]!)];
};

/** An alias would do, but a fetched alias of the input is "both fed and fetched", which TensorFlow refuses. */
const identity: Op = ({ graph, inputs }) => [graph.float('Identity', [inputs[0]!])];

/** The compute half of every supported layer class; its keys equal those of the shape half (a test compares them). */
export const ops: Readonly<Record<string, Op>> = {
  ...activationOps,
  ...convolutionOps,
  ...normalizationOps,
  ...poolingOps,
  ...reshapingOps,
  Dense: dense,
  Add: chain('AddV2'),
  Subtract: chain('Sub'),
  Multiply: chain('Mul'),
  Maximum: chain('Maximum'),
  Minimum: chain('Minimum'),
  Average: average,
  Concatenate: concatenate,
  ...Object.fromEntries(IDENTITY_CLASSES.map((name) => [name, identity])),
};
