import type { RgbImage } from './tensor';

/**
 * A picture with every pixel repeated: nearest-neighbour enlargement by a whole factor, exact.
 * @param factor  1, 2, 3...
 */
export function enlarge(image: RgbImage, factor: number): RgbImage {
  if (factor === 1) return image;
  const { data, width, height } = image;
  const rowLength = width * factor * 3;
  const out = new Uint8Array(rowLength * height * factor);
  for (let y = 0; y < height; y++) {
    const start = y * factor * rowLength;
    for (let x = 0, target = start; x < width; x++) {
      const source = (y * width + x) * 3;
      for (let copy = 0; copy < factor; copy++, target += 3) {
        out[target] = data[source]!;
        out[target + 1] = data[source + 1]!;
        out[target + 2] = data[source + 2]!;
      }
    }
    for (let copy = 1; copy < factor; copy++)
      out.copyWithin(start + copy * rowLength, start, start + rowLength);
  }
  return { data: out, width: width * factor, height: height * factor };
}
