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

/** Place of the first NaN or infinite value, -1 if there is none. A plain loop: every picture and every weight passes it. */
export function firstNotFinite(data: Float32Array): number {
  for (let place = 0; place < data.length; place++) if (!Number.isFinite(data[place])) return place;
  return -1;
}
