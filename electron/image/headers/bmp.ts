import { message, type Message } from '../../shared/messages/message';
import { type PictureHeader, viewOf } from './header';

const CORE_HEADER_BYTES = 12;
const INFO_HEADER_BYTES = 40;
/** The short form of the header of OS/2 2.0, and the whole one. */
const OS2_HEADER_BYTES = [16, 64];
/** The first header with an alpha mask that decoders heed, version 4. */
const V4_HEADER_BYTES = 108;
const V3_HEADER_BYTES = 56;

const COMPRESSION = { none: 0, rle8: 1, rle4: 2, masks: 3, rle24: 4, alphaMasks: 6 } as const;
const UNCOMPRESSED: readonly number[] = [COMPRESSION.none, COMPRESSION.masks, COMPRESSION.alphaMasks];
/** Names of what Windows and OS/2 have besides. */
const RARE: Readonly<Record<number, string>> = {
  4: 'JPEG',
  5: 'PNG',
  11: 'CMYK',
  12: 'CMYK RLE8',
  13: 'CMYK RLE4',
};
const BITS_PER_PIXEL = [1, 2, 4, 8, 16, 24, 32];
/** Where the colour masks lie in all headers that have them. */
const MASKS = 54;

/**
 * Size and bit depth of a Windows or OS/2 bitmap; a negative height only means that the rows start at the top.
 * @throws RangeError if the file ends inside the header
 * Source: Microsoft, BITMAPFILEHEADER, BITMAPCOREHEADER, BITMAPINFOHEADER, BITMAPV4HEADER; IBM, BITMAPINFOHEADER2.
 */
export function readBmpHeader(bytes: Uint8Array): PictureHeader {
  const view = viewOf(bytes);
  const headerBytes = view.getUint32(14, true);
  const isCore = headerBytes === CORE_HEADER_BYTES;
  const width = isCore ? view.getUint16(18, true) : view.getInt32(18, true);
  const height = isCore ? view.getUint16(20, true) : Math.abs(view.getInt32(22, true));
  const bitsPerPixel = view.getUint16(isCore ? 24 : 28, true);
  const compression = isCore || headerBytes === OS2_HEADER_BYTES[0] ? 0 : view.getUint32(30, true);
  const rowBytes = Math.ceil((width * bitsPerPixel) / 32) * 4;
  const expectedBytes = UNCOMPRESSED.includes(compression) ? view.getUint32(10, true) + rowBytes * height : 0;
  const isOs2 = OS2_HEADER_BYTES.includes(headerBytes);
  const problem = whyUnsupported(view, { bitsPerPixel, compression, isOs2 });
  const hasHiddenAlpha =
    compression === COMPRESSION.alphaMasks ||
    (headerBytes === V3_HEADER_BYTES && compression === COMPRESSION.masks);
  return {
    width,
    height,
    mayHaveAlpha: bitsPerPixel === 32 || bitsPerPixel === 16,
    isTruncated: expectedBytes > bytes.length,
    orientation: 1,
    profile: () => undefined,
    decodableBytes: () => (hasHiddenAlpha ? withLongHeader(bytes, headerBytes) : bytes),
    ...(problem && { unsupported: problem }),
  };
}

interface BmpKind {
  readonly bitsPerPixel: number;
  readonly compression: number;
  readonly isOs2: boolean;
}

function whyUnsupported(view: DataView, { bitsPerPixel, compression, isOs2 }: BmpKind): Message | undefined {
  if (isOs2 && compression === COMPRESSION.masks)
    return message('part/bmp-compression', { kind: 'Huffman 1D' });
  const isKnown =
    Object.values<number>(COMPRESSION).includes(compression) && (compression !== COMPRESSION.rle24 || isOs2);
  if (!isKnown) return message('part/bmp-compression', { kind: RARE[compression] ?? String(compression) });
  if (!BITS_PER_PIXEL.includes(bitsPerPixel)) return message('part/bmp-bits', { bits: bitsPerPixel });
  const hasMasks = compression === COMPRESSION.masks || compression === COMPRESSION.alphaMasks;
  const areEmpty = hasMasks && [0, 4, 8].every((at) => view.getUint32(MASKS + at, true) === 0);
  return areEmpty ? message('part/bmp-masks') : undefined;
}

/**
 * The same file with the header of version 4, whose beginning is laid out alike: Skia takes no alpha from shorter ones, as
 * GIMP and image editors write them.
 */
function withLongHeader(bytes: Uint8Array, headerBytes: number): Uint8Array {
  // The four masks follow the shortest header, and are part of that of version 3.
  const end = 14 + (headerBytes === INFO_HEADER_BYTES ? INFO_HEADER_BYTES + 16 : headerBytes);
  const added = V4_HEADER_BYTES - (end - 14);
  const longer = new Uint8Array(bytes.length + added);
  longer.set(bytes.subarray(0, end));
  longer.set(bytes.subarray(end), end + added);
  const view = viewOf(longer);
  view.setUint32(2, longer.length, true);
  view.setUint32(10, view.getUint32(10, true) + added, true);
  view.setUint32(14, V4_HEADER_BYTES, true);
  view.setUint32(30, COMPRESSION.masks, true);
  // "sRGB", so that no colours are converted.
  view.setUint32(70, 0x73524742, true);
  return longer;
}
