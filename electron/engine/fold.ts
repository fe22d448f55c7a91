import { parameterCount, type Call, type Layer, type Network } from '../model/network';
import { channelAxis } from '../model/kinds/normalization';
import { activation, number } from '../model/config/setting-reader';
import { usesOwnStatistics } from '../model/config/training-calls';

const FOLDABLE: Readonly<Record<string, string>> = { Conv2D: 'kernel', DepthwiseConv2D: 'depthwise_kernel' };

function weightData(layer: Layer, name: string): Float32Array | undefined {
  return layer.weights.find((weight) => weight.name === name)?.data;
}

/**
 * Largest model whose plain convolutions are folded. Folding keeps a second copy of their kernels, and TensorFlow fuses
 * plain convolution and batch normalization by itself, so for a large model 85 MB would buy 3 to 8 % (InceptionV3).
 * Depthwise convolutions, which TensorFlow does not fuse (1.5x), are always folded: their kernels are small.
 */
const LARGEST_FOLDED_PARAMETERS = 12_000_000;

/** True if batch normalization `after` may be computed inside the convolution `before` that alone feeds it. */
export function canFold(network: Network, before: Call, after: Call): boolean {
  const { className } = before.layer;
  if (before.layer.functionName !== undefined || after.layer.functionName !== undefined) return false;
  const shape = after.outputShapes[0]!;
  return (
    after.layer.className === 'BatchNormalization' &&
    !usesOwnStatistics(after.layer, after.args) &&
    Object.hasOwn(FOLDABLE, className) &&
    activation(before.layer).name === 'linear' &&
    channelAxis(after.layer, shape).place === shape.length - 1 &&
    (className === 'DepthwiseConv2D' || parameterCount(network) <= LARGEST_FOLDED_PARAMETERS)
  );
}

/** Kernel of a convolution by its class's name for it. */
export function kernelName(layer: Layer): string {
  return FOLDABLE[layer.className]!;
}

/** Factor that a batch normalization applies to each channel: gamma / sqrt(variance + epsilon), in double precision. */
function channelScale(norm: Layer, channel: number): number {
  const gamma = weightData(norm, 'gamma')?.[channel] ?? 1;
  return gamma / Math.sqrt(weightData(norm, 'moving_variance')![channel]! + number(norm, 'epsilon', 0.001));
}

/**
 * Kernel with the batch normalization's factor multiplied in. The last two axes of a depthwise kernel (channel, multiplier)
 * and the last axis of a plain one count the output channels, so both cycle through them.
 */
export function foldedKernel(convolution: Layer, norm: Layer): Float32Array {
  const kernel = weightData(convolution, kernelName(convolution))!;
  const channels = weightData(norm, 'moving_mean')!.length;
  const scale = Float64Array.from({ length: channels }, (_, channel) => channelScale(norm, channel));
  const folded = new Float32Array(kernel.length);
  for (let place = 0, channel = 0; place < kernel.length; place++) {
    folded[place] = kernel[place]! * scale[channel]!;
    if (++channel === channels) channel = 0;
  }
  return folded;
}

/** Bias that is left after folding: (bias - mean) * factor + beta. */
export function foldedBias(convolution: Layer, norm: Layer): Float32Array {
  const mean = weightData(norm, 'moving_mean')!;
  const [bias, beta] = [weightData(convolution, 'bias'), weightData(norm, 'beta')];
  return mean.map(
    (value, channel) =>
      ((bias?.[channel] ?? 0) - value) * channelScale(norm, channel) + (beta?.[channel] ?? 0),
  );
}
