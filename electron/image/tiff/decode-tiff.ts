import type { CmykToRgb } from '../../core/icc-cmyk';
import type { ValueRange } from '../../shared/picture-reading';
import type { StoredPixels, StoredSpace } from '../stored-pixels';
import { plainCmykToRgb, writeColors } from './colors';
import { colorSamples, PHOTOMETRIC, type TiffPage } from './format';
import { readTiffPage } from './page';
import { interleave, toBytes, toNumbers } from './samples';
import { readRows, type StoredRow } from './segments';
import { fullRange, hasValues, isPlain, scaleNumbers, ValueFinder } from './values';

export interface TiffOptions {
  /** For pages in CMYK. */
  readonly cmykToRgb?: CmykToRgb | undefined;
  /** The values that become 0 and 255; without it those of `ValueFinder.rangeFor`, of plain numbers the upper 8 bits. */
  readonly valueRange?: ValueRange | undefined;
}

/**
 * Decodes the first page of a TIFF file strip by strip (or tile by tile), so that only one is held besides the picture.
 * Missing and damaged ones stay white. Where the range of the values decides how they are scaled, they are read twice.
 * @throws RangeError if the directory is damaged; UnsupportedSegment if JPEG data inside are of a kind that is not read
 */
export async function decodeTiff(
  bytes: Uint8Array,
  { cmykToRgb = plainCmykToRgb, valueRange }: TiffOptions = {},
): Promise<StoredPixels> {
  const page = readTiffPage(bytes);
  const { width, height } = page;
  const isScaled = hasValues(page) && (!isPlain(page) || (valueRange !== undefined && valueRange !== 'full'));
  const finder = new ValueFinder(page);
  const look = (row: StoredRow): void => lookAt(finder, page, row);
  if (isScaled) await readRows(bytes, page, look);
  const range = isScaled ? finder.rangeFor(valueRange) : fullRange(page);
  const isWatched = !isScaled && page.bits === 16 && hasValues(page);
  const image = { data: new Uint8Array(width * height * 3).fill(255), width, height };
  const alpha = page.alpha === 'none' ? undefined : new Uint8Array(width * height).fill(255);
  const { present, isTruncated, isDamaged } = await readRows(bytes, page, (row) => {
    if (isWatched) look(row);
    const samples = samplesOf(row, (stored, first) =>
      isScaled ? scaled(stored, first, page, range, finder) : toBytes(stored, samplesIn(page, row), page),
    );
    writeColors(page, cmykToRgb, samples, { rgb: image.data, alpha }, row.pixel, row.count);
  });
  return {
    image,
    space: storedSpace(page.photometric),
    alpha,
    missingPixels: width * height - present,
    isTruncated,
    isDamaged,
    // Where 0 is black, 16-bit pictures that use few of the bits look black.
    highestSample:
      isWatched && page.photometric !== PHOTOMETRIC.white ? Math.max(finder.highest, 0) : undefined,
    values: isScaled || isWatched ? finder.told(range, isScaled) : undefined,
  };
}

function storedSpace(photometric: number): StoredSpace {
  switch (photometric) {
    case PHOTOMETRIC.white:
    case PHOTOMETRIC.black:
      return 'GRAY';
    case PHOTOMETRIC.cmyk:
      return 'CMYK';
    default:
      return 'RGB';
  }
}

/** Samples of a row in each plane. */
function samplesIn({ isPlanar, samples }: TiffPage, { count }: StoredRow): number {
  return count * (isPlanar ? 1 : samples);
}

/** The numbers that are colours, not alpha nor other samples. */
function lookAt(finder: ValueFinder, page: TiffPage, { planes }: StoredRow): void {
  const colors = colorSamples(page.photometric);
  if (!page.isPlanar) finder.look(toNumbers(planes[0]!, page), page.samples, colors);
  else for (const plane of planes.slice(0, colors)) finder.look(toNumbers(plane, page), 1, 1);
}

/** 8-bit samples of a row, pixel by pixel. */
function samplesOf(row: StoredRow, bytesOf: (stored: Uint8Array, first: number) => Uint8Array): Uint8Array {
  const planes = row.planes.map(bytesOf);
  if (planes.length === 1) return planes[0]!;
  const samples = new Uint8Array(row.count * planes.length);
  planes.forEach((plane, index) => interleave(plane, samples, index, planes.length));
  return samples;
}

/** Numbers as bytes; those of alpha say themselves what is opaque. */
function scaled(
  stored: Uint8Array,
  first: number,
  page: TiffPage,
  range: { low: number; high: number },
  finder: ValueFinder,
): Uint8Array {
  const numbers = toNumbers(stored, page);
  const colors = colorSamples(page.photometric);
  const step = page.isPlanar ? 1 : page.samples;
  const hasAlpha = page.alpha !== 'none';
  if (!hasAlpha || (page.isPlanar && first < colors)) return scaleNumbers(numbers, range, finder);
  const opacity = scaleNumbers(numbers, opacityRange(page), finder);
  if (page.isPlanar) return opacity;
  const bytes = scaleNumbers(numbers, range, finder);
  for (let at = colors; at < bytes.length; at += step) bytes[at] = opacity[at]!;
  return bytes;
}

/** Alpha of signed numbers has no use for those below 0. */
function opacityRange(page: TiffPage): { low: number; high: number } {
  return { low: 0, high: fullRange(page).high };
}
