import type { LayerSetting, Shape, WeightSpec } from '../network';
import { badSetting, flag, integer, padding, pair, unsupportedSetting } from '../setting-reader';
import { channelsOf, onlyInput, requireChannelsLast, windowedLength, type LayerKind } from './kind';

/** Output shape of a window that slides over height and width. */
function windowed(layer: LayerSetting, input: Shape, window: [number, number], channels: number): Shape {
  const strides = pair(layer, 'strides', [1, 1]);
  const dilation = pair(layer, 'dilation_rate', [1, 1]);
  const mode = padding(layer);
  const height = windowedLength(input[1]!, window[0], strides[0], dilation[0], mode);
  const width = windowedLength(input[2]!, window[1], strides[1], dilation[1], mode);
  return [input[0]!, height, width, channels];
}

function imageInput(layer: LayerSetting, inputs: readonly Shape[]): Shape {
  requireChannelsLast(layer);
  return onlyInput(layer, inputs, 4);
}

function withBias(layer: LayerSetting, weights: WeightSpec[], units: number): WeightSpec[] {
  if (flag(layer, 'use_bias', true)) weights.push({ name: 'bias', shape: [units], isTrainable: true });
  return weights;
}

export const conv2D: LayerKind = {
  weights(layer, inputs) {
    const channels = channelsOf(layer, imageInput(layer, inputs));
    const filters = integer(layer, 'filters');
    const groups = integer(layer, 'groups', 1);
    if (channels % groups !== 0 || filters % groups !== 0)
      throw badSetting(layer, 'groups', `a divisor of ${channels} channels and ${filters} filters`);
    const shape = [...pair(layer, 'kernel_size'), channels / groups, filters];
    return withBias(layer, [{ name: 'kernel', shape, isTrainable: true }], filters);
  },
  outputs(layer, inputs) {
    return [
      windowed(layer, imageInput(layer, inputs), pair(layer, 'kernel_size'), integer(layer, 'filters')),
    ];
  },
};

export const depthwiseConv2D: LayerKind = {
  weights(layer, inputs) {
    const channels = channelsOf(layer, imageInput(layer, inputs));
    const multiplier = integer(layer, 'depth_multiplier', 1);
    const shape = [...pair(layer, 'kernel_size'), channels, multiplier];
    return withBias(layer, [{ name: 'depthwise_kernel', shape, isTrainable: true }], channels * multiplier);
  },
  outputs(layer, inputs) {
    const input = imageInput(layer, inputs);
    const strides = pair(layer, 'strides', [1, 1]);
    if (strides[0] !== strides[1]) throw unsupportedSetting(layer, `unequal strides ${strides.join(' x ')}`);
    const channels = channelsOf(layer, input) * integer(layer, 'depth_multiplier', 1);
    return [windowed(layer, input, pair(layer, 'kernel_size'), channels)];
  },
};

export const separableConv2D: LayerKind = {
  weights(layer, inputs) {
    const channels = channelsOf(layer, imageInput(layer, inputs));
    const multiplier = integer(layer, 'depth_multiplier', 1);
    const filters = integer(layer, 'filters');
    const weights = [
      {
        name: 'depthwise_kernel',
        shape: [...pair(layer, 'kernel_size'), channels, multiplier],
        isTrainable: true,
      },
      { name: 'pointwise_kernel', shape: [1, 1, channels * multiplier, filters], isTrainable: true },
    ];
    return withBias(layer, weights, filters);
  },
  outputs(layer, inputs) {
    const strides = pair(layer, 'strides', [1, 1]);
    if (strides[0] !== strides[1]) throw unsupportedSetting(layer, `unequal strides ${strides.join(' x ')}`);
    return [
      windowed(layer, imageInput(layer, inputs), pair(layer, 'kernel_size'), integer(layer, 'filters')),
    ];
  },
};

/** Length of a transposed convolution's output. Source: Keras compute_conv_transpose_output_shape. */
function transposedLength(
  length: number | null,
  window: number,
  stride: number,
  mode: 'same' | 'valid',
): number | null {
  if (length === null) return null;
  return mode === 'same' ? length * stride : length * stride + Math.max(window - stride, 0);
}

export const conv2DTranspose: LayerKind = {
  weights(layer, inputs) {
    const channels = channelsOf(layer, imageInput(layer, inputs));
    const filters = integer(layer, 'filters');
    const shape = [...pair(layer, 'kernel_size'), filters, channels];
    return withBias(layer, [{ name: 'kernel', shape, isTrainable: true }], filters);
  },
  outputs(layer, inputs) {
    const input = imageInput(layer, inputs);
    if (pair(layer, 'dilation_rate', [1, 1]).some((rate) => rate !== 1))
      throw unsupportedSetting(layer, 'a dilated transposed convolution');
    if (layer.config['output_padding'] != null) throw unsupportedSetting(layer, 'output_padding');
    const kernel = pair(layer, 'kernel_size');
    const strides = pair(layer, 'strides', [1, 1]);
    const mode = padding(layer);
    const height = transposedLength(input[1]!, kernel[0], strides[0], mode);
    const width = transposedLength(input[2]!, kernel[1], strides[1], mode);
    return [[input[0]!, height, width, integer(layer, 'filters')]];
  },
};
