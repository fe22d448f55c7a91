import { createCanvas, ImageData } from '@napi-rs/canvas';
import type { RgbImage } from '../core/tensor';
import { type PngChannels, type PngOptions, writePng } from './png-writer';

/** 8-bit pixels, rows from the top; 1 (grey), 3 (R, G, B) or 4 (R, G, B, alpha, not premultiplied) bytes a pixel. */
export interface PixelImage {
  readonly data: Uint8Array | Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/**
 * Encodes a picture as PNG, lossless also under transparency. (Skia would multiply by alpha, and write RGB as RGBA.)
 * @throws RangeError if the data are not 1, 3 or 4 bytes for each of at least one pixel; what `signal` was aborted with
 */
export async function encodePng(image: PixelImage, options: PngOptions = {}): Promise<Uint8Array> {
  const { data, width, height } = image;
  const channels = data.length / (width * height);
  if (!isPngChannels(channels))
    throw new RangeError(`${data.length} bytes are no picture of ${width} x ${height} pixels.`);
  return writePng(
    new Uint8Array(data.buffer, data.byteOffset, data.length),
    width,
    height,
    channels,
    options,
  );
}

/**
 * Encodes a picture as baseline JPEG with Skia (libjpeg-turbo), 4:2:0 chroma.
 * @param quality  1 to 100, as in libjpeg
 * @throws RangeError if quality is outside that range
 */
export function encodeJpeg(image: RgbImage, quality = 92): Uint8Array {
  if (!(quality >= 1 && quality <= 100))
    throw new RangeError(`JPEG quality ${quality} is not within 1 to 100.`);
  const { data, width, height } = image;
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let source = 0, target = 0; source < data.length; source += 3, target += 4) {
    rgba[target] = data[source]!;
    rgba[target + 1] = data[source + 1]!;
    rgba[target + 2] = data[source + 2]!;
  }
  const canvas = createCanvas(width, height);
  canvas.getContext('2d').putImageData(new ImageData(rgba, width, height), 0, 0);
  return canvas.encodeSync('jpeg', quality);
}

function isPngChannels(channels: number): channels is PngChannels {
  return channels === 1 || channels === 3 || channels === 4;
}
