import type { Bands } from '../core/bands';
import type { RgbImage } from '../core/tensor';
import type { StoredValues } from './tiff/values';

/** What the stored numbers stand for. */
export type StoredSpace = 'RGB' | 'GRAY' | 'CMYK';

/** A picture from one of our own decoders, before its colours are converted and it is laid on white. */
export interface StoredPixels {
  /** Colours that are not multiplied by alpha; CMYK is RGB already, by its profile if one was given. */
  readonly image: RgbImage;
  readonly space: StoredSpace;
  /** One byte a pixel; undefined if all are opaque. */
  readonly alpha: Uint8Array | undefined;
  /** How many pixels could not be decoded and were left white. */
  readonly missingPixels: number;
  readonly isTruncated: boolean;
  /** The data are not what an encoder wrote, although they could be decoded. */
  readonly isDamaged: boolean;
  /** The highest stored value of 16 bits; undefined with fewer bits. */
  readonly highestSample: number | undefined;
  /** Its bands, where a TIFF picture has more than colours, or some were chosen. */
  readonly bands?: Bands | undefined;
  /** What the numbers of a TIFF picture are; undefined for others, and for 8 bits, which are taken as they are. */
  readonly values?: StoredValues | undefined;
}

/** Lays the picture on white, in place, rounding as Pillow does. */
export function layOnWhite({ image: { data }, alpha }: StoredPixels): void {
  if (alpha === undefined) return;
  for (let i = 0, at = 0; i < alpha.length; i++, at += 3) {
    const a = alpha[i]!;
    if (a === 255) continue;
    for (let colour = at; colour < at + 3; colour++)
      data[colour] = 255 - Math.round(((255 - data[colour]!) * a) / 255);
  }
}

/** Undoes a multiplication by alpha, in place, from pixel `begin` to `end`, as Pillow does. */
export function divideByAlpha(rgb: Uint8Array, alpha: Uint8Array, begin = 0, end = alpha.length): void {
  for (let i = begin; i < end; i++) {
    const a = alpha[i]!;
    if (a === 0 || a === 255) continue;
    for (let at = 3 * i; at < 3 * i + 3; at++) rgb[at] = Math.min(255, Math.floor((255 * rgb[at]!) / a));
  }
}
