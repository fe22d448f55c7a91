import type { RgbImage } from '../core/tensor';

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
}

/** Lays the picture on white, in place, rounding as Pillow does. */
export function layOnWhite({ image: { data }, alpha }: StoredPixels): void {
  if (alpha === undefined) return;
  for (let i = 0, at = 0; i < alpha.length; i++, at += 3) {
    const a = alpha[i]!;
    if (a === 255) continue;
    for (let color = at; color < at + 3; color++)
      data[color] = 255 - Math.round(((255 - data[color]!) * a) / 255);
  }
}
