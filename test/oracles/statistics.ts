import type { Tensor } from '../../electron/core/tensor';

/** Numbers that describe each channel of a feature map; every array has one entry a channel. */
export interface ChannelStatistics {
  /** Smallest finite value. */
  readonly min: Float64Array;
  /** Largest finite value. */
  readonly max: Float64Array;
  /** Mean of the finite values. */
  readonly mean: Float64Array;
  /** Population standard deviation (divided by n, as NumPy's default) of the finite values. */
  readonly std: Float64Array;
  /** Share of values that are exactly zero (of either sign), 0..1, out of all values. */
  readonly zeroShare: Float64Array;
  /** Number of NaN and infinite values. */
  readonly nonFiniteCount: Uint32Array;
}

/**
 * Statistics of each channel over all its pixels, in float64 and two passes: the deviations are taken from
 * the finished mean, so a small spread around a large mean is not lost (Chan, Golub, LeVeque, The American
 * Statistician 37(3), 1983). A channel without a finite value has NaN for min, max, mean and std.
 * @param map float32 [height, width, channels], any range
 * @throws RangeError if the map is not of rank 3, has no pixel, or its data does not match its shape
 */
export function channelStatistics(map: Tensor): ChannelStatistics {
  const [height, width, channels] = map.shape;
  if (map.shape.length !== 3 || height! * width! * channels! !== map.data.length || height! * width! === 0)
    throw new RangeError(`Statistics need a map [height, width, channels], not [${map.shape.join(', ')}].`);
  const { data } = map;
  const count = channels!;
  const min = new Float64Array(count).fill(Infinity);
  const max = new Float64Array(count).fill(-Infinity);
  const mean = new Float64Array(count);
  const std = new Float64Array(count);
  const zeroShare = new Float64Array(count);
  const nonFiniteCount = new Uint32Array(count);
  const pixels = data.length / count;

  for (let start = 0; start < data.length; start += count) {
    for (let c = 0; c < count; c++) {
      const value = data[start + c]!;
      if (!Number.isFinite(value)) {
        nonFiniteCount[c]!++;
        continue;
      }
      if (value < min[c]!) min[c] = value;
      if (value > max[c]!) max[c] = value;
      if (value === 0) zeroShare[c]!++;
      mean[c]! += value;
    }
  }
  for (let c = 0; c < count; c++) {
    const finite = pixels - nonFiniteCount[c]!;
    mean[c]! /= finite; // 0 / 0 is the NaN that the doc comment promises
    zeroShare[c]! /= pixels;
    if (finite === 0) min[c] = max[c] = NaN;
  }
  for (let start = 0; start < data.length; start += count) {
    for (let c = 0; c < count; c++) {
      const deviation = data[start + c]! - mean[c]!;
      if (Number.isFinite(data[start + c]!)) std[c]! += deviation * deviation;
    }
  }
  for (let c = 0; c < count; c++) std[c] = Math.sqrt(std[c]! / (pixels - nonFiniteCount[c]!));
  return { min, max, mean, std, zeroShare, nonFiniteCount };
}
