import type { Message } from '../../shared/messages/message';

/** Numbers of tags. */
export const TAGS = {
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
  noData: 42113,
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

/** Predictor: samples hold the difference to their left neighbour; or so do the bytes of numbers, sorted by their rank. */
export const PREDICTOR = { none: 1, differences: 2, floats: 3 } as const;
/** SampleFormat: what kind of numbers the samples are. */
export const NUMBERS = { unsigned: 1, signed: 2, float: 3, undefined: 4 } as const;

/** What the alpha samples of a page say: `premultiplied` colours were multiplied by them. */
export type TiffAlpha = 'none' | 'straight' | 'premultiplied';

/** A picture of a TIFF file, as its directory describes it. */
export interface TiffPage {
  readonly width: number;
  readonly height: number;
  readonly isLittleEndian: boolean;
  readonly bits: number;
  /** Samples a pixel, extra ones included. */
  readonly samples: number;
  readonly photometric: number;
  readonly compression: number;
  /** One of `NUMBERS`, where it is read. */
  readonly numbers: number;
  /** The value that stands for "nothing is known here"; undefined where the file names none. */
  readonly noData: number | undefined;
  /** One of `PREDICTOR`, where it is read. */
  readonly predictor: number;
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

/** Samples that the colour itself takes. */
export function colourSamples(photometric: number): number {
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
