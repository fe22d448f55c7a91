import { message } from '../../shared/messages/message';
import { gifBlocks, gifTableBytes } from '../animation/gif';
import { gifCoverage } from '../coverage/gif';
import { type PictureHeader, viewOf } from './header';

const INTERLACED = 0x40;

/**
 * Walks the blocks (GIF89a specification). The size is the screen's, enlarged to hold the first frame as Skia does.
 * @param wanted  number of the frame that is wanted; an empty first one is no hindrance to others
 * @throws RangeError if the file ends before the first frame begins
 */
export function readGifHeader(bytes: Uint8Array, wanted = 1): PictureHeader {
  const view = viewOf(bytes);
  const [first, ...others] = gifBlocks(bytes);
  if (first === undefined) throw new RangeError('no frame');
  const { begin, data, end } = first;
  const frame = {
    x: view.getUint16(begin + 1, true),
    y: view.getUint16(begin + 3, true),
    width: view.getUint16(begin + 5, true),
    height: view.getUint16(begin + 7, true),
  };
  const width = Math.max(view.getUint16(6, true), frame.x + frame.width);
  const height = Math.max(view.getUint16(8, true), frame.y + frame.height);
  const tableBytes = first.tableBytes || gifTableBytes(view.getUint8(10));
  const isEmpty =
    wanted === 1 && (frame.width * frame.height === 0 || (bytes[data + 1] === 0 && others.length > 0));
  return {
    width,
    height,
    ...(tableBytes === 0 && { unsupported: message('part/gif-no-colours') }),
    ...(isEmpty && { unsupported: message('part/gif-empty-frame') }),
    coverage: () => ({
      ...gifCoverage(bytes, data, frame.width * frame.height, tableBytes / 3),
      // The first rows of an interlaced picture stand for those that follow later.
      isRestEmpty: (view.getUint8(begin + 9) & INTERLACED) === 0,
    }),
    mayHaveAlpha: true,
    isTruncated: end > bytes.length,
    frames: { count: 1 + others.length, canChoose: true },
    orientation: 1,
    profile: () => undefined,
    decodableBytes: () => bytes,
  };
}
