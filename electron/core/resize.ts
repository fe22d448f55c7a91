import type { RESIZE_METHODS } from '../shared/names';
import { resizeAntialias } from './resize-antialias';
import { resizeOpencv } from './resize-opencv';
import type { RgbImage } from './tensor';

/**
 * How pixels are resampled:
 * `antialias` = Pillow's BILINEAR (default: smooth when shrinking), `opencv` = OpenCV's INTER_LINEAR (no antialiasing),
 * `nearest` = Pillow's NEAREST (what Keras' `load_img` does unless told otherwise).
 */
export type ResizeMethod = (typeof RESIZE_METHODS)[number];

/**
 * Resizes an 8-bit picture, stretching it to the given size. Every method equals its reference library byte for byte.
 * @param width   output width in pixels, a whole number of at least 1
 * @param height  output height in pixels, a whole number of at least 1
 * @returns a new picture; its pixels may be those of `image` itself when the size does not change
 * @throws RangeError if a size is not a whole number of at least 1
 */
export function resizeRgb(image: RgbImage, width: number, height: number, method: ResizeMethod): RgbImage {
  for (const size of [width, height, image.width, image.height])
    if (!Number.isInteger(size) || size < 1)
      throw new RangeError(`A picture cannot be ${size} pixels wide or high.`);
  switch (method) {
    case 'antialias':
      return resizeAntialias(image, width, height);
    case 'opencv':
      return resizeOpencv(image, width, height);
    case 'nearest':
      return resizeNearest(image, width, height);
  }
}

function resizeNearest(image: RgbImage, width: number, height: number): RgbImage {
  const columns = nearestSamples(image.width, width);
  const rows = nearestSamples(image.height, height);
  const out = new Uint8Array(width * height * 3);
  let target = 0;
  for (const row of rows) {
    const begin = row * image.width * 3;
    for (const column of columns) {
      const source = begin + column * 3;
      out[target] = image.data[source]!;
      out[target + 1] = image.data[source + 1]!;
      out[target + 2] = image.data[source + 2]!;
      target += 3;
    }
  }
  return { data: out, width, height };
}

/** The input sample under each output centre. The running sum repeats Pillow's (Geometry.c), rounding errors included. */
function nearestSamples(inputSize: number, outputSize: number): Int32Array {
  const step = inputSize / outputSize;
  const samples = new Int32Array(outputSize);
  let position = step * 0.5;
  for (let i = 0; i < outputSize; i++) {
    samples[i] = Math.min(Math.trunc(position), inputSize - 1);
    position += step;
  }
  return samples;
}

/**
 * Bilinear resize of float maps with half-pixel centres and edge clamp, without antialiasing: the definition of
 * `tf.image.resize(maps, size, 'bilinear')`, and of Pillow's mode F when enlarging.
 * @param data      float32 [height, width, channels], any range
 * @param height    input height in pixels
 * @param width     input width in pixels
 * @param channels  values per pixel
 * @returns         float32 [outHeight, outWidth, channels]
 * @throws RangeError if the length of `data` is not height * width * channels or a size is below 1
 */
export function resizeBilinearFloat(
  data: Float32Array,
  height: number,
  width: number,
  channels: number,
  outHeight: number,
  outWidth: number,
): Float32Array {
  if (data.length !== height * width * channels || Math.min(height, width, channels, outHeight, outWidth) < 1)
    throw new RangeError(
      `${data.length} values are not ${height} x ${width} x ${channels} for ${outHeight} x ${outWidth}.`,
    );
  const columns = bilinearSamples(width, outWidth);
  const rows = bilinearSamples(height, outHeight);
  const out = new Float32Array(outHeight * outWidth * channels);
  let target = 0;
  for (const row of rows) {
    for (const column of columns) {
      let topLeft = (row.low * width + column.low) * channels;
      let topRight = (row.low * width + column.high) * channels;
      let bottomLeft = (row.high * width + column.low) * channels;
      let bottomRight = (row.high * width + column.high) * channels;
      for (let c = 0; c < channels; c++) {
        const left = data[topLeft++]!;
        const top = left + (data[topRight++]! - left) * column.fraction;
        const lower = data[bottomLeft++]!;
        const bottom = lower + (data[bottomRight++]! - lower) * column.fraction;
        out[target++] = top + (bottom - top) * row.fraction;
      }
    }
  }
  return out;
}

/** For every output sample: its two input neighbours and how far it lies from the first towards the second, 0 to 1. */
function bilinearSamples(
  inputSize: number,
  outputSize: number,
): { low: number; high: number; fraction: number }[] {
  const scale = inputSize / outputSize;
  return Array.from({ length: outputSize }, (_, i) => {
    const position = (i + 0.5) * scale - 0.5;
    const below = Math.floor(position);
    return {
      low: Math.max(below, 0),
      high: Math.min(below + 1, inputSize - 1),
      fraction: position - below,
    };
  });
}
