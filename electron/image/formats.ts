import type { PictureReading } from '../shared/picture-reading';
import type { Animation } from './animation/animation';
import { gifAnimation } from './animation/gif';
import { pngAnimation } from './animation/png';
import { webpAnimation } from './animation/webp';
import { cmykConversion, type ColourProfile } from './colour-profile';
import { readAvifHeader } from './headers/avif';
import { readBmpHeader } from './headers/bmp';
import { readGifHeader } from './headers/gif';
import type { PictureHeader } from './headers/header';
import { readHeicHeader } from './headers/heic';
import { readJpegHeader } from './headers/jpeg';
import { readPngHeader } from './headers/png';
import { readTiffHeader } from './headers/tiff';
import { readWebpHeader } from './headers/webp';
import { decodeHeic } from './heic';
import type { StoredPixels } from './stored-pixels';
import { decodeTiff } from './tiff/decode-tiff';

interface Wishes extends PictureReading {
  /** The profile to convert by. */
  readonly profile: ColourProfile | undefined;
}

/** All that is known of a picture format. The ends of its files' names are in `shared/file-types.json`. */
interface FormatEntry {
  /** Beginnings of its files, one letter a byte; `?` is any byte. Kinds that begin alike are sniffed before (sniff.ts). */
  readonly begins?: readonly string[];
  /** Brands of its files, where they are made of ISO boxes. */
  readonly brands?: RegExp;
  /**
   * Reads size and structure without decoding pixels. Own readers, not a general package: the limit on memory holds only if the
   * size read here is the size that is allocated, and that needs the same rules as the decoders (any start-of-frame marker of
   * JPEG, GIF frames larger than their screen, ...).
   * @param frame  of a TIFF file, the page
   * @throws RangeError if it is damaged
   */
  readonly header: (bytes: Uint8Array, frame?: number) => PictureHeader;
  /** Where not Skia decodes it; undefined if nothing can be decoded. */
  readonly decode?: (
    bytes: Uint8Array,
    header: PictureHeader,
    wishes: Wishes,
  ) => Promise<StoredPixels | undefined>;
  /** Where its frames are joined here. */
  readonly animation?: (bytes: Uint8Array) => Animation;
}

/** `BM` alone also starts ordinary text, so the size of the second header must be one that exists. */
const BMP_HEADERS = [12, 16, 40, 52, 56, 64, 108, 124];

const entries = {
  JPEG: { begins: ['\xff\xd8\xff'], header: readJpegHeader },
  PNG: { begins: ['\x89PNG\r\n\x1a\n'], header: readPngHeader, animation: pngAnimation },
  WebP: { begins: ['RIFF????WEBP'], header: readWebpHeader, animation: webpAnimation },
  BMP: {
    begins: BMP_HEADERS.map((size) => `BM????????????${String.fromCharCode(size)}\0`),
    header: readBmpHeader,
  },
  GIF: { begins: ['GIF87a', 'GIF89a'], header: readGifHeader, animation: gifAnimation },
  AVIF: { brands: /^avi[fs]$/, header: readAvifHeader },
  HEIC: {
    brands: /^(hei[csx]|hev[cx]|mif1|msf1)$/,
    header: readHeicHeader,
    decode: (bytes, { width, height, isPremultiplied = false }) =>
      decodeHeic(bytes, width * height, isPremultiplied),
  },
  TIFF: {
    begins: ['II*\0', 'MM\0*', 'II+\0', 'MM\0+'],
    header: readTiffHeader,
    decode: (bytes, _, { profile, ...reading }) =>
      decodeTiff(bytes, { cmykToRgb: profile && cmykConversion(profile), ...reading }),
  },
} satisfies Record<string, FormatEntry>;

export type PictureFormat = keyof typeof entries;

/** The picture formats that are read. */
export const FORMATS: Readonly<Record<PictureFormat, FormatEntry>> = entries;
export const PICTURE_FORMATS = Object.keys(FORMATS) as PictureFormat[];

/**
 * Reads size and structure of a picture file without decoding pixels.
 * @param frame  of a TIFF file, the page
 * @returns undefined if the header is damaged
 */
export function readHeader(
  bytes: Uint8Array,
  format: PictureFormat,
  frame?: number,
): PictureHeader | undefined {
  try {
    return FORMATS[format].header(bytes, frame);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
