import { message } from '../../shared/messages/message';
import { gifCoverage } from '../coverage/gif';
import { type PictureHeader, viewOf } from './header';

const EXTENSION = 0x21;
const IMAGE_DESCRIPTOR = 0x2c;
const INTERLACED = 0x40;

/**
 * Walks the blocks up to the end of the first frame (GIF89a specification). The size is the screen's, enlarged to hold
 * the first frame as Skia does.
 * @throws RangeError if the file ends before the first frame begins
 */
export function readGifHeader(bytes: Uint8Array): PictureHeader {
  const view = viewOf(bytes);
  let offset = 13 + colorTableBytes(view.getUint8(10));
  while (view.getUint8(offset) === EXTENSION) offset = endOfSubBlocks(bytes, offset + 2);
  if (view.getUint8(offset) !== IMAGE_DESCRIPTOR) throw new RangeError('no frame');
  const frame = {
    x: view.getUint16(offset + 1, true),
    y: view.getUint16(offset + 3, true),
    width: view.getUint16(offset + 5, true),
    height: view.getUint16(offset + 7, true),
  };
  const width = Math.max(view.getUint16(6, true), frame.x + frame.width);
  const height = Math.max(view.getUint16(8, true), frame.y + frame.height);
  const ownTable = colorTableBytes(view.getUint8(offset + 9));
  const tableBytes = ownTable || colorTableBytes(view.getUint8(10));
  const data = offset + 10 + ownTable;
  const end = endOfSubBlocks(bytes, data + 1);
  const isEmpty = frame.width * frame.height === 0 || (bytes[data + 1] === 0 && isFollowed(bytes, end));
  return {
    width,
    height,
    ...(tableBytes === 0 && { unsupported: message('part/gif-no-colours') }),
    ...(isEmpty && { unsupported: message('part/gif-empty-frame') }),
    coverage: () => ({
      ...gifCoverage(bytes, data, frame.width * frame.height, tableBytes / 3),
      // The first rows of an interlaced picture stand for those that follow later.
      isRestEmpty: (view.getUint8(offset + 9) & INTERLACED) === 0,
    }),
    mayHaveAlpha: true,
    isTruncated: end > bytes.length,
    orientation: 1,
    profile: () => undefined,
    decodableBytes: () => bytes,
  };
}

/** True if another frame follows. */
function isFollowed(bytes: Uint8Array, offset: number): boolean {
  while (bytes[offset] === EXTENSION) offset = endOfSubBlocks(bytes, offset + 2);
  return bytes[offset] === IMAGE_DESCRIPTOR;
}

function colorTableBytes(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1);
}

/** The offset after a chain of sub-blocks; beyond the bytes if they end before the chain does. */
function endOfSubBlocks(bytes: Uint8Array, offset: number): number {
  let length = bytes[offset];
  while (length !== 0) {
    if (length === undefined) return bytes.length + 1;
    offset += length + 1;
    length = bytes[offset];
  }
  return offset + 1;
}
