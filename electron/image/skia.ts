import { type Canvas, createCanvas, Image } from '@napi-rs/canvas';
import type { RgbImage } from '../core/tensor';
import { collectGarbage } from './collect-garbage';

/** Rows drawn at a time: a whole-picture canvas would double the memory. */
const STRIP_ROWS = 256;
/** Of the strips' pixels so many bytes may lie about, each native behind a small object. */
const MOST_GARBAGE_BYTES = 32e6;

export interface SkiaPixels {
  /** Pixels laid on white. */
  readonly image: RgbImage;
  /** How many pixels were fully transparent before that; Skia also leaves those so that it could not decode. */
  readonly emptyPixels: number;
}

/**
 * Decodes a picture file with Skia, off the JavaScript thread: JPEG, WebP and AVIF turned upright by EXIF, the first picture
 * of an animation, what can be decoded of a truncated file.
 *
 * Colours are converted to sRGB if the file says that they are others (measured, @napi-rs/canvas 1.1.1): by ICC profiles
 * for RGB and grey in JPEG, PNG, WebP and AVIF, within 1 level of LittleCMS (grey: 3); by PNG gAMA, with or without cHRM,
 * unless the file also has an sRGB chunk; by AVIF nclx primaries and transfer curves. A profile that is sRGB changes nothing.
 * @param checkSize  called with the size Skia read, before any pixel is decoded; throws to refuse
 * @returns undefined if Skia can decode nothing
 */
export async function decodeWithSkia(
  bytes: Uint8Array,
  checkSize: (width: number, height: number) => void,
): Promise<SkiaPixels | undefined> {
  const picture = await loadWithSkia(bytes, checkSize);
  if (!picture) return undefined;
  const pixels = await layOnWhite(picture);
  // Gives its pixels back at once.
  picture.src = Buffer.alloc(0);
  return pixels;
}

/** The same, not yet drawn. @returns undefined if Skia can decode nothing */
export async function loadWithSkia(
  bytes: Uint8Array,
  checkSize: (width: number, height: number) => void,
): Promise<Image | undefined> {
  const picture = new Image();
  const isDecoded = await new Promise<boolean>((resolve, reject) => {
    picture.onload = () => resolve(true);
    picture.onerror = () => resolve(false);
    picture.src = bytes;
    try {
      checkSize(picture.width, picture.height);
    } catch (error) {
      reject(error);
    }
  });
  if (!isDecoded || picture.width < 1 || picture.height < 1) return undefined;
  checkSize(picture.width, picture.height);
  return picture;
}

/** The pixels of a picture on white. */
export async function layOnWhite(picture: Image | Canvas): Promise<SkiaPixels> {
  const { width, height } = picture;
  const data = new Uint8Array(width * height * 3);
  const canvas = createCanvas(width, Math.min(height, STRIP_ROWS));
  const context = canvas.getContext('2d');
  context.globalCompositeOperation = 'copy';
  let emptyPixels = 0;
  let garbageBytes = 0;
  for (let top = 0; top < height; top += STRIP_ROWS) {
    context.drawImage(picture, 0, -top);
    const rgba = canvas.data();
    garbageBytes += rgba.length;
    const end = Math.min(STRIP_ROWS, height - top) * width * 4;
    let target = top * width * 3;
    for (let i = 0; i < end; i += 4) {
      // The canvas holds colours multiplied by alpha, so white behind them is one addition, exact to the level.
      const white = 255 - rgba[i + 3]!;
      data[target] = rgba[i]! + white;
      data[target + 1] = rgba[i + 1]! + white;
      data[target + 2] = rgba[i + 2]! + white;
      target += 3;
      if (white === 255) emptyPixels++;
    }
    if (garbageBytes < MOST_GARBAGE_BYTES) continue;
    garbageBytes = 0;
    await collectGarbage('minor');
  }
  return { image: { data, width, height }, emptyPixels };
}
