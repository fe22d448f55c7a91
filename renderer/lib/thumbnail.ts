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
