import type { PictureFormat } from '../sniff';
import { readAvifHeader } from './avif';
import { readBmpHeader } from './bmp';
import { readGifHeader } from './gif';
import type { PictureHeader } from './header';
import { readHeicHeader } from './heic';
import { readJpegHeader } from './jpeg';
import { readPngHeader } from './png';
import { readTiffHeader } from './tiff';
import { readWebpHeader } from './webp';

export type { PictureHeader };

// Own readers, not a general package: the limit on memory holds only if the size read here is the size that is allocated,
// and that needs the same rules as the decoders (any start-of-frame marker of JPEG, GIF frames larger than their screen, ...).
const readers: Record<PictureFormat, (bytes: Uint8Array, frame?: number) => PictureHeader> = {
  JPEG: readJpegHeader,
  PNG: readPngHeader,
  WebP: readWebpHeader,
  BMP: readBmpHeader,
  GIF: readGifHeader,
  AVIF: readAvifHeader,
  HEIC: readHeicHeader,
  TIFF: readTiffHeader,
};

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
    return readers[format](bytes, frame);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
