import { integer } from '../config/setting-reader';
import { convolutionWindow, spatialRank } from '../kinds/convolution';
import { convolutionSteps, transposedSteps } from '../field/windows';
import type { Layer } from '../network';
import type { Shape } from '../shapes';

/** The weights of one output channel of a convolution or dense layer. */
export interface Filter {
  /** Window; 1 x 1 for a dense layer, steps x 1 for a convolution over steps. */
  readonly height: number;
  readonly width: number;
  /** Channels of the input that it looks at. */
  readonly channels: Int32Array;
  /** [height, width, channels], as Keras stores them; of a separable convolution both of its kernels multiplied out. */
  readonly weights: Float64Array;
  /** 0 where the layer has none. */
  readonly bias: number;
  readonly hasBias: boolean;
}

const dataOf = (layer: Layer, name: string) => layer.weights.find((weight) => weight.name === name);

/** Weights of one filter: reads them where `at` tells, for a place in the window and a place among its channels. */
function filterOf(
  layer: Layer,
  channel: number,
  channels: Int32Array,
  at: (tap: number, place: number) => number,
): Filter {
  const kernel = layer.className === 'Dense' ? [1, 1] : convolutionWindow(layer).kernel;
  const [height, width] = [kernel[0]!, kernel[1] ?? 1];
  const count = channels.length;
  const bias = dataOf(layer, 'bias')?.data;
  // Plain loops: a softmax looks at the filters of all channels for one value.
  const weights = new Float64Array(height * width * count);
  for (let tap = 0; tap < height * width; tap++)
    for (let place = 0; place < count; place++) weights[tap * count + place] = at(tap, place);
  return {
    ...{ height, width, channels, weights },
    bias: bias?.[channel] ?? 0,
    hasBias: bias !== undefined,
  };
}

function upTo(count: number, start = 0): Int32Array {
  const numbers = new Int32Array(count);
  for (let place = 0; place < count; place++) numbers[place] = start + place;
  return numbers;
}

/**
 * The filter that makes one channel of a layer's result.
 * @param layer  a unit (chain.ts)
 */
export function filterAt(layer: Layer, channel: number): Filter {
  const { className } = layer;
  if (className.startsWith('Depthwise')) return depthwiseFilter(layer, channel);
  if (className.startsWith('Separable')) return separableFilter(layer, channel);
  const { data, shape } = dataOf(layer, 'kernel')!;
  const [first, second] = shape.slice(-2) as [number, number];
  // [..., filters, inputs]
  if (className.endsWith('Transpose'))
    return filterOf(
      layer,
      channel,
      upTo(second),
      (tap, place) => data[(tap * first + channel) * second + place]!,
    );
  // [..., inputs, filters]; each group of filters has its own group of inputs.
  const groups = className === 'Dense' ? 1 : integer(layer, 'groups', 1);
  const start = Math.floor(channel / (second / groups)) * first;
  const at = (tap: number, place: number) => data[(tap * first + place) * second + channel]!;
  return filterOf(layer, channel, upTo(first, start), at);
}

function depthwiseFilter(layer: Layer, channel: number): Filter {
  const { data, shape } = dataOf(layer, 'depthwise_kernel')!;
  const [inputs, multiplier] = shape.slice(-2) as [number, number];
  return filterOf(
    layer,
    channel,
    Int32Array.of(Math.floor(channel / multiplier)),
    (tap) => data[tap * inputs * multiplier + channel]!,
  );
}

/** Both steps in one: the second adds up what the first made of each channel, so weights can be multiplied out. */
function separableFilter(layer: Layer, channel: number): Filter {
  const depthwise = dataOf(layer, 'depthwise_kernel')!;
  const [inputs, multiplier] = depthwise.shape.slice(-2) as [number, number];
  const { data, shape } = dataOf(layer, 'pointwise_kernel')!;
  const filters = shape.at(-1)!;
  return filterOf(layer, channel, upTo(inputs), (tap, place) => {
    let sum = 0;
    for (let one = place * multiplier; one < (place + 1) * multiplier; one++)
      sum += depthwise.data[tap * inputs * multiplier + one]! * data[one * filters + channel]!;
    return sum;
  });
}

/**
 * Places of the input, along one axis, that a window looks at for one place of the result; -1 where there is none: in the
 * padding, or between the strides of a transposed convolution.
 * @param input   shape, with the batch axis
 * @param output  shape
 * @param axis    0 for rows or steps, 1 for columns
 */
export function windowPlaces(
  layer: Layer,
  input: Shape,
  output: Shape,
  axis: number,
  place: number,
): Int32Array {
  // A dense layer works on every place by itself.
  if (layer.className === 'Dense') return Int32Array.of(axis < input.length - 2 ? place : 0);
  if (axis >= spatialRank(layer)) return Int32Array.of(0);
  const [from, to] = [input[axis + 1]!, output[axis + 1]!];
  const isTransposed = layer.className.endsWith('Transpose');
  const steps = isTransposed ? transposedSteps : convolutionSteps;
  const { stride, before, gap } = steps({ layer, axis, from, to });
  const length = convolutionWindow(layer).kernel[axis]!;
  return Int32Array.from({ length }, (_, tap) => {
    const at = isTransposed ? (place + before - tap * gap) / stride : place * stride - before + tap * gap;
    return Number.isInteger(at) && at >= 0 && at < from ? at : -1;
  });
}

/** Factor and shift of a batch normalization for a channel: value * factor + shift, in double precision. */
export interface Normalization {
  readonly factor: number;
  readonly shift: number;
  readonly gamma: number;
  readonly beta: number;
  readonly mean: number;
  readonly variance: number;
  readonly epsilon: number;
}

export function normalizationAt(layer: Layer, channel: number): Normalization {
  const at = (name: string, fallback: number) => dataOf(layer, name)?.data[channel] ?? fallback;
  const [gamma, beta] = [at('gamma', 1), at('beta', 0)];
  const [mean, variance] = [at('moving_mean', 0), at('moving_variance', 1)];
  const epsilon = Number(layer.config['epsilon'] ?? 0.001);
  const factor = gamma / Math.sqrt(variance + epsilon);
  return { gamma, beta, mean, variance, epsilon, factor, shift: beta - mean * factor };
}
