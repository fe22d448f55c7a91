/** A packed float tensor, row-major (C order). Feature maps are [height, width, channels] or [batch, height, width, channels]. */
export interface Tensor {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

/** An 8-bit sRGB picture, rows from the top, 3 bytes a pixel in the order R, G, B; length = height * width * 3. */
export interface RgbImage {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Number of elements of a shape; 1 for a scalar. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, dimension) => product * dimension, 1);
}

/** A shape without the batch axis where there is little room: `112²×32` for square maps, `8×16×32`, `1000`; `?` where it is open. */
export function shortShape(shape: readonly (number | null)[]): string {
  const [height, width] = shape;
  const lengths = shape.map((length) => length ?? '?');
  const isSquare = shape.length === 3 && height !== null && height === width;
  return (isSquare ? [`${height}²`, ...lengths.slice(2)] : lengths).join('×');
}

/** One map [height, width] of a layer's result for one picture, [height, width, channels] or with a batch axis of 1. */
export function channelOf({ data, shape }: Tensor, channel: number): Float32Array<ArrayBuffer> {
  const channels = shape.at(-1)!;
  return Float32Array.from(
    { length: data.length / channels },
    (_, pixel) => data[pixel * channels + channel]!,
  );
}

/** Place of the first NaN or infinite value, -1 if there is none. A plain loop: every picture and every weight passes it. */
export function firstNotFinite(data: Float32Array): number {
  for (let place = 0; place < data.length; place++) if (!Number.isFinite(data[place])) return place;
  return -1;
}

/**
 * The same numbers in a buffer of just their size: cloning a view ships the whole buffer behind it. Copies only views.
 */
export function packed(numbers: Float32Array): Float32Array<ArrayBuffer>;
export function packed(numbers: Int32Array): Int32Array<ArrayBuffer>;
export function packed(numbers: Uint8Array): Uint8Array<ArrayBuffer>;
export function packed(
  numbers: Float32Array | Int32Array | Uint8Array,
): Float32Array | Int32Array | Uint8Array {
  const { buffer } = numbers;
  const isPacked = buffer instanceof ArrayBuffer && buffer.byteLength === numbers.byteLength;
  return isPacked ? numbers : numbers.slice();
}

/** IEEE 754 half precision to number. */
export function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * 2 ** -24 * fraction;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * 2 ** (exponent - 25) * (1024 + fraction);
}
