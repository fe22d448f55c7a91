/** Pictures of kernels, and what is said where there is none. */
import type { ShownRange } from '../../electron/core/colour-map';
import type { KernelView, LayerInfo, ModelInfo } from '../../electron/shared/contract';
import type { MessageKey } from '../../electron/shared/texts/translator';
import type { Size } from './coordinates';
import { imageDataFromValues } from './pixels';

/** The weights of each shown input channel, [height, width]. */
export function planesOf({ channels, values }: Pick<KernelView, 'channels' | 'values'>): Float32Array[] {
  const taps = values.length / Math.max(1, channels.length);
  return Array.from(channels, (_, at) => values.subarray(at * taps, (at + 1) * taps));
}

/** Colours for signed numbers: the same on both sides of 0, which is the middle also where all are 0. */
export function signedRange(limit: number): ShownRange {
  const largest = limit > 0 ? limit : 1;
  return { min: -largest, max: largest, colormap: 'diverging' };
}

/** Weights as pixels. */
export function weightImage(values: Float32Array, size: Size, limit: number): ImageData {
  return imageDataFromValues(values, size, signedRange(limit));
}

/** Which input channel is red, green and blue: `caffe` feeds blue first. */
export function colourOrder(preprocess: ModelInfo['preprocess']): readonly [number, number, number] {
  return preprocess === 'caffe' ? [2, 1, 0] : [0, 1, 2];
}

/** Weights of red, green and blue in one picture: a middle grey is 0, `limit` full colour. */
export function compositeImage(
  [red, green, blue]: readonly [Float32Array, Float32Array, Float32Array],
  { width, height }: Size,
  limit: number,
): ImageData {
  const image = new ImageData(width, height);
  const byteOf = (weight: number) => Math.round(127.5 + 127.5 * (limit > 0 ? weight / limit : 0));
  red.forEach((weight, at) =>
    image.data.set([byteOf(weight), byteOf(green[at]!), byteOf(blue[at]!), 255], at * 4),
  );
  return image;
}

const NO_KERNEL: readonly (readonly [RegExp, MessageKey])[] = [
  [/^InputLayer$/, 'origin.none.input'],
  [/MaxPool/, 'origin.none.max'],
  [/AveragePool/, 'origin.none.mean'],
  [/^(Add|Subtract|Multiply|Average|Maximum|Minimum)$/, 'origin.none.merge'],
  [/^Concatenate$/, 'origin.none.concatenate'],
  // They have a kernel; what a map shows is not its result alone.
  [/^(Softmax|Dense|.*Conv[12]D(Transpose)?)$/, 'origin.none.overChannels'],
];

/** What makes the maps of a layer without a kernel behind it: a sentence that names the class. */
export function noKernelKey({ className }: Pick<LayerInfo, 'className'>): MessageKey {
  return NO_KERNEL.find(([pattern]) => pattern.test(className))?.[1] ?? 'origin.none.other';
}
