import type { CmykToRgb } from '../../core/icc-cmyk';
import { divideByAlpha } from '../stored-pixels';
import { colourSamples, PHOTOMETRIC, type TiffPage } from './format';

/** (255 - ink)(255 - K) / 255, rounded as in Pillow. */
export const plainCmykToRgb: CmykToRgb = (cmyk, from, rgb, to) => {
  const light = 255 - cmyk[from + 3]!;
  for (let ink = 0; ink < 3; ink++) {
    const product = cmyk[from + ink]! * light + 128;
    rgb[to + ink] = Math.max(0, light - ((product + (product >> 8)) >> 8));
  }
};

/** Where the colours of a page go. */
export interface ColourTarget {
  /** R, G, B of the whole picture, not multiplied by alpha. */
  readonly rgb: Uint8Array;
  readonly alpha: Uint8Array | undefined;
}

/**
 * Writes a run of pixels.
 * @param samples  8-bit samples, pixel by pixel
 * @param step     samples of a pixel
 * @param pixel    number of the first pixel in the picture
 */
export function writeColours(
  page: TiffPage,
  cmykToRgb: CmykToRgb,
  samples: Uint8Array,
  step: number,
  { rgb, alpha }: ColourTarget,
  pixel: number,
  count: number,
): void {
  const end = 3 * (pixel + count);
  switch (page.photometric) {
    case PHOTOMETRIC.rgb:
    case PHOTOMETRIC.ycbcr:
      for (let from = 0, to = 3 * pixel; to < end; from += step, to += 3) {
        rgb[to] = samples[from]!;
        rgb[to + 1] = samples[from + 1]!;
        rgb[to + 2] = samples[from + 2]!;
      }
      break;
    case PHOTOMETRIC.cmyk:
      for (let from = 0, to = 3 * pixel; to < end; from += step, to += 3) cmykToRgb(samples, from, rgb, to);
      break;
    case PHOTOMETRIC.palette: {
      const { palette } = page;
      const entries = palette.length / 3;
      for (let from = 0, to = 3 * pixel; to < end; from += step, to += 3)
        for (let colour = 0; colour < 3; colour++)
          rgb[to + colour] = palette[colour * entries + samples[from]!] ?? 0;
      break;
    }
    default: {
      const invert = page.photometric === PHOTOMETRIC.white ? 255 : 0;
      for (let from = 0, to = 3 * pixel; to < end; from += step, to += 3)
        rgb[to] = rgb[to + 1] = rgb[to + 2] = samples[from]! ^ invert;
    }
  }
  if (alpha === undefined) return;
  for (let i = 0, from = colourSamples(page.photometric); i < count; i++, from += step)
    alpha[pixel + i] = samples[from]!;
  if (page.alpha === 'premultiplied') divideByAlpha(rgb, alpha, pixel, pixel + count);
}
