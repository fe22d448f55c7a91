/** Pictures in small, as the settings keep them. */
import { resizeRgb } from '../../electron/core/resize';
import type { Settings } from '../../electron/shared/contract';
import type { RgbImage } from './pixels';

const LONGER_SIDE_PX = 40;

/** A picture whose longer side has 40 pixels; a smaller one stays as it is. */
export function thumbnailOf(picture: RgbImage): RgbImage {
  const scale = Math.min(1, LONGER_SIDE_PX / Math.max(picture.width, picture.height));
  const side = (length: number) => Math.max(1, Math.round(length * scale));
  const [width, height] = [side(picture.width), side(picture.height)];
  const { data } = resizeRgb(picture, width, height, 'antialias');
  return { data: new Uint8Array(data), width, height };
}

export function packThumbnail(
  picture: string,
  { data, width, height }: RgbImage,
): Settings['thumbnails'][number] {
  return { picture, width, height, rgb: btoa(String.fromCharCode(...data)) };
}

/** Null for one that is not whole. */
export function unpackThumbnail({ rgb, width, height }: Settings['thumbnails'][number]): RgbImage | null {
  try {
    const data = Uint8Array.from(atob(rgb), (letter) => letter.charCodeAt(0));
    return data.length === width * height * 3 ? { data, width, height } : null;
  } catch {
    return null;
  }
}

const BMP_HEAD_BYTES = 54;

/** A small picture as an address for `<img>`: a BMP file of 24 bits, rows from the bottom, each a multiple of four bytes. */
export function thumbnailUrl({ data, width, height }: RgbImage): string {
  const rowBytes = Math.ceil((width * 3) / 4) * 4;
  const file = new Uint8Array(BMP_HEAD_BYTES + rowBytes * height);
  const head = new DataView(file.buffer);
  head.setUint16(0, 0x424d); // BM
  head.setUint32(2, file.length, true);
  head.setUint32(10, BMP_HEAD_BYTES, true);
  head.setUint32(14, 40, true);
  head.setInt32(18, width, true);
  head.setInt32(22, height, true);
  head.setUint16(26, 1, true);
  head.setUint16(28, 24, true);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * 3;
      const to = BMP_HEAD_BYTES + (height - 1 - y) * rowBytes + x * 3;
      for (let channel = 0; channel < 3; channel++) file[to + channel] = data[from + 2 - channel]!;
    }
  return `data:image/bmp;base64,${btoa(String.fromCharCode(...file))}`;
}
