import { TiffDirectory } from './directory';
import {
  colourSamples,
  COMPRESSION,
  NUMBERS,
  PHOTOMETRIC,
  PREDICTOR,
  TAGS,
  type TiffAlpha,
  type TiffPage,
} from './format';
import { whyUnsupported } from './unread';

/** Methods that heed the tag Predictor. */
const PREDICTED: readonly number[] = [COMPRESSION.lzw, COMPRESSION.deflate, COMPRESSION.oldDeflate];

/** Bits of the tag NewSubfileType: a smaller copy of another page, a mask. */
const COPY_OR_MASK = 1 | 4;

/**
 * The directories of a TIFF file's pages, in their order: the first one, and those behind it that are neither smaller copies nor
 * masks. A ring of them ends where it begins.
 * @throws RangeError if the first one is not whole
 */
export function tiffPages(bytes: Uint8Array): TiffDirectory[] {
  const pages = [new TiffDirectory(bytes)];
  const seen = new Set([pages[0]!.begin]);
  for (let next = pages[0]!.next; next && !seen.has(next) && pages.length < MOST_PAGES;) {
    seen.add(next);
    const page = directoryAt(bytes, next);
    if (!page) break;
    if ((page.number(TAGS.subfileType, 0) & COPY_OR_MASK) === 0 && page.has(TAGS.width)) pages.push(page);
    next = page.next;
  }
  return pages;
}

const MOST_PAGES = 65535;

function directoryAt(bytes: Uint8Array, place: number): TiffDirectory | undefined {
  try {
    return new TiffDirectory(bytes, place);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/**
 * Reads the directory of a page of a TIFF file.
 * @param number  counted from 1
 * @throws RangeError if there is no such page, if it is not whole, or has values that cannot be
 * Source: Adobe, TIFF Revision 6.0.
 */
export function readTiffPage(bytes: Uint8Array, number = 1): TiffPage {
  const directory = number === 1 ? new TiffDirectory(bytes) : tiffPages(bytes)[number - 1];
  if (!directory) throw new RangeError('no such page');
  const width = directory.number(TAGS.width, 0);
  const height = directory.number(TAGS.height, 0);
  const isTiled = directory.has(TAGS.tileWidth);
  const rows = directory.number(TAGS.rowsPerStrip, height);
  const bits = directory.number(TAGS.bits, 1);
  const compression = directory.number(TAGS.compression, COMPRESSION.none);
  const page = {
    width,
    height,
    isLittleEndian: directory.isLittleEndian,
    bits,
    samples: directory.number(TAGS.samples, 1),
    photometric: directory.number(TAGS.photometric, PHOTOMETRIC.black),
    compression,
    numbers: numbersOf(directory.number(TAGS.sampleFormat, NUMBERS.unsigned)),
    noData: readNoData(directory),
    predictor: PREDICTED.includes(compression)
      ? directory.number(TAGS.predictor, PREDICTOR.none)
      : PREDICTOR.none,
    isPlanar: directory.number(TAGS.planar, 1) === 2,
    areBitsReversed: directory.number(TAGS.fillOrder, 1) === 2,
    orientation: directory.number(TAGS.orientation, 1),
    alpha: readAlpha(directory),
    segmentWidth: isTiled ? directory.number(TAGS.tileWidth, 0) : width,
    segmentHeight: isTiled ? directory.number(TAGS.tileHeight, 0) : Math.min(rows, height),
    isTiled,
    segments: (count: number) => ({
      offsets: directory.numbers(isTiled ? TAGS.tileOffsets : TAGS.stripOffsets, count),
      byteCounts: directory.numbers(isTiled ? TAGS.tileBytes : TAGS.stripBytes, count),
    }),
    palette: readPalette(directory),
    jpegTables: directory.raw(TAGS.jpegTables),
    profile: directory.raw(TAGS.profile),
  };
  if (
    page.segmentWidth < 1 ||
    page.segmentHeight < 1 ||
    page.samples < 1 ||
    paddedArea(page) > MAX_PADDED * width * height + MAX_TILE_AREA
  )
    throw new RangeError('impossible size');
  return { ...page, unsupported: whyUnsupported(page, directory) };
}

/** What is said to be undefined is taken as libtiff does. */
function numbersOf(format: number): number {
  return format === NUMBERS.undefined ? NUMBERS.unsigned : format;
}

/** GDAL writes it as text. */
function readNoData(directory: TiffDirectory): number | undefined {
  const text = String.fromCharCode(...(directory.raw(TAGS.noData)?.subarray(0, MOST_NO_DATA_BYTES) ?? []));
  const value = Number(text.replace(/\0.*$/s, '').trim() || NaN);
  return Number.isNaN(value) ? undefined : value;
}

const MOST_NO_DATA_BYTES = 64;

/** Tiles reach beyond the picture; with sane ones all together are not much larger than it. */
const MAX_PADDED = 4;
const MAX_TILE_AREA = 4096 * 4096;

function paddedArea({ width, height, segmentWidth, segmentHeight }: Omit<TiffPage, 'unsupported'>): number {
  const columns = Math.ceil(width / segmentWidth);
  const rows = Math.ceil(height / segmentHeight);
  return columns * segmentWidth * rows * segmentHeight;
}

/**
 * Stored as 16 bits: all reds, all greens, all blues. Some programs write 8 bits, which libtiff takes as such where no value
 * is larger.
 */
function readPalette(directory: TiffDirectory): Uint8Array {
  const values = directory.numbers(TAGS.palette, 3 * 256);
  const shift = values.every((value) => value < 256) ? 0 : 8;
  return Uint8Array.from(values, (value) => value >> shift);
}

/** As Pillow: a fourth sample of RGB that nothing is said about is alpha; one said to be "unspecified" is not. */
function readAlpha(directory: TiffDirectory): TiffAlpha {
  const photometric = directory.number(TAGS.photometric, PHOTOMETRIC.black);
  if (directory.number(TAGS.samples, 1) <= colourSamples(photometric)) return 'none';
  switch (directory.number(TAGS.extraSamples, photometric === PHOTOMETRIC.rgb ? 2 : 0)) {
    case 1:
      return 'premultiplied';
    case 2:
      return 'straight';
    default:
      return 'none';
  }
}
