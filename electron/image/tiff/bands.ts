import type { Bands } from '../../core/bands';
import type { RgbImage } from '../../core/tensor';
import { colourSamples, PHOTOMETRIC, type TiffPage } from './format';

/** True for a page whose samples are bands, of which any can be taken: neither entries of a palette nor inks. */
export function hasBands({ photometric }: Pick<TiffPage, 'photometric'>): boolean {
  return (
    photometric === PHOTOMETRIC.black || photometric === PHOTOMETRIC.white || photometric === PHOTOMETRIC.rgb
  );
}

/** How many samples a page has besides its colours and what says that it is alpha. */
function extraSamples({ alpha, photometric, samples }: TiffPage): number {
  return samples - colourSamples(photometric) - (alpha === 'none' ? 0 : 1);
}

/**
 * Samples of a page that are read as bands, counted from 0; undefined where its colours are read.
 * @param chosen  counted from 1
 */
export function samplesTaken(
  page: TiffPage,
  chosen: readonly number[] | undefined,
): readonly number[] | undefined {
  if (!hasBands(page)) return undefined;
  if (chosen) return chosen.map((band) => band - 1);
  if (page.alpha !== 'none' || extraSamples(page) === 0) return undefined;
  return Array.from({ length: page.samples }, (_, sample) => sample);
}

/** What is told of the bands of a page; undefined where there are none but its colours. */
export function bandsOf(
  page: TiffPage,
  chosen: readonly number[] | undefined,
  triples: readonly RgbImage[],
): Bands | undefined {
  const colours = colourSamples(page.photometric);
  if (!hasBands(page) || (!chosen && extraSamples(page) === 0)) return undefined;
  const read = samplesTaken(page, chosen) ?? Array.from({ length: colours }, (_, sample) => sample);
  return {
    total: page.samples,
    taken: read.map((sample) => sample + 1),
    isChosen: chosen !== undefined,
    isColour: chosen === undefined && colours === 3,
    triples,
  };
}

/** White pictures for some bands, three each; what is beyond the last one is 0. */
export function blankTriples(bands: number, width: number, height: number): RgbImage[] {
  return Array.from({ length: Math.ceil(bands / 3) }, (_, triple) => {
    const data = new Uint8Array(3 * width * height).fill(255);
    const used = Math.min(3, bands - 3 * triple);
    for (let at = used; used < 3 && at < data.length; at += 3) data.fill(0, at, at + 3 - used);
    return { data, width, height };
  });
}

/**
 * Writes a run of pixels of some bands.
 * @param samples  8-bit samples, pixel by pixel
 * @param step     samples of a pixel
 * @param places   where each band lies among them
 * @param invert   255 where 0 is white
 */
export function writeBands(
  samples: Uint8Array,
  step: number,
  places: readonly number[],
  invert: number,
  triples: readonly RgbImage[],
  pixel: number,
  count: number,
): void {
  places.forEach((place, band) => {
    const { data } = triples[Math.floor(band / 3)]!;
    const end = 3 * (pixel + count);
    for (let from = place, to = 3 * pixel + (band % 3); to < end; from += step, to += 3)
      data[to] = samples[from]! ^ invert;
  });
}

/** How bands look: the first three as red, green and blue; of fewer the first one, grey. */
export function lookOfBands(bands: number, [first]: readonly RgbImage[]): RgbImage {
  if (bands >= 3) return first!;
  const data = new Uint8Array(first!.data.length);
  for (let at = 0; at < data.length; at += 3) data.fill(first!.data[at]!, at, at + 3);
  return { ...first!, data };
}
