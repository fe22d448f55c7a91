/** Pixel buffers for canvases: RGB pictures, coloured float maps, single pixels. */
import { colourMap, type ShownRange } from '../../electron/core/colour-map';
import { rangeOf } from '../../electron/core/quantise';
import type { Picture } from '../../electron/shared/contract';
import { clamp, type Point, type Size } from './coordinates';

export type RgbImage = Picture['preview'];

/** Opaque RGBA pixels of an RGB picture. */
export function imageDataFromRgb({ data, width, height }: RgbImage): ImageData {
  const out = new ImageData(width, height);
  const pixels = new Uint32Array(out.data.buffer);
  for (let at = 0, from = 0; at < pixels.length; at++, from += 3) {
    pixels[at] = (0xff000000 | (data[from + 2]! << 16) | (data[from + 1]! << 8) | data[from]!) >>> 0;
  }
  return out;
}

const previews = new WeakMap<RgbImage, ImageData>();

/** The same for a picture that several views show: made once. */
export function previewImage(preview: RgbImage): ImageData {
  const known = previews.get(preview) ?? imageDataFromRgb(preview);
  previews.set(preview, known);
  return known;
}

/** Opaque RGBA pixels of a float map. */
export function imageDataFromValues(values: Float32Array, size: Size, range: ShownRange): ImageData {
  return imageDataFromRgb(colourMap(values, size, range));
}

/** Smallest and largest finite value; 0 and 0 where there is none. */
export function finiteRange(values: Float32Array): { min: number; max: number } {
  const { min, max } = rangeOf(values);
  return min <= max ? { min, max } : { min: 0, max: 0 };
}

/** Red, green and blue of the preview pixel under a point of the full picture. */
export function rgbAt(preview: RgbImage, picture: Size, point: Point): [number, number, number] {
  const x = clamp(Math.floor((point.x * preview.width) / picture.width), 0, preview.width - 1);
  const y = clamp(Math.floor((point.y * preview.height) / picture.height), 0, preview.height - 1);
  const at = (y * preview.width + x) * 3;
  return [preview.data[at]!, preview.data[at + 1]!, preview.data[at + 2]!];
}

/** RGB bytes of RGBA pixels, for handing a drawn picture to the exporter. */
export function rgbFromImageData({ data, width, height }: ImageData): RgbImage {
  const out = new Uint8Array(width * height * 3);
  for (let at = 0, from = 0; at < out.length; at += 3, from += 4) {
    out[at] = data[from]!;
    out[at + 1] = data[from + 1]!;
    out[at + 2] = data[from + 2]!;
  }
  return { data: out, width, height };
}
