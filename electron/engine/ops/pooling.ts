import { poolWindow } from '../../model/kinds/pooling';
import { flag, padding } from '../../model/setting-reader';
import { attribute } from '../graph-builder';
import type { Op } from './op';

const pool =
  (op: 'MaxPool' | 'AvgPool'): Op =>
  ({ graph, layer, inputs }) => {
    const { pool: window, strides } = poolWindow(layer);
    return [
      graph.float(op, [inputs[0]!], {
        ksize: attribute.integers([1, ...window, 1]),
        strides: attribute.integers([1, ...strides, 1]),
        padding: attribute.text(padding(layer).toUpperCase()),
      }),
    ];
  };

const globalPool =
  (op: 'Mean' | 'Max'): Op =>
  ({ graph, layer, inputs }) => [graph.reduce(op, inputs[0]!, [1, 2], flag(layer, 'keepdims', false))];

export const poolingOps: Readonly<Record<string, Op>> = {
  MaxPooling2D: pool('MaxPool'),
  AveragePooling2D: pool('AvgPool'),
  GlobalAveragePooling2D: globalPool('Mean'),
  GlobalMaxPooling2D: globalPool('Max'),
};
