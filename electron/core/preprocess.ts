import { failed } from '../shared/errors';
import type { PREPROCESS_NAMES } from '../shared/names';
import type { RgbImage, Tensor } from './tensor';

/**
 * How 0..255 pixel values become the numbers a network was trained on:
 * `tf` x / 127.5 - 1; `torch` (x / 255 - ImageNet mean) / ImageNet standard deviation; `caffe` blue first, minus the
 * ImageNet mean; `127/128` (x - 127) / 128; `0..1` x / 255; `none` as they are.
 */
export type PreprocessName = (typeof PREPROCESS_NAMES)[number];

/** ImageNet statistics as in Keras' imagenet_utils.py: `torch` for red, green, blue in 0..1, `caffe` for blue, green, red. */
const TORCH_MEAN = [0.485, 0.456, 0.406];
const TORCH_STD = [0.229, 0.224, 0.225];
const CAFFE_MEAN = [103.939, 116.779, 123.68];

/**
 * The network's input for one picture that already has the model's size.
 * @returns float32 [1, height, width, 3], channels red, green, blue (`caffe`: blue, green, red). Bit for bit what
 *          `keras.applications.imagenet_utils.preprocess_input` makes of a float32 array: each step is rounded to float32.
 * Source of `tf`, `torch`, `caffe`: keras/src/applications/imagenet_utils.py.
 */
export function preprocess(image: RgbImage, name: PreprocessName): Tensor {
  const order = name === 'caffe' ? [2, 1, 0] : [0, 1, 2];
  const tables = order.map((_, channel) => scalingTable(name, channel));
  const pixels = image.width * image.height;
  const data = new Float32Array(pixels * 3);
  for (let channel = 0; channel < 3; channel++) {
    const table = tables[channel]!;
    const source = order[channel]!;
    for (let i = 0; i < pixels; i++) data[i * 3 + channel] = table[image.data[i * 3 + source]!]!;
  }
  return { data, shape: [1, image.height, image.width, 3] };
}

/**
 * The input of a network with one channel: the grey picture, scaled like a colour channel.
 * @returns float32 [1, height, width, 1]
 * @throws FeaturescopeError usage/preprocess-needs-colour for `torch` and `caffe`, which are defined per colour
 */
export function preprocessGrey(image: RgbImage, name: PreprocessName): Tensor {
  requireForChannels(name, 1);
  const table = scalingTable(name, 0);
  return {
    data: Float32Array.from(toGrey(image), (value) => table[value]!),
    shape: [1, image.height, image.width, 1],
  };
}

/**
 * The input of a network with four channels: red, green, blue and an alpha that says opaque (255), all scaled alike.
 * @returns float32 [1, height, width, 4]
 * @throws FeaturescopeError usage/preprocess-needs-colour for `torch` and `caffe`, which are defined for three channels
 */
export function preprocessWithAlpha(image: RgbImage, name: PreprocessName): Tensor {
  requireForChannels(name, 4);
  const table = scalingTable(name, 0);
  const data = new Float32Array(image.width * image.height * 4).fill(table[255]!);
  for (let i = 0, source = 0; i < data.length; i += 4)
    for (let channel = 0; channel < 3; channel++) data[i + channel] = table[image.data[source++]!]!;
  return { data, shape: [1, image.height, image.width, 4] };
}

/**
 * The input of a network from bands that are each a channel of their own, all scaled alike.
 * @param triples   bands, three at a time as the colours of pictures of one size
 * @param channels  how many of them are fed
 * @returns float32 [1, height, width, channels]
 * @throws FeaturescopeError usage/preprocess-needs-colour for `torch` and `caffe`, which are defined for three channels
 */
export function preprocessBands(
  triples: readonly RgbImage[],
  channels: number,
  name: PreprocessName,
): Tensor {
  requireForChannels(name, channels);
  const table = scalingTable(name, 0);
  const { width, height } = triples[0]!;
  const data = new Float32Array(width * height * channels);
  for (let band = 0; band < channels; band++) {
    const source = triples[Math.floor(band / 3)]!.data;
    for (let to = band, from = band % 3; to < data.length; to += channels, from += 3)
      data[to] = table[source[from]!]!;
  }
  return { data, shape: [1, height, width, channels] };
}

/** False for a preprocessing that is defined for each of three colours where there are not three. */
export function isForChannels(name: PreprocessName, channels: number): boolean {
  return channels === 3 || (name !== 'torch' && name !== 'caffe');
}

/**
 * Refuses a preprocessing that is defined for each of three colours where there are not three.
 * @throws FeaturescopeError usage/preprocess-needs-colour
 */
export function requireForChannels(name: PreprocessName, channels: number): void {
  if (!isForChannels(name, channels)) throw failed('usage/preprocess-needs-colour', { name, channels });
}

/**
 * Grey values of a picture, equal to Pillow's `convert('L')`: ITU-R 601-2 luma in 16-bit fixed point.
 * @returns 8-bit [height, width], 0..255
 * Source of the method: Pillow, src/libImaging/Convert.c.
 */
export function toGrey(image: RgbImage): Uint8Array {
  const { data } = image;
  const grey = new Uint8Array(image.width * image.height);
  for (let i = 0, source = 0; i < grey.length; i++, source += 3)
    grey[i] = (data[source]! * 19595 + data[source + 1]! * 38470 + data[source + 2]! * 7471 + 0x8000) >> 16;
  return grey;
}

/** What each of the 256 pixel values becomes in one output channel. */
function scalingTable(name: PreprocessName, channel: number): Float32Array {
  const f32 = Math.fround;
  switch (name) {
    case 'tf':
      return tableOf((x) => f32(x / 127.5) - 1);
    case 'torch': {
      const mean = f32(TORCH_MEAN[channel]!);
      const std = f32(TORCH_STD[channel]!);
      return tableOf((x) => f32(f32(x / 255) - mean) / std);
    }
    case 'caffe': {
      const mean = f32(CAFFE_MEAN[channel]!);
      return tableOf((x) => x - mean);
    }
    case '127/128':
      return tableOf((x) => (x - 127) / 128);
    case '0..1':
      return tableOf((x) => x / 255);
    case 'none':
      return tableOf((x) => x);
  }
}

function tableOf(scale: (value: number) => number): Float32Array {
  return Float32Array.from({ length: 256 }, (_, value) => scale(value));
}
