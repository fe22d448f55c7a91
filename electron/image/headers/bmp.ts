import { type PictureHeader, viewOf } from './header';

const CORE_HEADER_BYTES = 12;
const UNCOMPRESSED = [0, 3];

/**
 * Size and bit depth of a Windows or OS/2 bitmap; a negative height only means that the rows start at the top.
 * @throws RangeError if the file ends inside the header
 * Source: Microsoft, BITMAPFILEHEADER, BITMAPCOREHEADER and BITMAPINFOHEADER.
 */
export function readBmpHeader(bytes: Uint8Array): PictureHeader {
  const view = viewOf(bytes);
  const isCore = view.getUint32(14, true) === CORE_HEADER_BYTES;
  const width = isCore ? view.getUint16(18, true) : view.getInt32(18, true);
  const height = isCore ? view.getUint16(20, true) : Math.abs(view.getInt32(22, true));
  const bitsPerPixel = view.getUint16(isCore ? 24 : 28, true);
  const compression = isCore ? 0 : view.getUint32(30, true);
  const rowBytes = Math.ceil((width * bitsPerPixel) / 32) * 4;
  const expectedBytes = UNCOMPRESSED.includes(compression) ? view.getUint32(10, true) + rowBytes * height : 0;
  return {
    width,
    height,
    mayHaveAlpha: bitsPerPixel === 32 || bitsPerPixel === 16,
    isTruncated: expectedBytes > bytes.length,
    orientation: 1,
    profile: () => undefined,
    decodableBytes: () => bytes,
  };
}
