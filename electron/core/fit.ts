import type { FIT_MODES } from '../shared/names';
import { resizeRgb, type ResizeMethod } from './resize';
import type { RgbImage } from './tensor';

/** How a picture of another shape is brought to the model's shape; see {@link fitGeometry}. */
export type FitMode = (typeof FIT_MODES)[number];

/** A rectangle of whole pixels; x to the right, y down, both from the top left corner. */
export interface PixelRect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Width and height in pixels. */
export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

/**
 * Which pixels of a picture (`source`) are shown where in the fitted one (`target`). A point maps as
 * `target.x + (x - source.x) * target.width / source.width`, likewise for y.
 */
export interface FitGeometry {
  readonly source: PixelRect;
  readonly target: PixelRect;
}

/** A picture at model size, and where it came from. */
export interface FittedImage extends FitGeometry {
  readonly image: RgbImage;
}

/**
 * Where a picture comes to lie when it is brought to exactly width x height pixels.
 * - `stretch`: the whole picture, its aspect ratio changed if need be.
 * - `crop`: the largest centred part with the target's aspect ratio (sides and offsets rounded down to whole pixels), as
 *   `keras.preprocessing.image.smart_resize` cuts it.
 * - `pad`: the whole picture as large as it fits (sides rounded to the nearest pixel), centred on black, as
 *   `PIL.ImageOps.pad` lays it out; an odd leftover pixel goes below or to the right.
 * @param width      model width in pixels, at least 1
 * @param height     model height in pixels, at least 1
 * @param cropShift  moves the part that `crop` keeps: 0 centre, -1 to the left or top edge, 1 to the right or bottom edge
 */
export function fitGeometry(
  picture: PixelSize,
  width: number,
  height: number,
  fit: FitMode,
  cropShift = 0,
): FitGeometry {
  const everything = { x: 0, y: 0, width: picture.width, height: picture.height };
  const target = { x: 0, y: 0, width, height };
  switch (fit) {
    case 'stretch':
      return { source: everything, target };
    case 'crop':
      return { source: shiftedCrop(picture, width, height, cropShift), target };
    case 'pad':
      return { source: everything, target: centredInside(picture, width, height) };
  }
}

/**
 * Brings a picture to exactly width x height pixels; see {@link fitGeometry} for the arguments.
 * @throws RangeError if a size is not a whole number of at least 1
 */
export function fitImage(
  image: RgbImage,
  width: number,
  height: number,
  fit: FitMode,
  method: ResizeMethod,
  cropShift = 0,
): FittedImage {
  const geometry = fitGeometry(image, width, height, fit, cropShift);
  const { source, target } = geometry;
  const part = fit === 'crop' ? cropRgb(image, source) : image;
  const resized = resizeRgb(part, target.width, target.height, method);
  return { image: fit === 'pad' ? placeOnBlack(resized, target, width, height) : resized, ...geometry };
}

function shiftedCrop(image: PixelSize, width: number, height: number, shift: number): PixelRect {
  const cropWidth = clamp(Math.floor((image.height * width) / height), 1, image.width);
  const cropHeight = clamp(Math.floor((image.width * height) / width), 1, image.height);
  return {
    x: Math.floor(((image.width - cropWidth) * (1 + shift)) / 2),
    y: Math.floor(((image.height - cropHeight) * (1 + shift)) / 2),
    width: cropWidth,
    height: cropHeight,
  };
}

function centredInside(image: PixelSize, width: number, height: number): PixelRect {
  const scale = Math.min(width / image.width, height / image.height);
  const insideWidth = clamp(Math.round(image.width * scale), 1, width);
  const insideHeight = clamp(Math.round(image.height * scale), 1, height);
  return {
    x: Math.floor((width - insideWidth) / 2),
    y: Math.floor((height - insideHeight) / 2),
    width: insideWidth,
    height: insideHeight,
  };
}

/** A part of a picture. */
export function cropRgb(
  image: RgbImage,
  rect: PixelRect,
): PixelSize & { readonly data: Uint8Array<ArrayBuffer> } {
  const data = new Uint8Array(rect.width * rect.height * 3);
  for (let y = 0; y < rect.height; y++) {
    const begin = ((rect.y + y) * image.width + rect.x) * 3;
    data.set(image.data.subarray(begin, begin + rect.width * 3), y * rect.width * 3);
  }
  return { data, width: rect.width, height: rect.height };
}

function placeOnBlack(image: RgbImage, rect: PixelRect, width: number, height: number): RgbImage {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < rect.height; y++) {
    const row = image.data.subarray(y * rect.width * 3, (y + 1) * rect.width * 3);
    data.set(row, ((rect.y + y) * width + rect.x) * 3);
  }
  return { data, width, height };
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
