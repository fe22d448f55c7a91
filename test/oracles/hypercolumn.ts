import { resizeBilinearFloat } from '../../electron/core/resize';
import type { Tensor } from '../../electron/core/tensor';

/**
 * Mean hypercolumn: at every pixel of the output, the mean of all channels of all given layers, each enlarged
 * there by half-pixel bilinear interpolation with clamped edges (Pillow's BILINEAR on mode F,
 * `tf.image.resize`).
 *
 * Enlarging is linear, so the mean of the enlarged maps is the enlarged mean of the maps: one picture a layer
 * is enlarged instead of one a channel (7 instead of 656 for the layers 1, 4, 7, 10, 11, 14, 17 of
 * InceptionV3). Every channel weighs the same, so a layer weighs as much as it has channels. This holds for
 * weighted sums only, not for per-map min-max scaling, absolute values or maxima of the enlarged maps.
 * @param layers    maps float32 [height, width, channels], any range; sizes may differ
 * @param outHeight rows of the result, normally those of the model's input
 * @param outWidth  columns of the result
 * @returns float32 [outHeight, outWidth], in the units of the maps
 * @throws RangeError if there is no layer, or one is not of rank 3
 * Source: Hariharan et al., Hypercolumns for Object Segmentation and Fine-grained Localization, CVPR 2015;
 * the plain mean over all maps is the 2018 script's.
 */
export function meanHypercolumn(
  layers: readonly Tensor[],
  outHeight: number,
  outWidth: number,
): Float32Array {
  if (layers.length === 0) throw new RangeError('A hypercolumn needs at least one layer.');
  const total = new Float64Array(outHeight * outWidth);
  let channelCount = 0;
  for (const { data, shape } of layers) {
    const [height, width, channels] = shape;
    if (shape.length !== 3 || height! * width! * channels! !== data.length || data.length === 0)
      throw new RangeError(`A hypercolumn needs maps [height, width, channels], not [${shape.join(', ')}].`);
    const enlarged = resizeBilinearFloat(
      channelSum(data, channels!),
      height!,
      width!,
      1,
      outHeight,
      outWidth,
    );
    for (let i = 0; i < total.length; i++) total[i]! += enlarged[i]!;
    channelCount += channels!;
  }
  return Float32Array.from(total, (sum) => sum / channelCount);
}

/**
 * Sum over the channels at every pixel: float32 [h * w * channels] -> float32 [h * w], added up in float64.
 */
function channelSum(data: Float32Array, channels: number): Float32Array {
  const sums = new Float32Array(data.length / channels);
  for (let pixel = 0, i = 0; pixel < sums.length; pixel++) {
    let sum = 0;
    for (const end = i + channels; i < end; i++) sum += data[i]!;
    sums[pixel] = sum;
  }
  return sums;
}
