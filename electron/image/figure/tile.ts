import type { PixelSize } from '../../core/fit';

/** The largest size that a picture has inside a box with its proportions kept; each side at least 1 pixel. */
export function drawnSizeIn(picture: PixelSize, box: PixelSize): PixelSize {
  const scale = Math.min(box.width / picture.width, box.height / picture.height);
  const side = (length: number, most: number) => Math.min(most, Math.max(1, Math.round(length * scale)));
  return { width: side(picture.width, box.width), height: side(picture.height, box.height) };
}
