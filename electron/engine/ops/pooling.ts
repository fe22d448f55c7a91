import { spatialRank } from '../../model/kinds/convolution';
import { adaptiveLengths, poolWindow } from '../../model/kinds/pooling';
import { flag, padding } from '../../model/config/setting-reader';
import type { LayerSetting } from '../../model/config/types';
import { maskPlace } from '../../model/kinds/kind';
import { attribute, type GraphBuilder, type NodeName } from '../graph-builder';
import { where } from './activation-formulas';
import type { Op } from './op';

const pool =
  (op: 'MaxPool' | 'AvgPool'): Op =>
  ({ graph, layer, inputs }) => {
    const { pool: window, strides } = poolWindow(layer);
    const isSteps = spatialRank(layer) === 1;
    const ones = isSteps ? [1, 1] : [1];
    const x = isSteps ? graph.expandDims(inputs[0]!, 1) : inputs[0]!;
    const pooled = graph.float(op, [x], {
      ksize: attribute.integers([...ones, ...window, 1]),
      strides: attribute.integers([...ones, ...strides, 1]),
      padding: attribute.text(padding(layer).toUpperCase()),
    });
    return [isSteps ? graph.squeeze(pooled, [1]) : pooled];
  };

const globalPool =
  (op: 'Mean' | 'Max'): Op =>
  ({ graph, layer, inputs, args }) => {
    const axes = spatialRank(layer) === 1 ? [1] : [1, 2];
    const keepDims = flag(layer, 'keepdims', false);
    const mask = maskPlace(args);
    if (mask === undefined) return [graph.reduce(op, inputs[0]!, axes, keepDims)];
    return [meanOfSteps(graph, layer, inputs[0]!, graph.expandDims(inputs[mask]!, 2), keepDims)];
  };

/** Mean of the steps that count. Keras 2 multiplies by the mask as it is. */
function meanOfSteps(
  graph: GraphBuilder,
  layer: LayerSetting,
  x: NodeName,
  mask: NodeName,
  keepDims: boolean,
): NodeName {
  const isSeen = graph.float('NotEqual', [mask, graph.scalar(0)]);
  const [kept, weights] =
    layer.kerasMajor < 3
      ? [graph.float('Mul', [x, mask]), mask]
      : [where(graph, isSeen, x, graph.scalar(0)), graph.cast(isSeen, 'bool', 'float')];
  const [total, count] = [kept, weights].map((part) => graph.reduce('Sum', part, [1], keepDims));
  return graph.float('RealDiv', [total!, count!]);
}

/** One axis brought to a length: each result covers its share, rounded outwards. */
function shareOut(
  graph: GraphBuilder,
  op: 'Mean' | 'Max',
  x: NodeName,
  rank: number,
  axis: number,
  from: number,
  to: number,
): NodeName {
  const parts = Array.from({ length: to }, (_, place) => {
    const start = Math.floor((place * from) / to);
    const end = Math.ceil(((place + 1) * from) / to);
    const at = (value: number, others: number) =>
      graph.integers(Array.from({ length: rank }, (_, other) => (other === axis ? value : others)));
    const slice = graph.float('Slice', [x, at(start, 0), at(end - start, -1)], {
      Index: attribute.type('int32'),
    });
    return graph.reduce(op, slice, [axis], true);
  });
  return graph.concat(parts, axis);
}

const adaptivePool =
  (op: 'Mean' | 'Max'): Op =>
  ({ graph, layer, inputs, inputShapes }) => {
    const { from, to } = adaptiveLengths(layer, inputShapes[0]!);
    const rank = inputShapes[0]!.length;
    // The windows are rectangles, so one axis after the other gives their mean and maximum.
    return [
      to.reduce((x, length, axis) => shareOut(graph, op, x, rank, axis + 1, from[axis]!, length), inputs[0]!),
    ];
  };

export const poolingOps: Readonly<Record<string, Op>> = {
  MaxPooling1D: pool('MaxPool'),
  MaxPooling2D: pool('MaxPool'),
  AveragePooling1D: pool('AvgPool'),
  AveragePooling2D: pool('AvgPool'),
  GlobalAveragePooling1D: globalPool('Mean'),
  GlobalAveragePooling2D: globalPool('Mean'),
  GlobalMaxPooling1D: globalPool('Max'),
  GlobalMaxPooling2D: globalPool('Max'),
  AdaptiveAveragePooling1D: adaptivePool('Mean'),
  AdaptiveAveragePooling2D: adaptivePool('Mean'),
  AdaptiveMaxPooling1D: adaptivePool('Max'),
  AdaptiveMaxPooling2D: adaptivePool('Max'),
};
