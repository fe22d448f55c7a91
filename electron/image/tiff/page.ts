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
  /** Why the page cannot be decoded, as a clause; undefined if it can. */
  readonly unsupported: string | undefined;
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
    // Stored as 16 bits: all reds, all greens, all blues.
    palette: Uint8Array.from(directory.numbers(TAGS.palette, 3 * 256), (value) => value >> 8),
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

function whyUnsupported(page: Checked, directory: TiffDirectory): string | undefined {
  const isPreview = (directory.number(TAGS.subfileType, 0) & 1) === 1 && directory.has(TAGS.subDirectories);
  if (directory.has(TAGS.rawVersion) || isPreview)
    return 'the content is a camera raw picture, which cannot be read';
  const { bits, compression, photometric, samples } = page;
  const isJpeg = compression === COMPRESSION.jpeg;
  const format = directory.number(TAGS.sampleFormat, 1);
  if (format !== 1 && format !== 4)
    return `the TIFF picture holds ${format === 3 ? 'floating-point' : 'signed'} numbers, which cannot be read`;
  const isDepthRead =
    bits === 8 || (bits === 16 && !isJpeg) || ([1, 2, 4].includes(bits) && samples === 1 && !isJpeg);
  if (!isDepthRead || directory.numbers(TAGS.bits, MAX_SAMPLES).some((other) => other !== bits))
    return `the TIFF picture has ${bits} bits a channel, which cannot be read`;
  if (!Object.values<number>(COMPRESSION).includes(compression))
    return `the TIFF picture is compressed by method ${compression}, which cannot be read`;
  if (samples > MAX_SAMPLES || (isJpeg && !page.isPlanar && samples !== 1 && samples !== 3))
    return `the TIFF picture has ${samples} channels, which cannot be read`;
  if (samples < colorSamples(photometric))
    return `the TIFF picture has too few channels (${samples}), which cannot be read`;
  const isColorRead =
    photometric === PHOTOMETRIC.ycbcr
      ? isJpeg && !page.isPlanar
      : photometric === PHOTOMETRIC.cmyk
        ? !isJpeg && directory.number(TAGS.inkSet, 1) === 1
        : Object.values<number>(PHOTOMETRIC).includes(photometric);
  if (!isColorRead) return `the TIFF picture has colours of kind ${photometric}, which cannot be read`;
  const segmentBytes = (page.segmentWidth * page.segmentHeight * (page.isPlanar ? 1 : samples) * bits) / 8;
  if (segmentBytes > MAX_SEGMENT_BYTES)
    return 'the TIFF picture has strips or tiles of more than 1 GiB, which cannot be read';
  const predictor = directory.number(TAGS.predictor, 1);
  if (predictor > 2 || (predictor === 2 && bits < 8))
    return `the TIFF picture uses predictor ${predictor}, which cannot be read`;
  return undefined;
}
