import type { RgbImage } from '../core/tensor';

/**
 * Turns a stored picture upright.
 * @param orientation  EXIF orientation: 1 upright, 2 mirrored, 3 upside down, 4 both, 5 to 8 the same with sides swapped
 * Source: CIPA DC-008 (Exif 2.32), tag 0x0112; same result as PIL.ImageOps.exif_transpose.
 */
export function orient(image: RgbImage, orientation: number): RgbImage {
  if (orientation <= 1 || orientation > 8) return image;
  const isSwapped = orientation >= 5;
  const width = isSwapped ? image.height : image.width;
  const height = isSwapped ? image.width : image.height;
  // Where the stored row runs along x (or y, when swapped) it may run backwards; likewise the stored column.
  const isColumnReversed = [2, 3, 7, 8].includes(orientation);
  const isRowReversed = [3, 4, 6, 7].includes(orientation);
  const data = new Uint8Array(image.data.length);
  let target = 0;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const column = isSwapped ? y : x;
      const row = isSwapped ? x : y;
      const storedColumn = isColumnReversed ? image.width - 1 - column : column;
      const storedRow = isRowReversed ? image.height - 1 - row : row;
      const source = (storedRow * image.width + storedColumn) * 3;
      data[target++] = image.data[source]!;
      data[target++] = image.data[source + 1]!;
      data[target++] = image.data[source + 2]!;
    }
  return { data, width, height };
}
