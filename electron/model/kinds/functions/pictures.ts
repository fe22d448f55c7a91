import { message } from '../../../shared/messages/message';
import { windowedLength } from '../kind';
import type { FunctionCall } from './call';
import type { FunctionKind, FunctionTable, ShapeRule } from './function-kind';
import { inImage, inNn, inOldImage } from './tensorflow-names';

const resize: ShapeRule = (call) => {
  const size = call.lengths('size');
  const isSound = size.every((length) => length === null || (length >= 1 && length <= 65536));
  if (call.x.length !== 4 || size.length !== 2 || !isSound) throw call.refuse(message('part/resize-size'));
  return [[call.x[0]!, size[0]!, size[1]!, call.x[3]!]];
};

/** Block rearrangement between channels and space, by the factor that space grows or shrinks. */
const blocks =
  (sign: 1 | -1): ShapeRule =>
  (call) => {
    const block = call.integer(
      'block_size',
      call.integer('downscale_factor', call.integer('upscale_factor', 0)),
    );
    const [batch, height, width, channels] = call.x;
    if (call.x.length !== 4 || block < 2 || channels == null)
      throw call.refuse(message('part/rearranged-blocks'));
    const scaled = (length: number | null) =>
      length === null ? null : sign > 0 ? length * block : length / block;
    const depth = sign > 0 ? channels / (block * block) : channels * block * block;
    const shape = [batch!, scaled(height!), scaled(width!), depth];
    if (shape.some((length) => length !== null && !Number.isInteger(length))) throw call.mismatch([call.x]);
    return [shape];
  };

/** Window of a pooling operation. */
export function pooledWindow(call: FunctionCall): {
  window: number[];
  strides: number[];
  padding: 'SAME' | 'VALID';
} {
  // TensorFlow also takes one number per axis, batch and channels included.
  const double = (list: number[] | undefined) => {
    if (list?.length === 4 && list[0] === 1 && list[3] === 1) return list.slice(1, 3);
    return list?.length === 1 ? [list[0]!, list[0]!] : list;
  };
  const window = double(call.integers('pool_size'));
  const strides = double(call.integers('strides')) ?? window;
  const padding = call.text('padding', 'valid').toUpperCase();
  if (call.x.length !== 4 || window?.length !== 2 || strides?.length !== 2 || !/^(SAME|VALID)$/.test(padding))
    throw call.refuse(message('part/pooled-window'));
  if ([...window, ...strides].some((length) => length < 1 || length > 65536))
    throw call.refuse(message('part/pooled-window'));
  return { window, strides, padding: padding as 'SAME' | 'VALID' };
}

const pooling: ShapeRule = (call) => {
  const { window, strides, padding } = pooledWindow(call);
  const length = (axis: 0 | 1): number | null => {
    const whole = call.x[axis + 1]!;
    if (whole === null) return null;
    const covered = padding === 'SAME' ? whole : whole - window[axis]! + 1;
    return Math.ceil(covered / strides[axis]!);
  };
  return [[call.x[0]!, length(0), length(1), call.x[3]!]];
};

/** Window of `extract_patches`; Keras gives height and width, TensorFlow one number per axis. */
export function patchWindow(call: FunctionCall): {
  size: number[];
  strides: number[];
  rates: number[];
  padding: 'SAME' | 'VALID';
} {
  const spatial = (name: string): number[] | undefined => {
    const list = call.integers(name);
    if (list?.length === 4 && list[0] === 1 && list[3] === 1) return list.slice(1, 3);
    return list?.length === 1 ? [list[0]!, list[0]!] : list;
  };
  const size = spatial('size');
  const strides = spatial('strides') ?? size;
  const rates = spatial('dilation_rate') ?? [1, 1];
  const padding = call.text('padding', 'valid').toUpperCase();
  const lists = [size, strides, rates];
  const isSound = lists.every((list) => list?.length === 2 && list.every((n) => n >= 1 && n <= 65536));
  if (!isSound || !/^(SAME|VALID)$/.test(padding) || call.argument('data_format') === 'channels_first')
    throw call.refuse(message('part/patches-kind'));
  return { size: size!, strides: strides!, rates, padding: padding as 'SAME' | 'VALID' };
}

const patches: ShapeRule = (call) => {
  const { size, strides, rates, padding } = patchWindow(call);
  const [batch, height, width, channels] = call.x;
  if (call.x.length !== 4 || channels == null) throw call.refuse(message('part/patches-tensor'));
  const count = (length: number | null, axis: 0 | 1): number | null =>
    windowedLength(
      length,
      size[axis]!,
      strides[axis]!,
      rates[axis]!,
      padding.toLowerCase() as 'same' | 'valid',
    );
  return [[batch!, count(height!, 0), count(width!, 1), size[0]! * size[1]! * channels]];
};

const RESIZED = { renamed: { images: 'x', method: 'interpolation' } };
const PATCHES = { renamed: { images: 'x', sizes: 'size', rates: 'dilation_rate' } };
const POOLED = { renamed: { value: 'x', input: 'x', ksize: 'pool_size' } };

const resized: FunctionKind = { outputs: resize, values: 'of-range' };

export const pictureFunctions: FunctionTable = {
  RGBToGrayscale: {
    outputs: (call) => {
      if (call.x.length !== 4 || call.x[3] !== 3) throw call.refuse(message('part/grey-channels'));
      return [[...call.x.slice(0, -1), 1]];
    },
    values: 'of-sign',
  },
  ExtractPatches: {
    outputs: patches,
    values: 'of-range',
    tensorflow: [...inImage('extract_patches', PATCHES), { saved: 'extract_patches', ...PATCHES }],
  },
  Resize: { ...resized, tensorflow: inImage('resize', RESIZED) },
  ResizeOfOld: {
    ...resized,
    tensorflow: ['resize', 'resize_images'].flatMap((name) => inOldImage(name, RESIZED)),
  },
  DepthToSpace: {
    outputs: blocks(1),
    values: 'same',
    tensorflow: inNn('depth_to_space', { renamed: { input: 'x' } }),
  },
  SpaceToDepth: {
    outputs: blocks(-1),
    values: 'same',
    tensorflow: inNn('space_to_depth', { renamed: { input: 'x' } }),
  },
  MaxPool: {
    outputs: pooling,
    values: 'of-sign',
    tensorflow: ['max_pool', 'max_pool2d'].flatMap((name) => inNn(name, POOLED)),
  },
  AveragePool: {
    outputs: pooling,
    values: 'means',
    tensorflow: ['avg_pool', 'avg_pool2d'].flatMap((name) => inNn(name, POOLED)),
  },
};
