import { message, type Message } from '../../shared/messages/message';
import { TiffDirectory } from './directory';

const TAGS = {
  subfileType: 254,
  width: 256,
  height: 257,
  bits: 258,
  compression: 259,
  photometric: 262,
  fillOrder: 266,
  stripOffsets: 273,
  orientation: 274,
  samples: 277,
  rowsPerStrip: 278,
  stripBytes: 279,
  planar: 284,
  predictor: 317,
  palette: 320,
  tileWidth: 322,
  tileHeight: 323,
  tileOffsets: 324,
  tileBytes: 325,
  subDirectories: 330,
  inkSet: 332,
  extraSamples: 338,
  sampleFormat: 339,
  jpegTables: 347,
  profile: 34675,
  rawVersion: 50706,
} as const;

/** PhotometricInterpretation: what the samples mean. */
export const PHOTOMETRIC = { white: 0, black: 1, rgb: 2, palette: 3, cmyk: 5, ycbcr: 6 } as const;
/** How the samples are compressed. */
export const COMPRESSION = {
  none: 1,
  lzw: 5,
  jpeg: 7,
  deflate: 8,
  oldDeflate: 32946,
  packBits: 32773,
} as const;

/** Methods that heed the tag Predictor. */
const DIFFERENCED: readonly number[] = [COMPRESSION.lzw, COMPRESSION.deflate, COMPRESSION.oldDeflate];

/** What the alpha samples of a page say: `premultiplied` colours were multiplied by them. */
export type TiffAlpha = 'none' | 'straight' | 'premultiplied';

/** The first picture of a TIFF file, as its directory describes it. */
export interface TiffPage {
  readonly width: number;
  readonly height: number;
  readonly isLittleEndian: boolean;
  readonly bits: number;
  /** Samples a pixel, extra ones included. */
  readonly samples: number;
  readonly photometric: number;
  readonly compression: number;
  /** Samples hold the difference to their left neighbour. */
  readonly isDifferenced: boolean;
  /** The samples of a kind lie together instead of those of a pixel. */
  readonly isPlanar: boolean;
  readonly areBitsReversed: boolean;
  readonly orientation: number;
  readonly alpha: TiffAlpha;
  /** Size of a strip or tile in pixels. Tiles at the right and lower edge are as large as all others, strips are not. */
  readonly segmentWidth: number;
  readonly segmentHeight: number;
  readonly isTiled: boolean;
  /** Where the strips or tiles lie, and how long they are. Read late, after the size was checked. */
  readonly segments: (count: number) => {
    readonly offsets: readonly number[];
    readonly byteCounts: readonly number[];
  };
  /** Red, green and blue of every palette entry, 8 bits each. */
  readonly palette: Uint8Array;
  readonly jpegTables: Uint8Array | undefined;
  readonly profile: Uint8Array | undefined;
  /** Why the page cannot be decoded; undefined if it can. */
  readonly unsupported: Message | undefined;
}

/**
 * Reads the first directory of a TIFF file.
 * @throws RangeError if it is not whole, or has values that cannot be
 * Source: Adobe, TIFF Revision 6.0.
 */
export function readTiffPage(bytes: Uint8Array): TiffPage {
  const directory = new TiffDirectory(bytes);
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
    isDifferenced: DIFFERENCED.includes(compression) && directory.number(TAGS.predictor, 1) === 2,
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

/** Tiles reach beyond the picture; with sane ones all together are not much larger than it. */
const MAX_PADDED = 4;
const MAX_TILE_AREA = 4096 * 4096;

function paddedArea({ width, height, segmentWidth, segmentHeight }: Omit<TiffPage, 'unsupported'>): number {
  const columns = Math.ceil(width / segmentWidth);
  const rows = Math.ceil(height / segmentHeight);
  return columns * segmentWidth * rows * segmentHeight;
}

/** Samples that the colour itself takes. */
export function colorSamples(photometric: number): number {
  switch (photometric) {
    case PHOTOMETRIC.rgb:
    case PHOTOMETRIC.ycbcr:
      return 3;
    case PHOTOMETRIC.cmyk:
      return 4;
    default:
      return 1;
  }
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
  if (directory.number(TAGS.samples, 1) <= colorSamples(photometric)) return 'none';
  switch (directory.number(TAGS.extraSamples, photometric === PHOTOMETRIC.rgb ? 2 : 0)) {
    case 1:
      return 'premultiplied';
    case 2:
      return 'straight';
    default:
      return 'none';
  }
}

const MAX_SAMPLES = 8;
const MAX_SEGMENT_BYTES = 2 ** 30;

type Checked = Omit<TiffPage, 'unsupported'>;

/** Proper names of what is not read: compressions, colours (PhotometricInterpretation). */
const COMPRESSION_NAMES: Readonly<Record<number, string>> = {
  2: 'CCITT RLE',
  3: 'CCITT Group 3',
  4: 'CCITT Group 4',
  6: 'JPEG (TIFF 6.0)',
  9: 'JBIG (T.85)',
  10: 'JBIG (T.43)',
  32766: 'NeXT',
  32809: 'ThunderScan',
  34661: 'JBIG',
  34676: 'SGI LogLuv',
  34677: 'SGI LogLuv24',
  34712: 'JPEG 2000',
  34887: 'LERC',
  34892: 'JPEG (DNG)',
  34925: 'LZMA',
  34933: 'PNG',
  34934: 'JPEG XR',
  33003: 'JPEG 2000 (Aperio)',
  33005: 'JPEG 2000 (Aperio)',
  50000: 'Zstandard',
  50001: 'WebP',
  50002: 'JPEG XL',
  52546: 'JPEG XL (DNG)',
};
const COLOR_NAMES: Readonly<Record<number, string>> = {
  6: 'YCbCr',
  8: 'CIE L*a*b*',
  9: 'ICC L*a*b*',
  10: 'ITU L*a*b*',
  32803: 'CFA',
  32844: 'LogL',
  32845: 'LogLuv',
};
const INK_COLORS = 'DeviceN';
/** Values of the tag SampleFormat. */
const UNSIGNED = 1;
const UNDEFINED = 4;
const NUMBER_NAMES: Readonly<Record<number, Message>> = {
  2: message('part/numbers-signed'),
  3: message('part/numbers-float'),
  5: message('part/numbers-complex'),
  6: message('part/numbers-complex'),
};

function whyUnsupported(page: Checked, directory: TiffDirectory): Message | undefined {
  const isPreview = (directory.number(TAGS.subfileType, 0) & 1) === 1 && directory.has(TAGS.subDirectories);
  if (directory.has(TAGS.rawVersion) || isPreview)
    return message('part/content-unread', { what: message('part/content-raw') });
  const what = unreadFeature(page, directory);
  return what && message('part/tiff-unread', { what });
}

/** What the page has that is not read. */
function unreadFeature(page: Checked, directory: TiffDirectory): Message | undefined {
  const { bits, compression, photometric, samples } = page;
  const isJpeg = compression === COMPRESSION.jpeg;
  const format = directory.number(TAGS.sampleFormat, UNSIGNED);
  if (format !== UNSIGNED && format !== UNDEFINED)
    return message('part/tiff-format', { numbers: NUMBER_NAMES[format] ?? String(format) });
  const all = directory.numbers(TAGS.bits, MAX_SAMPLES);
  if (all.some((other) => other !== bits)) return message('part/tiff-mixed-bits', { bits: all });
  const isDepthRead =
    bits === 8 || (bits === 16 && !isJpeg) || ([1, 2, 4].includes(bits) && samples === 1 && !isJpeg);
  if (!isDepthRead) return message('part/tiff-bits', { bits });
  if (!Object.values<number>(COMPRESSION).includes(compression)) {
    const name = COMPRESSION_NAMES[compression];
    const method =
      name === undefined
        ? message('part/compression-number', { number: compression })
        : message('part/compression-named', { name });
    return message('part/tiff-compression', { method });
  }
  if (samples > MAX_SAMPLES || (isJpeg && !page.isPlanar && samples !== 1 && samples !== 3))
    return message('part/tiff-channels', { channels: samples });
  if (samples < colorSamples(photometric)) return message('part/tiff-few-channels', { channels: samples });
  if (!areColorsRead(page, directory)) {
    const kind = photometric === PHOTOMETRIC.cmyk ? INK_COLORS : (COLOR_NAMES[photometric] ?? photometric);
    return message('part/tiff-colours', { kind });
  }
  if (photometric === PHOTOMETRIC.palette && bits > 8) return message('part/tiff-deep-palette', { bits });
  const segmentBytes = (page.segmentWidth * page.segmentHeight * (page.isPlanar ? 1 : samples) * bits) / 8;
  if (segmentBytes > MAX_SEGMENT_BYTES) return message('part/tiff-strips');
  const predictor = directory.number(TAGS.predictor, 1);
  const isDifferenced = DIFFERENCED.includes(compression);
  if (predictor > 2 || (isDifferenced && predictor === 2 && bits < 8))
    return message('part/tiff-predictor', { predictor });
  return undefined;
}

function areColorsRead({ compression, isPlanar, photometric }: Checked, directory: TiffDirectory): boolean {
  const isJpeg = compression === COMPRESSION.jpeg;
  if (photometric === PHOTOMETRIC.ycbcr) return isJpeg && !isPlanar;
  if (photometric === PHOTOMETRIC.cmyk) return !isJpeg && directory.number(TAGS.inkSet, 1) === 1;
  return Object.values<number>(PHOTOMETRIC).includes(photometric);
}
