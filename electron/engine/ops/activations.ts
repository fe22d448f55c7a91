import { message } from '../../shared/messages/message';
import type { LayerSetting } from '../../model/config/types';
import type { Shape } from '../../model/shapes';
import {
  activation,
  axisPlaces,
  badSetting,
  flag,
  number,
  unsupportedSetting,
} from '../../model/config/setting-reader';
import { maskPlace } from '../../model/kinds/kind';
import type { GraphBuilder, NodeName } from '../graph-builder';
import {
  clip,
  hardSigmoid3,
  hardSigmoid2,
  times,
  gelu,
  leaky,
  approximateGelu,
  celu,
  softShrink,
  where,
  sparsePlus,
  hardShrink,
  squareplus,
  sparsemax,
  writeGlu,
} from './activation-formulas';
import type { Op } from './op';

type Write = (graph: GraphBuilder, x: NodeName) => NodeName;
type WriteLayer = (graph: GraphBuilder, layer: LayerSetting, x: NodeName, shape: Shape) => NodeName;

const named =
  (op: string): Write =>
  (graph, x) =>
    graph.float(op, [x]);

const silu: Write = (graph, x) => times(graph, x, graph.float('Sigmoid', [x]));
const hardSilu: Write = (graph, x) => times(graph, x, hardSigmoid3(graph, x));

/** Activations without settings. Definitions: keras.activations of Keras 2.15 and 3. */
const activations: Readonly<Record<string, Write>> = {
  linear: (_, x) => x,
  relu: named('Relu'),
  relu6: named('Relu6'),
  selu: named('Selu'),
  softplus: named('Softplus'),
  softsign: named('Softsign'),
  tanh: named('Tanh'),
  sigmoid: named('Sigmoid'),
  exponential: named('Exp'),
  silu,
  swish: silu,
  mish: (graph, x) => times(graph, x, graph.float('Tanh', [graph.float('Softplus', [x])])),
  hard_silu: hardSilu,
  hard_swish: hardSilu,
  hard_tanh: (graph, x) => clip(graph, x, -1, 1),
  tanh_shrink: (graph, x) => graph.float('Sub', [x, graph.float('Tanh', [x])]),
  sparse_plus: sparsePlus,
  sparse_sigmoid: (graph, x) =>
    clip(graph, graph.float('Mul', [graph.float('AddV2', [x, graph.scalar(1)]), graph.scalar(0.5)]), 0, 1),
  log_sigmoid: (graph, x) => graph.float('Neg', [graph.float('Softplus', [graph.float('Neg', [x])])]),
};

/** Activations with settings of their own, which the layer's configuration or the call gives. */
const settable: Readonly<Record<string, WriteLayer>> = {
  gelu: (graph, layer, x) => (flag(layer, 'approximate', false) ? approximateGelu(graph, x) : gelu(graph, x)),
  leaky_relu: (graph, layer, x) => leaky(graph, x, graph.scalar(number(layer, 'negative_slope', 0.2))),
  celu: (graph, layer, x) => celu(graph, x, number(layer, 'alpha', 1)),
  elu: (graph, layer, x) => elu(graph, layer, x),
  hard_shrink: (graph, layer, x) => hardShrink(graph, x, number(layer, 'threshold', 0.5)),
  soft_shrink: (graph, layer, x) => softShrink(graph, x, number(layer, 'threshold', 0.5)),
  squareplus: (graph, layer, x) => squareplus(graph, x, number(layer, 'b', 4)),
  threshold: (graph, layer, x) =>
    where(
      graph,
      graph.float('Greater', [x, graph.scalar(number(layer, 'threshold'))]),
      x,
      graph.float('AddV2', [graph.float('ZerosLike', [x]), graph.scalar(number(layer, 'default_value'))]),
    ),
  glu: (graph, _, x, shape) => writeGlu(graph, x, shape.length - 1),
  softmax: (graph, layer, x, shape) => softmax(graph, layer, x, shape),
  softmax_v2: (graph, layer, x, shape) => softmax(graph, layer, x, shape),
  log_softmax: (graph, layer, x, shape) => softmax(graph, layer, x, shape, 'LogSoftmax'),
  log_softmax_v2: (graph, layer, x, shape) => softmax(graph, layer, x, shape, 'LogSoftmax'),
  sparsemax(graph, layer, x, shape) {
    const length = shape.at(-1);
    if (length == null || (layer.config['axis'] ?? -1) !== -1)
      throw unsupportedSetting(layer, message('part/sparsemax-axis'));
    return sparsemax(graph, x, shape.length, length);
  },
};

/** Softmax-like operations work on the last axis only: other axes are moved there and back. */
function alongAxis(graph: GraphBuilder, op: string, x: NodeName, rank: number, place: number): NodeName {
  if (place === rank - 1) return graph.float(op, [x]);
  const order = Array.from({ length: rank }, (_, axis) => axis);
  [order[place], order[rank - 1]] = [rank - 1, place];
  return graph.transpose(graph.float(op, [graph.transpose(x, order)]), order);
}

/**
 * Writes an activation named by a layer's configuration.
 * @throws FeaturescopeError model/unsupported-setting for one that this program does not know
 */
export function writeActivation(
  graph: GraphBuilder,
  layer: LayerSetting,
  x: NodeName,
  shape: Shape,
): NodeName {
  const chosen = activation(layer);
  // A layer's own settings (the axis of a normalization, say) are none of its activation's.
  return writeNamedActivation(graph, { ...layer, config: chosen.config }, chosen.name, x, shape);
}

/**
 * Writes an activation by name, its settings standing in the configuration of the layer.
 * @throws FeaturescopeError model/unsupported-setting for one that this program does not know
 */
export function writeNamedActivation(
  graph: GraphBuilder,
  layer: LayerSetting,
  name: string,
  x: NodeName,
  shape: Shape,
): NodeName {
  if (name === 'hard_sigmoid') return (layer.kerasMajor < 3 ? hardSigmoid2 : hardSigmoid3)(graph, x);
  if (Object.hasOwn(activations, name)) return activations[name]!(graph, x);
  if (Object.hasOwn(settable, name)) return settable[name]!(graph, layer, x, shape);
  if (Object.hasOwn(activationLayers, name)) return activationLayers[name]!(graph, layer, x, shape);
  throw unsupportedSetting(layer, message('part/an-activation', { activation: name }));
}

/** Names of all activations that can be written. */
export function writableActivations(): string[] {
  return [
    'hard_sigmoid',
    ...[activations, settable, activationLayers].flatMap((table) => Object.keys(table)),
  ];
}

/** relu with threshold, slope below it and upper limit. Source: keras.activations.relu. */
function generalRelu(graph: GraphBuilder, layer: LayerSetting, x: NodeName): NodeName {
  const given = layer.config['max_value'] ?? Infinity;
  // A limit that nothing reaches is none.
  const limit = given === Infinity ? null : number(layer, 'max_value');
  const slope = number(layer, layer.config['negative_slope'] == null ? 'alpha' : 'negative_slope', 0);
  const threshold = number(layer, 'threshold', 0);
  if (limit !== null && limit < 0) throw badSetting(layer, 'max_value', message('part/wanted-from-zero'));
  if (slope === 0 && threshold === 0) {
    if (limit === null) return graph.float('Relu', [x]);
    if (limit === 6) return graph.float('Relu6', [x]);
    return graph.float('Minimum', [graph.float('Relu', [x]), graph.scalar(limit)]);
  }
  if (threshold === 0 && limit === null) return leaky(graph, x, graph.scalar(slope));
  const t = graph.scalar(threshold);
  const isOver = graph.float('Greater', [x, t]);
  const reached =
    threshold === 0 ? graph.float('Relu', [x]) : where(graph, isOver, x, graph.float('ZerosLike', [x]));
  const positive = limit === null ? reached : clip(graph, reached, 0, limit);
  const below = graph.float('Relu', [graph.float('Sub', [t, x])]);
  return graph.float('Sub', [positive, graph.float('Mul', [below, graph.scalar(slope)])]);
}

function elu(graph: GraphBuilder, layer: LayerSetting, x: NodeName): NodeName {
  const alpha = number(layer, 'alpha', 1);
  if (alpha === 1) return graph.float('Elu', [x]);
  const negative = graph.float('Expm1', [graph.float('Minimum', [x, graph.scalar(0)])]);
  return graph.float('AddV2', [
    graph.float('Relu', [x]),
    graph.float('Mul', [negative, graph.scalar(alpha)]),
  ]);
}

function leakyRelu(graph: GraphBuilder, layer: LayerSetting, x: NodeName): NodeName {
  // Keras 2 saves the slope as alpha, Keras 3 as negative_slope.
  const slope = number(layer, layer.config['negative_slope'] == null ? 'alpha' : 'negative_slope', 0.3);
  return leaky(graph, x, graph.scalar(slope));
}

/** Softmax over one axis, or over several that count as one list: exp(x - max) / sum. */
function softmax(
  graph: GraphBuilder,
  layer: LayerSetting,
  x: NodeName,
  shape: Shape,
  op: 'Softmax' | 'LogSoftmax' = 'Softmax',
): NodeName {
  const places = axisPlaces(layer, shape.length, -1);
  if (places.length === 1) return alongAxis(graph, op, x, shape.length, places[0]!);
  if (op === 'LogSoftmax') throw badSetting(layer, 'axis', message('part/wanted-one-axis'));
  const powers = graph.float('Exp', [graph.float('Sub', [x, graph.reduce('Max', x, places, true)])]);
  return graph.float('RealDiv', [powers, graph.reduce('Sum', powers, places, true)]);
}

/** x above theta, else 0. */
function thresholdedRelu(graph: GraphBuilder, layer: LayerSetting, x: NodeName): NodeName {
  const isOver = graph.float('Greater', [x, graph.scalar(number(layer, 'theta', 1))]);
  return where(graph, isOver, x, graph.float('ZerosLike', [x]));
}

/** Activations that are layers with settings of their own. */
const activationLayers: Readonly<Record<string, WriteLayer>> = {
  ReLU: generalRelu,
  LeakyReLU: leakyRelu,
  ELU: elu,
  Softmax: (graph, layer, x, shape) => softmax(graph, layer, x, shape),
  Mish: (graph, _, x) => activations['mish']!(graph, x),
};

const asOp =
  (write: WriteLayer): Op =>
  ({ graph, layer, inputs, inputShapes }) => [write(graph, layer, inputs[0]!, inputShapes[0]!)];

/** A softmax over what a mask lets through; in Keras 3 the rest gets nothing, even where the mask lets nothing through. */
const maskedSoftmax: Op = ({ graph, layer, inputs, inputShapes, args }) => {
  const [x, shape] = [inputs[0]!, inputShapes[0]!];
  const place = maskPlace(args);
  if (place === undefined) return [softmax(graph, layer, x, shape)];
  const mask = inputs[place]!;
  if (layer.kerasMajor < 3) {
    const hidden = graph.float('Sub', [graph.scalar(1), mask]);
    const lowered = graph.float('AddV2', [x, graph.float('Mul', [hidden, graph.scalar(-1e9)])]);
    return [softmax(graph, layer, lowered, shape)];
  }
  const isSeen = graph.float('Greater', [mask, graph.scalar(0.5)]);
  const shares = softmax(graph, layer, where(graph, isSeen, x, graph.scalar(-1e9)), shape);
  return [where(graph, isSeen, shares, graph.scalar(0))];
};

/** Zeros in place of steps all of whose values are the number that marks them. */
const masking: Op = ({ graph, layer, inputs, inputShapes }) => {
  const x = inputs[0]!;
  const differs = graph.float('NotEqual', [x, graph.scalar(Number(layer.config['mask_value'] ?? 0))]);
  const counts = graph.reduce(
    'Max',
    graph.cast(differs, 'bool', 'float'),
    [inputShapes[0]!.length - 1],
    true,
  );
  return [where(graph, graph.float('Greater', [counts, graph.scalar(0)]), x, graph.scalar(0))];
};

/** max(x, 0) - alpha max(-x, 0) with a trained alpha. */
const prelu: Op = ({ graph, inputs, weight }) => [leaky(graph, inputs[0]!, weight('alpha')!)];

export const activationOps: Readonly<Record<string, Op>> = {
  Activation: asOp(writeActivation),
  ReLU: asOp(generalRelu),
  LeakyReLU: asOp(leakyRelu),
  ELU: asOp(elu),
  Softmax: maskedSoftmax,
  Masking: masking,
  ThresholdedReLU: asOp(thresholdedRelu),
  PReLU: prelu,
};
