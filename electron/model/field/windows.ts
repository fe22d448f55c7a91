import { flag, padding } from '../config/setting-reader';
import type { LayerSetting } from '../config/types';
import { convolutionPadding, convolutionWindow, spatialRank } from '../kinds/convolution';
import { poolWindow } from '../kinds/pooling';
import { interpolationOf, upSamplingFactors, edges, ends } from '../kinds/reshaping';
import type { Interval, Reach } from './interval';

/** How a layer's places along one axis depend on those of what goes in. Gaps are told for a single place alone. */
export type Back = (places: Interval) => Reach;

/** A layer with a window, along one axis. */
export interface AxisContext {
  readonly layer: LayerSetting;
  /** 0 for height or steps, 1 for width. */
  readonly axis: number;
  /** Lengths before and behind the layer. */
  readonly from: number;
  readonly to: number;
}

/** Padding "same" puts half of what is missing before the first place, rounded down. Source: TensorFlow GetWindowedOutputSize. */
export function samePadding(from: number, to: number, stride: number, covered: number): number {
  return Math.floor(Math.max((to - 1) * stride + covered - from, 0) / 2);
}

/**
 * @param covered  places from the window's first to its last
 * @param gap      from one of them to the next
 */
const sliding =
  (stride: number, covered: number, before: number, gap = 1): Back =>
  ([first, last]) => [first * stride - before, last * stride - before + covered - 1, gap];

/** Of a convolution: stride, places that its window covers, and padding before the first place. */
export function convolutionSteps({ layer, axis, from, to }: AxisContext): {
  stride: number;
  covered: number;
  before: number;
  gap: number;
} {
  const { kernel, strides, dilation } = convolutionWindow(layer);
  const [stride, gap] = [strides[axis]!, dilation[axis]!];
  const covered = (kernel[axis]! - 1) * gap + 1;
  const mode = convolutionPadding(layer);
  if (mode === 'causal') return { stride, covered, before: covered - 1, gap };
  return { stride, covered, before: mode === 'same' ? samePadding(from, to, stride, covered) : 0, gap };
}

const convolution = (context: AxisContext): Back => {
  const { stride, covered, before, gap } = convolutionSteps(context);
  return sliding(stride, covered, before, gap);
};

const pooling = ({ layer, axis, from, to }: AxisContext): Back => {
  const { pool, strides } = poolWindow(layer);
  const [stride, covered] = [strides[axis]!, pool[axis]!];
  return sliding(stride, covered, padding(layer) === 'same' ? samePadding(from, to, stride, covered) : 0);
};

/** Of a transposed convolution: what a window that is laid on the result covers, and by how much it may begin before it. */
export function transposedSteps({ layer, axis, from, to }: AxisContext): ReturnType<typeof convolutionSteps> {
  const { kernel, strides, dilation } = convolutionWindow(layer);
  const [stride, gap] = [strides[axis]!, dilation[axis]!];
  const covered = (kernel[axis]! - 1) * gap + 1;
  if (padding(layer) !== 'same') return { stride, covered, before: 0, gap };
  // With gaps it is computed as a convolution with the kernel turned round (engine/ops/convolution.ts).
  const before = gap > 1 ? Math.floor((covered - 1) / 2) : samePadding(to, from, stride, covered);
  return { stride, covered, before, gap };
}

/** A convolution the other way round: the places that a window on the result would start from. */
const transposed = (context: AxisContext): Back => {
  const { stride, covered, before, gap } = transposedSteps(context);
  return ([first, last]) => {
    const start = Math.ceil((first + before - covered + 1) / stride);
    const end = Math.floor((last + before) / stride);
    // A window with gaps has a stride of 1.
    return start <= end ? [start, end, gap] : null;
  };
};

const adaptive =
  ({ from, to }: AxisContext): Back =>
  ([first, last]) => [Math.floor((first * from) / to), Math.ceil(((last + 1) * from) / to) - 1];

const shifted =
  (before: number): Back =>
  ([first, last]) => [first + before, last + before];

function amountBefore(layer: LayerSetting, axis: number, key: 'padding' | 'cropping'): number {
  return spatialRank(layer) === 1 ? ends(layer, key)[0] : edges(layer, key)[2 * axis]!;
}

/** How far the values of a place reach from it, in places of the smaller grid. */
const SUPPORTS: Readonly<Record<string, number>> = {
  bilinear: 1,
  bicubic: 2,
  mitchellcubic: 2,
  gaussian: 2,
  lanczos3: 3,
  lanczos5: 5,
};

/**
 * Resized, with centres of pixels half a pixel in.
 * @param scale  places before for one behind
 */
export function resampling(interpolation: string, scale: number, isAntialiased: boolean): Back {
  if (interpolation === 'nearest')
    return ([first, last]) => [Math.floor((first + 0.5) * scale), Math.floor((last + 0.5) * scale)];
  if (interpolation === 'area')
    return ([first, last]) => [Math.floor(first * scale), Math.ceil((last + 1) * scale) - 1];
  const support = (SUPPORTS[interpolation] ?? 5) * (isAntialiased ? Math.max(1, scale) : 1);
  // Places at the support's end count nothing.
  return ([first, last]) => [
    Math.floor((first + 0.5) * scale - 0.5 - support) + 1,
    Math.ceil((last + 0.5) * scale - 0.5 + support) - 1,
  ];
}

const upSampling = ({ layer, axis }: AxisContext): Back => {
  const factor = upSamplingFactors(layer)[axis]!;
  const interpolation = spatialRank(layer) === 1 ? 'nearest' : interpolationOf(layer, 'nearest');
  return resampling(interpolation, 1 / factor, false);
};

const resizing = ({ layer, from, to }: AxisContext): Back => {
  const { config } = layer;
  if (config['crop_to_aspect_ratio'] === true || config['pad_to_aspect_ratio'] === true) return () => 'all';
  return resampling(interpolationOf(layer, 'bilinear'), from / to, flag(layer, 'antialias', false));
};

const centerCrop = ({ from, to }: AxisContext): Back =>
  from < to ? () => 'all' : shifted(Math.floor((from - to) / 2));

const both = (name: string, back: (context: AxisContext) => Back) =>
  ['1D', '2D'].map((rank) => [`${name}${rank}`, back] as const);
const turned = (name: string, back: (context: AxisContext) => Back) =>
  ['1D', '2D'].map((rank) => [`${name}${rank}Transpose`, back] as const);

/** Layer classes whose results depend on places beside them, by how. */
export const WINDOWS: Readonly<Record<string, (context: AxisContext) => Back>> = {
  ...Object.fromEntries([
    ...['Conv', 'DepthwiseConv', 'SeparableConv'].flatMap((name) => both(name, convolution)),
    ...turned('Conv', transposed),
    ...['MaxPooling', 'AveragePooling'].flatMap((name) => both(name, pooling)),
    ...['AdaptiveAveragePooling', 'AdaptiveMaxPooling'].flatMap((name) => both(name, adaptive)),
    ...both('ZeroPadding', ({ layer, axis }) => shifted(-amountBefore(layer, axis, 'padding'))),
    ...both('Cropping', ({ layer, axis }) => shifted(amountBefore(layer, axis, 'cropping'))),
    ...both('UpSampling', upSampling),
  ]),
  Resizing: resizing,
  CenterCrop: centerCrop,
};
