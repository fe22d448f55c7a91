import { readTiffPage } from '../tiff/page';
import type { PictureHeader } from './header';

/**
 * Size, orientation and profile of the first page of a TIFF file.
 * @throws RangeError if its directory is not whole
 */
export function readTiffHeader(bytes: Uint8Array): PictureHeader {
  const { width, height, orientation, profile, unsupported } = readTiffPage(bytes);
  return {
    width,
    height,
    // Our decoder counts exactly what is missing, and finds out by itself whether the file is cut off.
    mayHaveAlpha: false,
    isTruncated: false,
    orientation,
    profile: () => profile,
    decodableBytes: () => bytes,
    ...(unsupported !== undefined && { unsupported }),
  };
}
