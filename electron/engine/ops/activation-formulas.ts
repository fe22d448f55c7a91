/** Activations as nodes of a graph. Definitions: keras.activations of Keras 2.15 and 3. */
import { attribute, type GraphBuilder, type NodeName } from '../graph-builder';

/** clip(x, low, high) */
export function clip(graph: GraphBuilder, x: NodeName, low: number, high: number): NodeName {
  return graph.float('Minimum', [graph.float('Maximum', [x, graph.scalar(low)]), graph.scalar(high)]);
}

/** relu6(x + 3) / 6, Keras 3's hard sigmoid. */
export function hardSigmoid3(graph: GraphBuilder, x: NodeName): NodeName {
  const shifted = graph.float('Relu6', [graph.float('AddV2', [x, graph.scalar(3)])]);
  return graph.float('Mul', [shifted, graph.scalar(1 / 6)]);
}

/** clip(0.2 x + 0.5, 0, 1), Keras 2's hard sigmoid: up to 0.083 from the other. */
export function hardSigmoid2(graph: GraphBuilder, x: NodeName): NodeName {
  const line = graph.float('AddV2', [graph.float('Mul', [x, graph.scalar(0.2)]), graph.scalar(0.5)]);
  return clip(graph, line, 0, 1);
}

export function times(graph: GraphBuilder, x: NodeName, gate: NodeName): NodeName {
  return graph.float('Mul', [x, gate]);
}

/** x/2 (1 + erf(x / sqrt 2)), the exact form, Keras' default. */
export function gelu(graph: GraphBuilder, x: NodeName): NodeName {
  const erf = graph.float('Erf', [graph.float('Mul', [x, graph.scalar(Math.SQRT1_2)])]);
  const half = graph.float('Mul', [x, graph.scalar(0.5)]);
  return times(graph, half, graph.float('AddV2', [erf, graph.scalar(1)]));
}

/**
 * max(x, 0) - slope max(-x, 0). Not TensorFlow's LeakyRelu: its graph optimizer merges that into a convolution even where
 * the convolution's own result is wanted, and then gives up on the whole graph.
 */
export function leaky(graph: GraphBuilder, x: NodeName, slope: NodeName): NodeName {
  const negative = graph.float('Relu', [graph.float('Neg', [x])]);
  return graph.float('Sub', [graph.float('Relu', [x]), graph.float('Mul', [slope, negative])]);
}

/** x/2 (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))), the approximation. */
export function approximateGelu(graph: GraphBuilder, x: NodeName): NodeName {
  const cube = graph.float('Mul', [graph.float('Mul', [x, x]), x]);
  const inner = graph.float('AddV2', [x, graph.float('Mul', [cube, graph.scalar(0.044715)])]);
  const tanh = graph.float('Tanh', [graph.float('Mul', [inner, graph.scalar(Math.sqrt(2 / Math.PI))])]);
  const half = graph.float('Mul', [x, graph.scalar(0.5)]);
  return times(graph, half, graph.float('AddV2', [tanh, graph.scalar(1)]));
}

/** max(x, 0) + alpha expm1(min(x, 0) / alpha) */
export function celu(graph: GraphBuilder, x: NodeName, alpha: number): NodeName {
  const below = graph.float('RealDiv', [graph.float('Minimum', [x, graph.scalar(0)]), graph.scalar(alpha)]);
  const negative = graph.float('Mul', [graph.float('Expm1', [below]), graph.scalar(alpha)]);
  return graph.float('AddV2', [graph.float('Relu', [x]), negative]);
}

/** relu(x - t) - relu(-x - t), soft shrinkage with threshold t. */
export function softShrink(graph: GraphBuilder, x: NodeName, threshold: number): NodeName {
  const t = graph.scalar(threshold);
  const over = graph.float('Relu', [graph.float('Sub', [x, t])]);
  const under = graph.float('Relu', [graph.float('Sub', [graph.float('Neg', [x]), t])]);
  return graph.float('Sub', [over, under]);
}

export function where(graph: GraphBuilder, condition: NodeName, yes: NodeName, no: NodeName): NodeName {
  return graph.float('SelectV2', [condition, yes, no]);
}

/** 0 below -1, (x + 1)^2 / 4 up to 1, x above. */
export function sparsePlus(graph: GraphBuilder, x: NodeName): NodeName {
  const square = graph.float('Square', [graph.float('AddV2', [x, graph.scalar(1)])]);
  const middle = graph.float('Mul', [square, graph.scalar(0.25)]);
  const upper = where(graph, graph.float('Less', [x, graph.scalar(1)]), middle, x);
  return where(graph, graph.float('LessEqual', [x, graph.scalar(-1)]), graph.float('ZerosLike', [x]), upper);
}

export function hardShrink(graph: GraphBuilder, x: NodeName, threshold: number): NodeName {
  const isLarge = graph.float('Greater', [graph.float('Abs', [x]), graph.scalar(threshold)]);
  return where(graph, isLarge, x, graph.float('ZerosLike', [x]));
}

/** (x + sqrt(x^2 + b)) / 2 */
export function squareplus(graph: GraphBuilder, x: NodeName, b: number): NodeName {
  const root = graph.float('Sqrt', [graph.float('AddV2', [graph.float('Square', [x]), graph.scalar(b)])]);
  return graph.float('Mul', [graph.float('AddV2', [x, root]), graph.scalar(0.5)]);
}

/**
 * Sparsemax along the last axis as Keras 3 computes it, after Martins & Astudillo, From Softmax to Sparsemax, ICML 2016,
 * algorithm 1.
 */
export function sparsemax(graph: GraphBuilder, x: NodeName, rank: number, length: number): NodeName {
  const int32 = { T: attribute.type('float'), Tidx: attribute.type('int32') };
  const sorted = graph.float('TopKV2', [x, graph.integers(length)], { sorted: attribute.flag(true) });
  const sums = graph.add('Cumsum', [sorted, graph.integers(rank - 1)], int32);
  const places = graph.floats(Array.from({ length }, (_, place) => place + 1));
  const bound = graph.float('AddV2', [graph.float('Mul', [sorted, places]), graph.scalar(1)]);
  const isIn = graph.cast(graph.float('Greater', [bound, sums]), 'bool', 'float');
  const count = graph.reduce('Sum', isIn, [rank - 1], true);
  // The paper takes the last of these sums; Keras adds them all up, and Keras is what results are compared with.
  const total = graph.reduce('Sum', graph.float('Mul', [sums, isIn]), [rank - 1], true);
  const threshold = graph.float('RealDiv', [graph.float('Sub', [total, graph.scalar(1)]), count]);
  return graph.float('Relu', [graph.float('Sub', [x, threshold])]);
}

/**
 * First half of an axis times sigmoid of the second. Source: Dauphin et al., Language Modeling with Gated Convolutional
 * Networks, 2016.
 */
export function writeGlu(graph: GraphBuilder, x: NodeName, axis: number): NodeName {
  const halves = graph.float('Split', [graph.integers(axis), x], { num_split: attribute.integer(2) });
  return times(graph, halves, graph.float('Sigmoid', [`${halves}:1`]));
}
