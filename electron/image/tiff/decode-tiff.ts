import type { CmykToRgb } from '../../core/icc-cmyk';
import type { PictureReading } from '../../shared/picture-reading';
import type { StoredPixels, StoredSpace } from '../stored-pixels';
import { bandsOf, blankTriples, lookOfBands, samplesTaken, writeBands } from './bands';
import { plainCmykToRgb, writeColours } from './colours';
import { colourSamples, PHOTOMETRIC, type TiffPage } from './format';
import { readTiffPage } from './page';
import { interleave, toBytes, toNumbers } from './samples';
import { readRows, type StoredRow } from './segments';
import { fullRange, hasValues, isPlain, scaleNumbers, ValueFinder } from './values';

export interface TiffOptions extends PictureReading {
  /** For pages in CMYK. */
  readonly cmykToRgb?: CmykToRgb | undefined;
}

/**
 * Decodes a page of a TIFF file strip by strip (or tile by tile), so that only one is held besides the picture.
 * Missing and damaged ones stay white. Where the range of the values decides how they are scaled, they are read twice.
 * @throws RangeError if the directory is damaged; UnsupportedSegment if JPEG data inside are of a kind that is not read
 */
export async function decodeTiff(
  bytes: Uint8Array,
  { cmykToRgb = plainCmykToRgb, frame, valueRange, bands }: TiffOptions = {},
): Promise<StoredPixels> {
  const page = readTiffPage(bytes, frame);
  const { width, height } = page;
  const samples = new SampleReader(page, samplesTaken(page, bands));
  const isScaled = hasValues(page) && (!isPlain(page) || (valueRange !== undefined && valueRange !== 'full'));
  const finder = new ValueFinder(page);
  const look = (row: StoredRow): void => samples.look(row, finder);
  if (isScaled) await readRows(bytes, page, samples.planes, look);
  const range = isScaled ? finder.rangeFor(valueRange) : fullRange(page);
  const isWatched = !isScaled && page.bits === 16 && hasValues(page);
  const { taken, step } = samples;
  const triples = taken ? blankTriples(taken.length, width, height) : [];
  const blank = { data: new Uint8Array(taken ? 0 : width * height * 3).fill(255), width, height };
  const alpha = page.alpha === 'none' || taken ? undefined : new Uint8Array(width * height).fill(255);
  const invert = page.photometric === PHOTOMETRIC.white ? 255 : 0;
  const { present, isTruncated, isDamaged } = await readRows(bytes, page, samples.planes, (row) => {
    if (isWatched) look(row);
    const values = samples.bytesOf(row, isScaled ? { range, finder } : undefined);
    if (taken) writeBands(values, step, samples.places, invert, triples, row.pixel, row.count);
    else writeColours(page, cmykToRgb, values, step, { rgb: blank.data, alpha }, row.pixel, row.count);
  });
  const image = taken ? lookOfBands(taken.length, triples) : blank;
  return {
    image,
    space: storedSpace(page.photometric),
    alpha,
    missingPixels: width * height - present,
    isTruncated,
    isDamaged,
    // Where 0 is black, 16-bit pictures that use few of the bits look black.
    highestSample: isWatched && invert === 0 ? Math.max(finder.highest, 0) : undefined,
    values: isScaled || isWatched ? finder.told(range, isScaled) : undefined,
    bands: bandsOf(page, bands, triples),
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

/** How numbers are scaled. */
interface Scaling {
  readonly range: { readonly low: number; readonly high: number };
  readonly finder: ValueFinder;
}

/** Reads those samples of a page that are wanted. */
class SampleReader {
  /** Planes that are read, where they lie apart. */
  readonly planes: readonly number[];
  /** Samples of a pixel that are read. */
  readonly step: number;
  /** Where those that are bands, or else the colours, lie among them. */
  readonly places: readonly number[];
  readonly #alphaPlace: number;

  /** @param taken  those that are bands, counted from 0; undefined for the colours */
  constructor(
    private readonly page: TiffPage,
    readonly taken: readonly number[] | undefined,
  ) {
    const colours = Array.from({ length: colourSamples(page.photometric) }, (_, sample) => sample);
    const alpha = taken || page.alpha === 'none' ? [] : [colours.length];
    const wanted = taken ?? colours;
    const apart = [...new Set([...wanted, ...alpha])].sort((a, b) => a - b);
    this.planes = page.isPlanar ? apart : [0];
    this.step = page.isPlanar ? apart.length : page.samples;
    this.places = page.isPlanar ? wanted.map((sample) => apart.indexOf(sample)) : wanted;
    this.#alphaPlace = alpha[0] ?? -1;
  }

  /** Looks at the numbers that are bands or colours. */
  look({ planes }: StoredRow, finder: ValueFinder): void {
    const places = [...new Set(this.places)];
    if (!this.page.isPlanar) finder.look(toNumbers(planes[0]!, this.page), this.step, places);
    else for (const place of places) finder.look(toNumbers(planes[place]!, this.page), 1, [0]);
  }

  /** 8-bit samples of a row, pixel by pixel. */
  bytesOf({ planes, count }: StoredRow, scaling: Scaling | undefined): Uint8Array {
    const inPlane = count * (this.page.isPlanar ? 1 : this.step);
    const bytes = planes.map((stored, place) =>
      scaling ? this.#scaled(stored, place, scaling) : toBytes(stored, inPlane, this.page),
    );
    if (bytes.length === 1) return bytes[0]!;
    const samples = new Uint8Array(count * bytes.length);
    bytes.forEach((plane, index) => interleave(plane, samples, index, bytes.length));
    return samples;
  }

  /** Numbers as bytes; those of alpha say themselves what is opaque. */
  #scaled(stored: Uint8Array, place: number, { range, finder }: Scaling): Uint8Array {
    const { page, step } = this;
    const numbers = toNumbers(stored, page);
    const alpha = this.#alphaPlace;
    if (alpha < 0 || (page.isPlanar && place !== alpha)) return scaleNumbers(numbers, range, finder);
    // Alpha of signed numbers has no use for those below 0.
    const opacity = scaleNumbers(numbers, { low: 0, high: fullRange(page).high }, finder);
    if (page.isPlanar) return opacity;
    const bytes = scaleNumbers(numbers, range, finder);
    for (let at = alpha; at < bytes.length; at += step) bytes[at] = opacity[at]!;
    return bytes;
  }
}
