import type { RgbImage } from './tensor';

/** Fraction bits of the filter weights: Pillow's PRECISION_BITS = 32 - 8 (pixel) - 2 (headroom of the sum). */
const WEIGHT_BITS = 22;
const HALF = 1 << (WEIGHT_BITS - 1);

/** For every output sample: the first input sample, how many follow, and their weights (`width` slots each). */
interface FilterTable {
  readonly first: Int32Array;
  readonly count: Int32Array;
  readonly weights: Int32Array;
  readonly width: number;
}

/**
 * Antialiased bilinear resize of 8-bit pixels, equal to Pillow's `Image.resize(size, Image.BILINEAR)`: a triangle filter
 * whose support grows with the shrink factor, weights in 22-bit fixed point, the horizontal pass first, its result
 * rounded to 8 bits before the vertical pass. Pillow 13 takes the vertical pass first where the height shrinks by more
 * than twice what the width does; there its result differs from older releases, and from ours, by at most 1 level.
 * @param width   output width in pixels, at least 1
 * @param height  output height in pixels, at least 1
 * Source of the method: Pillow, src/libImaging/Resample.c.
 */
export function resizeAntialias(image: RgbImage, width: number, height: number): RgbImage {
  const across = width === image.width ? image : resampleRows(image, width);
  return height === image.height ? across : resampleColumns(across, height);
}

function triangleFilter(inputSize: number, outputSize: number): FilterTable {
  const scale = inputSize / outputSize;
  const support = Math.max(scale, 1);
  const width = Math.ceil(support) * 2 + 1;
  const first = new Int32Array(outputSize);
  const count = new Int32Array(outputSize);
  const weights = new Int32Array(outputSize * width);
  const real = new Float64Array(width);
  for (let i = 0; i < outputSize; i++) {
    const center = (i + 0.5) * scale;
    const begin = Math.max(Math.trunc(center - support + 0.5), 0);
    const end = Math.min(Math.trunc(center + support + 0.5), inputSize);
    let sum = 0;
    for (let k = 0; k < end - begin; k++) {
      const distance = Math.abs((k + begin - center + 0.5) * (1 / support));
      const weight = distance < 1 ? 1 - distance : 0;
      real[k] = weight;
      sum += weight;
    }
    first[i] = begin;
    count[i] = end - begin;
    for (let k = 0; k < end - begin; k++)
      weights[i * width + k] = Math.trunc(0.5 + (real[k]! / sum) * (1 << WEIGHT_BITS));
  }
  return { first, count, weights, width };
}

/** Horizontal pass: every row to `width` pixels. */
function resampleRows(image: RgbImage, width: number): RgbImage {
  const { first, count, weights, width: slots } = triangleFilter(image.width, width);
  const { data, height } = image;
  const out = new Uint8Array(width * height * 3);
  let target = 0;
  for (let y = 0; y < height; y++) {
    const row = y * image.width * 3;
    for (let x = 0; x < width; x++) {
      let red = HALF;
      let green = HALF;
      let blue = HALF;
      let source = row + first[x]! * 3;
      const begin = x * slots;
      const end = begin + count[x]!;
      for (let k = begin; k < end; k++) {
        const weight = weights[k]!;
        red = (red + Math.imul(data[source]!, weight)) | 0;
        green = (green + Math.imul(data[source + 1]!, weight)) | 0;
        blue = (blue + Math.imul(data[source + 2]!, weight)) | 0;
        source += 3;
      }
      out[target] = red >> WEIGHT_BITS;
      out[target + 1] = green >> WEIGHT_BITS;
      out[target + 2] = blue >> WEIGHT_BITS;
      target += 3;
    }
  }
  return { data: out, width, height };
}

function resampleColumns(image: RgbImage, height: number): RgbImage {
  const { first, count, weights, width: slots } = triangleFilter(image.height, height);
  const { data, width } = image;
  const rowLength = width * 3;
  const out = new Uint8Array(rowLength * height);
  const sums = new Int32Array(rowLength);
  for (let y = 0; y < height; y++) {
    sums.fill(HALF);
    for (let k = 0; k < count[y]!; k++) {
      const weight = weights[y * slots + k]!;
      const row = (first[y]! + k) * rowLength;
      for (let i = 0; i < rowLength; i++) sums[i] = sums[i]! + Math.imul(data[row + i]!, weight);
    }
    for (let i = 0; i < rowLength; i++) out[y * rowLength + i] = sums[i]! >> WEIGHT_BITS;
  }
  return { data: out, width, height };
}
