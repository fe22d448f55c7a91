import { hasBands, samplesTaken } from '../tiff/bands';
import { readTiffPage } from '../tiff/page';
import type { PictureHeader } from './header';

/**
 * Size, orientation and profile of the first page of a TIFF file.
 * @throws RangeError if its directory is not whole
 */
export function readTiffHeader(bytes: Uint8Array): PictureHeader {
  const page = readTiffPage(bytes);
  const { width, height, orientation, profile, unsupported } = page;
  return {
    width,
    height,
    // Our decoder counts exactly what is missing, and finds out by itself whether the file is cut off.
    mayHaveAlpha: false,
    isTruncated: false,
    orientation,
    profile: () => profile,
    decodableBytes: () => bytes,
    ...(hasBands(page) && {
      bands: { total: page.samples, read: samplesTaken(page, undefined)?.length ?? 0 },
    }),
    ...(unsupported !== undefined && { unsupported }),
  };
}
