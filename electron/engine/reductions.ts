import type { Shape } from '../model/shapes';
import { attribute, type GraphBuilder, type NodeName } from './graph-builder';

/** Axes between batch and channels: height and width of feature maps, none for the output of a dense layer. */
export function mapAxes(shape: Shape): number[] {
  return shape.slice(1, -1).map((_, place) => place + 1);
}

/** Whether any value is NaN, and whether any is infinite: two nodes of one number, 1 for yes. */
export function writeFiniteness(graph: GraphBuilder, x: NodeName, shape: Shape): NodeName[] {
  const axes = shape.map((_, axis) => axis);
  return ['IsNan', 'IsInf'].map((op) =>
    graph.reduce('Max', graph.cast(graph.float(op, [x]), 'bool', 'float'), axes, false),
  );
}

/** Nodes of feature maps as bytes. */
export interface ByteMapNodes {
  readonly indices: NodeName;
  readonly min: NodeName;
  readonly max: NodeName;
}

/** uint8 outputs cannot be read through tfjs-node, so bytes travel as int32, four in one, padded at the end. */
function packBytes(graph: GraphBuilder, bytes: NodeName): NodeName {
  const flat = graph.reshape(bytes, graph.integers([-1]), 'uint8');
  const int32 = { T: attribute.type('int32') };
  const size = graph.add('Size', [flat], { T: attribute.type('uint8'), out_type: attribute.type('int32') });
  const missing = graph.add('FloorMod', [graph.add('Neg', [size], int32), graph.integers(4)], int32);
  const amounts = graph.concat(
    [graph.integers([0]), graph.reshape(missing, graph.integers([1]), 'int32')],
    0,
    'int32',
  );
  const padded = graph.add('Pad', [flat, graph.reshape(amounts, graph.integers([1, 2]), 'int32')], {
    T: attribute.type('uint8'),
    Tpaddings: attribute.type('int32'),
  });
  const quads = graph.reshape(padded, graph.integers([-1, 4]), 'uint8');
  return graph.add('Bitcast', [quads], { T: attribute.type('uint8'), type: attribute.type('int32') });
}

/**
 * Feature maps as indices 0..255 by matplotlib's rule: floor(256 (x - min) / (max - min)), the maximum counting as 255,
 * a constant map as 0. Planar, [batch, channels, height * width].
 * @param fixed  nodes of the limits; undefined for each map's own
 */
export function writeByteMaps(
  graph: GraphBuilder,
  x: NodeName,
  shape: Shape,
  fixed: readonly [NodeName, NodeName] | undefined,
): ByteMapNodes {
  const axes = mapAxes(shape);
  // Planar first: numbers of one map beside each other are gone through several times as quickly, and TensorFlow complains on
  // stderr when it transposes bytes.
  const planar = graph.transpose(x, [0, axes.length + 1, ...axes]);
  const inMap = axes.map((axis) => axis + 1);
  const limit = (op: 'Min' | 'Max', place: 0 | 1): NodeName =>
    fixed ? fixed[place] : graph.reduce(op, planar, inMap, true);
  const [low, high] = [limit('Min', 0), limit('Max', 1)];
  const range = graph.float('Sub', [high, low]);
  const share = graph.float('DivNoNan', [graph.float('Sub', [planar, low]), range]);
  const steps = graph.float('Mul', [share, graph.scalar(256)]);
  const clipped = graph.float('Minimum', [
    graph.float('Maximum', [steps, graph.scalar(0)]),
    graph.scalar(255),
  ]);
  const bytes = graph.cast(clipped, 'float', 'uint8');
  const flatLimits = (node: NodeName) => graph.reshape(node, graph.integers([-1]));
  return { indices: packBytes(graph, bytes), min: flatLimits(low), max: flatLimits(high) };
}

/**
 * Mean hypercolumn of some layers, [batch, height, width, 1] of the given size. Enlarging is linear, so the channels of
 * each layer are averaged first and one picture per layer is enlarged instead of one per channel.
 * Source: Hariharan et al., Hypercolumns for Object Segmentation and Fine-grained Localization, CVPR 2015.
 */
export function writeMeanHypercolumn(
  graph: GraphBuilder,
  layers: readonly { node: NodeName; shape: Shape }[],
  size: NodeName,
): NodeName {
  const total = layers.reduce((sum, { shape }) => sum + shape[3]!, 0);
  const parts = layers.map(({ node, shape }) => {
    const mean = graph.reduce('Mean', node, [3], true);
    return graph.float('Mul', [graph.resizeBilinear(mean, size), graph.scalar(shape[3]! / total)]);
  });
  return parts.reduce((sum, part) => graph.float('AddV2', [sum, part]));
}
