import { message } from '../../shared/messages/message';
import type { WeightSpec } from '../network';
import type { LayerSetting } from '../config/types';
import type { Shape } from '../shapes';
import { badSetting, flag, integer, lengths, padding, unsupportedSetting } from '../config/setting-reader';
import { activated, requireActivation } from './activations';
import {
  channelsOf,
  onlyInput,
  requireChannelsLast,
  windowedLength,
  type KindTable,
  type LayerKind,
  type Shapes,
} from './kind';

/** Number of axes that a window slides over: 1 for `Conv1D`, 2 for `Conv2D`. */
export function spatialRank(layer: Pick<LayerSetting, 'className'>): 1 | 2 {
  return layer.className.includes('1D') ? 1 : 2;
}

/** Padding of a convolution: `causal`, of 1-D layers only, puts all of it before the first step. */
export function convolutionPadding(layer: LayerSetting): 'same' | 'valid' | 'causal' {
  return layer.config['padding'] === 'causal' && layer.className === 'Conv1D' ? 'causal' : padding(layer);
}

/** Kernel, stride and dilation of a convolution, one number per axis. */
export function convolutionWindow(layer: LayerSetting): {
  kernel: number[];
  strides: number[];
  dilation: number[];
} {
  const rank = spatialRank(layer);
  const ones = new Array<number>(rank).fill(1);
  return {
    kernel: lengths(layer, 'kernel_size', rank),
    strides: lengths(layer, 'strides', rank, ones),
    dilation: lengths(layer, 'dilation_rate', rank, ones),
  };
}

const WIDEST_PADDING = 2048;

/**
 * Refuses a stride together with a dilation, as Keras does, and a window whose padding would fill the memory.
 * @param kernel  of a convolution that is computed on a picture with all its padding
 */
function requireNarrow(
  layer: LayerSetting,
  kernel: readonly number[],
  strides: readonly number[],
  dilation: readonly number[],
): void {
  if (strides.some((stride) => stride > 1) && dilation.some((rate) => rate > 1))
    throw unsupportedSetting(layer, message('part/stride-and-dilation'));
  if (kernel.some((window, axis) => (window - 1) * dilation[axis]! > WIDEST_PADDING))
    throw unsupportedSetting(layer, message('part/wide-window', { pixels: WIDEST_PADDING }));
}

/** Output shape of a window that slides over height and width, or over steps. */
function windowed(layer: LayerSetting, input: Shape, channels: number): Shape {
  const { kernel, strides, dilation } = convolutionWindow(layer);
  const mode = convolutionPadding(layer);
  // These are computed on a picture with all its padding.
  const isPadded =
    mode === 'causal' || (/Depthwise|Separable/.test(layer.className) && dilation.some((rate) => rate > 1));
  requireNarrow(layer, isPadded ? kernel : [], strides, dilation);
  const spatial = kernel.map((window, axis) =>
    windowedLength(
      input[axis + 1]!,
      window,
      strides[axis]!,
      dilation[axis]!,
      mode === 'causal' ? 'same' : mode,
    ),
  );
  return activated(layer, [input[0]!, ...spatial, channels]);
}

function pictureInput(layer: LayerSetting, inputs: readonly Shape[]): Shape {
  requireChannelsLast(layer);
  requireActivation(layer);
  return onlyInput(layer, inputs, spatialRank(layer) + 2);
}

function withBias(layer: LayerSetting, weights: WeightSpec[], units: number): WeightSpec[] {
  if (flag(layer, 'use_bias', true)) weights.push({ name: 'bias', shape: [units], isTrainable: true });
  return weights;
}

/** Conv1D and Conv2D, grouped ones included. */
const convolution: Shapes = {
  weights(layer, inputs) {
    const channels = channelsOf(layer, pictureInput(layer, inputs));
    const filters = integer(layer, 'filters');
    const groups = integer(layer, 'groups', 1);
    if (channels % groups !== 0 || filters % groups !== 0)
      throw badSetting(layer, 'groups', message('part/wanted-common-divisor', { channels, filters }));
    const shape = [...convolutionWindow(layer).kernel, channels / groups, filters];
    return withBias(layer, [{ name: 'kernel', shape, isTrainable: true }], filters);
  },
  outputs: (layer, inputs) => [windowed(layer, pictureInput(layer, inputs), integer(layer, 'filters'))],
};

/** TensorFlow has depthwise convolutions with equal strides only, as Keras has. */
function requireEqualStrides(layer: LayerSetting): void {
  const { strides } = convolutionWindow(layer);
  if (new Set(strides).size > 1)
    throw unsupportedSetting(layer, message('part/unequal-strides', { strides: strides.join(' x ') }));
}

const depthwiseConvolution: Shapes = {
  weights(layer, inputs) {
    const channels = channelsOf(layer, pictureInput(layer, inputs));
    const multiplier = integer(layer, 'depth_multiplier', 1);
    const shape = [...convolutionWindow(layer).kernel, channels, multiplier];
    // Keras 2 says depthwise_kernel, Keras 3 kernel; only files of Keras 3 rely on the order alone.
    return withBias(layer, [{ name: 'depthwise_kernel', shape, isTrainable: true }], channels * multiplier);
  },
  outputs(layer, inputs) {
    const input = pictureInput(layer, inputs);
    requireEqualStrides(layer);
    return [windowed(layer, input, channelsOf(layer, input) * integer(layer, 'depth_multiplier', 1))];
  },
};

const separableConvolution: Shapes = {
  weights(layer, inputs) {
    const channels = channelsOf(layer, pictureInput(layer, inputs));
    const multiplier = integer(layer, 'depth_multiplier', 1);
    const filters = integer(layer, 'filters');
    const { kernel } = convolutionWindow(layer);
    const pointwise = [...kernel.map(() => 1), channels * multiplier, filters];
    const weights = [
      { name: 'depthwise_kernel', shape: [...kernel, channels, multiplier], isTrainable: true },
      { name: 'pointwise_kernel', shape: pointwise, isTrainable: true },
    ];
    return withBias(layer, weights, filters);
  },
  outputs(layer, inputs) {
    requireEqualStrides(layer);
    return [windowed(layer, pictureInput(layer, inputs), integer(layer, 'filters'))];
  },
};

/**
 * What a transposed convolution adds to (length - 1) * stride: its output is longer by the window, less what padding takes.
 * Source: Keras compute_conv_transpose_output_shape.
 */
export function transposedExtra(layer: LayerSetting): number[] {
  const { kernel, strides, dilation } = convolutionWindow(layer);
  const isSame = padding(layer) === 'same';
  const windows = kernel.map((length, axis) => (length - 1) * dilation[axis]! + 1);
  const given = layer.config['output_padding'];
  if (given == null)
    return windows.map((window, axis) => (isSame ? strides[axis]! : Math.max(window, strides[axis]!)));
  const added = (Array.isArray(given) ? given : kernel.map(() => given)) as unknown[];
  return windows.map((window, axis) => {
    const extra = added[axis];
    if (typeof extra !== 'number' || !Number.isInteger(extra) || extra < 0 || extra >= strides[axis]!)
      throw badSetting(layer, 'output_padding', message('part/wanted-below-strides'));
    const longer = isSame ? (window % 2) + extra : window + extra;
    // With padding "same" the last pixel of the input would be left over; Keras builds such a layer and cannot run it.
    if (longer === 0) throw badSetting(layer, 'output_padding', message('part/wanted-above-zero'));
    return longer;
  });
}

const transposedConvolution: Shapes = {
  weights(layer, inputs) {
    const channels = channelsOf(layer, pictureInput(layer, inputs));
    const filters = integer(layer, 'filters');
    const shape = [...convolutionWindow(layer).kernel, filters, channels];
    return withBias(layer, [{ name: 'kernel', shape, isTrainable: true }], filters);
  },
  outputs(layer, inputs) {
    const input = pictureInput(layer, inputs);
    const { kernel, strides, dilation } = convolutionWindow(layer);
    requireNarrow(layer, kernel, strides, dilation);
    const extra = transposedExtra(layer);
    const spatial = strides.map((stride, axis) => {
      const length = input[axis + 1]!;
      return length === null ? null : (length - 1) * stride + extra[axis]!;
    });
    return [activated(layer, [input[0]!, ...spatial, integer(layer, 'filters')])];
  },
};

const WINDOW = [
  'kernel_size',
  'strides',
  'padding',
  'data_format',
  'dilation_rate',
  'activation',
  'use_bias',
];

/** A convolution: sums of products, one filter a channel, behind an activation. */
const summing = (shapes: Shapes, settings: readonly string[], names: Partial<LayerKind> = {}): LayerKind => ({
  ...shapes,
  ...names,
  settings: [...WINDOW, ...settings],
  values: 'any',
  activation: 'setting',
  hasFilters: true,
});

const PLAIN = ['filters', 'groups'];
const DEPTHWISE = ['groups', 'depth_multiplier'];
const SEPARABLE = ['filters', 'groups', 'depth_multiplier'];
const TRANSPOSED = ['filters', 'groups', 'output_padding'];

export const convolutionKinds: KindTable = {
  Conv1D: summing(convolution, PLAIN, { aliases: ['Convolution1D'] }),
  Conv2D: summing(convolution, PLAIN, { aliases: ['Convolution2D'] }),
  DepthwiseConv1D: summing(depthwiseConvolution, DEPTHWISE),
  DepthwiseConv2D: summing(depthwiseConvolution, DEPTHWISE, {
    shortName: 'DWConv2D',
    aliases: ['DepthwiseConvolution2D'],
  }),
  SeparableConv1D: summing(separableConvolution, SEPARABLE, { aliases: ['SeparableConvolution1D'] }),
  SeparableConv2D: summing(separableConvolution, SEPARABLE, {
    shortName: 'SepConv2D',
    aliases: ['SeparableConvolution2D'],
  }),
  Conv1DTranspose: summing(transposedConvolution, TRANSPOSED, { aliases: ['Convolution1DTranspose'] }),
  Conv2DTranspose: summing(transposedConvolution, TRANSPOSED, {
    shortName: 'Conv2DT',
    aliases: ['Convolution2DTranspose', 'Deconvolution2D'],
  }),
};
