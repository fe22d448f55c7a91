import { hasBands, samplesTaken } from '../tiff/bands';
import { readTiffPage, tiffPages } from '../tiff/page';
import type { PictureHeader } from './header';

/**
 * Size, orientation and profile of a page of a TIFF file.
 * @param frame  its number, counted from 1; the last one where there are fewer
 * @throws RangeError if its directory is not whole
 */
export function readTiffHeader(bytes: Uint8Array, frame?: number): PictureHeader {
  const count = tiffPages(bytes).length;
  const page = readTiffPage(bytes, Math.min(frame ?? 1, count));
  const { width, height, orientation, profile, unsupported } = page;
  return {
    width,
    height,
    // Our decoder counts exactly what is missing, and finds out by itself whether the file is cut off.
    mayHaveAlpha: false,
    isTruncated: false,
    orientation,
    frames: { count, canChoose: true },
    profile: () => profile,
    decodableBytes: () => bytes,
    ...(hasBands(page) && {
      bands: { total: page.samples, read: samplesTaken(page, undefined)?.length ?? 0 },
    }),
    ...(unsupported !== undefined && { unsupported }),
  };
}
