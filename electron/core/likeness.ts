import type { Tensor } from './tensor';

/**
 * How alike the maps of a layer are to one of them: Pearson's r over all their pixels, counted in double precision.
 * @param tensor   [height, width, channels], row after row
 * @param channel  the one that the others are compared with
 * @returns one a channel, -1..1; NaN for a map of one value, and where a value is not finite
 */
export function likenessTo({ data, shape }: Tensor, channel: number): Float32Array<ArrayBuffer> {
  const channels = shape.at(-1)!;
  const pixels = data.length / channels;
  const means = new Float64Array(channels);
  for (let at = 0; at < data.length; at++) means[at % channels]! += data[at]! / pixels;
  const own = Float64Array.from(
    { length: pixels },
    (_, pixel) => data[pixel * channels + channel]! - means[channel]!,
  );
  const squares = new Float64Array(channels);
  const products = new Float64Array(channels);
  for (let pixel = 0, at = 0; pixel < pixels; pixel++) {
    for (let other = 0; other < channels; other++, at++) {
      const value = data[at]! - means[other]!;
      squares[other]! += value * value;
      products[other]! += value * own[pixel]!;
    }
  }
  return Float32Array.from({ length: channels }, (_, other) => {
    if (isFlat(data, channels, other) || isFlat(data, channels, channel)) return NaN;
    const r = products[other]! / Math.sqrt(squares[other]! * squares[channel]!);
    return Math.max(-1, Math.min(1, r));
  });
}

/** The mean of equal values may be off by a last digit, which would pass for a spread. */
function isFlat(data: Float32Array, channels: number, channel: number): boolean {
  for (let at = channel + channels; at < data.length; at += channels)
    if (data[at] !== data[channel]) return false;
  return true;
}
