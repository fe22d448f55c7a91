import { message } from '../../../shared/messages/message';
import { patchWindow, pooledWindow } from '../../../model/kinds/functions/pictures';
import { attribute } from '../../graph-builder';
import { writeResize } from '../resizing';
import type { Write } from './writer';

const blocks =
  (op: 'DepthToSpace' | 'SpaceToDepth'): Write =>
  (call) =>
    call.graph.float(op, [call.node('x')], { block_size: attribute.integer(call.integer('block_size')) });

const pooling =
  (op: 'MaxPool' | 'AvgPool'): Write =>
  (call) => {
    const { window, strides, padding } = pooledWindow(call);
    return call.graph.float(op, [call.node('x')], {
      ksize: attribute.integers([1, ...window, 1]),
      strides: attribute.integers([1, ...strides, 1]),
      padding: attribute.text(padding),
    });
  };

const resize: Write = (call) => {
  const [height, width] = call.lengths('size') as [number | null, number | null];
  const [, fromHeight, fromWidth] = call.x;
  return writeResize(call.graph, call.node('x'), call.layer, {
    size: call.sizeList('size'),
    interpolation: call.text('interpolation', 'bilinear'),
    antialias: call.flag('antialias'),
    scale:
      fromHeight == null || fromWidth == null || height === null || width === null
        ? null
        : [height / fromHeight, width / fromWidth],
  });
};

/** ITU-R 601 luma, the weights of TensorFlow and Keras. */
const grey: Write = (call) => {
  const { graph } = call;
  const weighted = graph.float('Mul', [call.node('x'), graph.floats([0.2989, 0.587, 0.114])]);
  return graph.reduce('Sum', weighted, [3], true);
};

const patches: Write = (call) => {
  const { size, strides, rates, padding } = patchWindow(call);
  const perAxis = (list: readonly number[]) => attribute.integers([1, ...list, 1]);
  return call.graph.float('ExtractImagePatches', [call.node('x')], {
    ksizes: perAxis(size),
    strides: perAxis(strides),
    rates: perAxis(rates),
    padding: attribute.text(padding),
  });
};

/** Resizing of TensorFlow 1: pixels have no half, and corners may be kept in place. */
const resizeOfOld: Write = (call) => {
  const method = call.text('interpolation', 'bilinear');
  const op = { bilinear: 'ResizeBilinear', nearest: 'ResizeNearestNeighbor' }[method];
  if (op === undefined) throw call.refuse(message('part/resize-method', { method }));
  const size = call.sizeList('size');
  return call.graph.float(op, [call.node('x'), size], {
    align_corners: attribute.flag(call.flag('align_corners')),
    half_pixel_centers: attribute.flag(false),
  });
};

export const picturesWriters: Readonly<Record<string, Write>> = {
  RGBToGrayscale: grey,
  ExtractPatches: patches,
  ResizeOfOld: resizeOfOld,
  Resize: resize,
  DepthToSpace: blocks('DepthToSpace'),
  SpaceToDepth: blocks('SpaceToDepth'),
  MaxPool: pooling('MaxPool'),
  AveragePool: pooling('AvgPool'),
};
