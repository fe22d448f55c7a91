import { FeaturescopeError } from '../../shared/errors';
import type { LayerSetting, Shape } from '../../model/network';
import {
  activation,
  axisPlaces,
  badSetting,
  layerLabel,
  number,
  type Activation,
} from '../../model/setting-reader';
import type { GraphBuilder, NodeName } from '../graph-builder';
import type { Op } from './op';

type Write = (graph: GraphBuilder, x: NodeName) => NodeName;

/** clip(x, low, high) */
function clip(graph: GraphBuilder, x: NodeName, low: number, high: number): NodeName {
  return graph.float('Minimum', [graph.float('Maximum', [x, graph.scalar(low)]), graph.scalar(high)]);
}

/** relu6(x + 3) / 6, Keras 3's hard sigmoid. */
function hardSigmoid3(graph: GraphBuilder, x: NodeName): NodeName {
  const shifted = graph.float('Relu6', [graph.float('AddV2', [x, graph.scalar(3)])]);
  return graph.float('Mul', [shifted, graph.scalar(1 / 6)]);
}

/** clip(0.2 x + 0.5, 0, 1), Keras 2's hard sigmoid: up to 0.083 from the other. */
function hardSigmoid2(graph: GraphBuilder, x: NodeName): NodeName {
  const line = graph.float('AddV2', [graph.float('Mul', [x, graph.scalar(0.2)]), graph.scalar(0.5)]);
  return clip(graph, line, 0, 1);
}

function times(graph: GraphBuilder, x: NodeName, gate: NodeName): NodeName {
  return graph.float('Mul', [x, gate]);
}

/** x/2 (1 + erf(x / sqrt 2)), the exact form, Keras' default. */
function gelu(graph: GraphBuilder, x: NodeName): NodeName {
  const erf = graph.float('Erf', [graph.float('Mul', [x, graph.scalar(Math.SQRT1_2)])]);
  const half = graph.float('Mul', [x, graph.scalar(0.5)]);
  return times(graph, half, graph.float('AddV2', [erf, graph.scalar(1)]));
}

/**
 * max(x, 0) - slope max(-x, 0). Not TensorFlow's LeakyRelu: its graph optimizer merges that into a convolution even where
 * the convolution's own result is wanted, and then gives up on the whole graph.
 */
function leaky(graph: GraphBuilder, x: NodeName, slope: NodeName): NodeName {
  const negative = graph.float('Relu', [graph.float('Neg', [x])]);
  return graph.float('Sub', [graph.float('Relu', [x]), graph.float('Mul', [slope, negative])]);
}

/** max(x, 0) + alpha expm1(min(x, 0) / alpha) */
function celu(graph: GraphBuilder, x: NodeName): NodeName {
  const negative = graph.float('Expm1', [graph.float('Minimum', [x, graph.scalar(0)])]);
  return graph.float('AddV2', [graph.float('Relu', [x]), negative]);
}

/** relu(x - t) - relu(-x - t), soft shrinkage with threshold 0.5. */
function softShrink(graph: GraphBuilder, x: NodeName): NodeName {
  const over = graph.float('Relu', [graph.float('Sub', [x, graph.scalar(0.5)])]);
  const under = graph.float('Relu', [graph.float('Sub', [graph.float('Neg', [x]), graph.scalar(0.5)])]);
  return graph.float('Sub', [over, under]);
}

function where(graph: GraphBuilder, condition: NodeName, yes: NodeName, no: NodeName): NodeName {
  return graph.float('SelectV2', [condition, yes, no]);
}

/** 0 below -1, (x + 1)^2 / 4 up to 1, x above. */
function sparsePlus(graph: GraphBuilder, x: NodeName): NodeName {
  const square = graph.float('Square', [graph.float('AddV2', [x, graph.scalar(1)])]);
  const middle = graph.float('Mul', [square, graph.scalar(0.25)]);
  const upper = where(graph, graph.float('Less', [x, graph.scalar(1)]), middle, x);
  return where(graph, graph.float('LessEqual', [x, graph.scalar(-1)]), graph.float('ZerosLike', [x]), upper);
}

function hardShrink(graph: GraphBuilder, x: NodeName): NodeName {
  const isLarge = graph.float('Greater', [graph.float('Abs', [x]), graph.scalar(0.5)]);
  return where(graph, isLarge, x, graph.float('ZerosLike', [x]));
}

function squareplus(graph: GraphBuilder, x: NodeName): NodeName {
  const root = graph.float('Sqrt', [graph.float('AddV2', [graph.float('Square', [x]), graph.scalar(4)])]);
  return graph.float('Mul', [graph.float('AddV2', [x, root]), graph.scalar(0.5)]);
}

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
  elu: named('Elu'),
  selu: named('Selu'),
  softplus: named('Softplus'),
  softsign: named('Softsign'),
  tanh: named('Tanh'),
  sigmoid: named('Sigmoid'),
  exponential: named('Exp'),
  silu,
  swish: silu,
  mish: (graph, x) => times(graph, x, graph.float('Tanh', [graph.float('Softplus', [x])])),
  gelu,
  hard_silu: hardSilu,
  hard_swish: hardSilu,
  leaky_relu: (graph, x) => leaky(graph, x, graph.scalar(0.2)),
  celu,
  hard_tanh: (graph, x) => clip(graph, x, -1, 1),
  hard_shrink: hardShrink,
  soft_shrink: softShrink,
  tanh_shrink: (graph, x) => graph.float('Sub', [x, graph.float('Tanh', [x])]),
  squareplus,
  sparse_plus: sparsePlus,
  sparse_sigmoid: (graph, x) =>
    clip(graph, graph.float('Mul', [graph.float('AddV2', [x, graph.scalar(1)]), graph.scalar(0.5)]), 0, 1),
  log_sigmoid: (graph, x) => graph.float('Neg', [graph.float('Softplus', [graph.float('Neg', [x])])]),
};

/** Names that need the last axis of their input. */
const lastAxisActivations: Readonly<Record<string, string>> = {
  softmax: 'Softmax',
  log_softmax: 'LogSoftmax',
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
  if (chosen.name === 'hard_sigmoid') return (layer.kerasMajor < 3 ? hardSigmoid2 : hardSigmoid3)(graph, x);
  const write = Object.hasOwn(activations, chosen.name) ? activations[chosen.name] : undefined;
  if (write) return write(graph, x);
  const lastAxis = Object.hasOwn(lastAxisActivations, chosen.name)
    ? lastAxisActivations[chosen.name]
    : undefined;
  if (lastAxis) return alongAxis(graph, lastAxis, x, shape.length, shape.length - 1);
  const asLayer = Object.hasOwn(activationLayers, chosen.name) ? activationLayers[chosen.name] : undefined;
  if (asLayer) return asLayer(graph, { ...layer, config: chosen.config }, x, shape);
  throw unknownActivation(layer, chosen);
}

function unknownActivation(layer: LayerSetting, chosen: Activation): FeaturescopeError {
  return new FeaturescopeError(
    'model/unsupported-setting',
    `${layerLabel(layer)}: the activation ${chosen.name} is not known here; nothing was computed.`,
  );
}

/** relu with threshold, slope below it and upper limit. Source: keras.activations.relu. */
function generalRelu(graph: GraphBuilder, layer: LayerSetting, x: NodeName): NodeName {
  const limit = layer.config['max_value'] == null ? null : number(layer, 'max_value');
  const slope = number(layer, layer.config['negative_slope'] == null ? 'alpha' : 'negative_slope', 0);
  const threshold = number(layer, 'threshold', 0);
  if (limit !== null && limit < 0) throw badSetting(layer, 'max_value', 'a value from 0');
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

function softmax(graph: GraphBuilder, layer: LayerSetting, x: NodeName, shape: Shape): NodeName {
  const places = axisPlaces(layer, shape.length, -1);
  if (places.length !== 1) throw badSetting(layer, 'axis', 'one axis');
  return alongAxis(graph, 'Softmax', x, shape.length, places[0]!);
}

type WriteLayer = (graph: GraphBuilder, layer: LayerSetting, x: NodeName, shape: Shape) => NodeName;

/** Activations that are layers with settings of their own. */
const activationLayers: Readonly<Record<string, WriteLayer>> = {
  ReLU: generalRelu,
  LeakyReLU: leakyRelu,
  ELU: elu,
  Softmax: softmax,
};

const asOp =
  (write: WriteLayer): Op =>
  ({ graph, layer, inputs, inputShapes }) => [write(graph, layer, inputs[0]!, inputShapes[0]!)];

/** max(x, 0) - alpha max(-x, 0) with a trained alpha. */
const prelu: Op = ({ graph, inputs, weight }) => [leaky(graph, inputs[0]!, weight('alpha')!)];

export const activationOps: Readonly<Record<string, Op>> = {
  Activation: asOp(writeActivation),
  ReLU: asOp(generalRelu),
  LeakyReLU: asOp(leakyRelu),
  ELU: asOp(elu),
  Softmax: asOp(softmax),
  PReLU: prelu,
};
