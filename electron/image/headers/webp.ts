import { webpFrameCount } from '../animation/webp';
import { type ByteRange, type PictureHeader, tagAt, viewOf, withoutRanges } from './header';

const RIFF_HEADER_BYTES = 12;
const PROFILE_FLAG = 0x20;
const ALPHA_FLAG = 0x10;

/**
 * Size from the first chunk: VP8X (canvas), VP8L (lossless) or VP8 (lossy).
 * @throws RangeError if the first chunk is none of them or is not whole
 * Source: Google, WebP Container Specification; RFC 6386, section 9.1; WebP Lossless Bitstream Specification.
 */
export function readWebpHeader(bytes: Uint8Array): PictureHeader {
  const view = viewOf(bytes);
  const profile = profileChunks(bytes, view);
  return {
    ...sizeAndAlpha(bytes, view),
    frames: { count: webpFrameCount(bytes), canChoose: true },
    isTruncated: view.getUint32(4, true) + 8 > bytes.length,
    orientation: 1,
    profile: () => profile[0] && bytes.subarray(profile[0].begin + 8, profile[0].end),
    decodableBytes: (keepProfile) => (keepProfile ? bytes : dropProfile(bytes, profile)),
  };
}

function sizeAndAlpha(
  bytes: Uint8Array,
  view: DataView,
): { width: number; height: number; mayHaveAlpha: boolean } {
  const uint24 = (offset: number): number =>
    view.getUint16(offset, true) + view.getUint8(offset + 2) * 0x10000;
  switch (tagAt(bytes, RIFF_HEADER_BYTES)) {
    case 'VP8X':
      return {
        width: uint24(24) + 1,
        height: uint24(27) + 1,
        mayHaveAlpha: (view.getUint8(20) & ALPHA_FLAG) !== 0 || isAnimated(view),
      };
    case 'VP8L': {
      const bits = view.getUint32(21, true);
      return {
        width: (bits & 0x3fff) + 1,
        height: ((bits >>> 14) & 0x3fff) + 1,
        mayHaveAlpha: (bits & 0x10000000) !== 0,
      };
    }
    case 'VP8 ':
      return {
        width: view.getUint16(26, true) & 0x3fff,
        height: view.getUint16(28, true) & 0x3fff,
        mayHaveAlpha: false,
      };
    default:
      throw new RangeError('no VP8 chunk');
  }
}

/** The first frame of an animation may leave a part of the canvas empty. */
function isAnimated(view: DataView): boolean {
  return (view.getUint8(20) & 0x02) !== 0;
}

function profileChunks(bytes: Uint8Array, view: DataView): ByteRange[] {
  const ranges: ByteRange[] = [];
  let begin = RIFF_HEADER_BYTES;
  while (begin + 8 <= bytes.length) {
    const length = view.getUint32(begin + 4, true);
    const end = Math.min(begin + 8 + length + (length % 2), bytes.length);
    if (tagAt(bytes, begin) === 'ICCP') ranges.push({ begin, end });
    begin = end;
  }
  return ranges;
}

function dropProfile(bytes: Uint8Array, profile: readonly ByteRange[]): Uint8Array {
  if (profile.length === 0 || tagAt(bytes, RIFF_HEADER_BYTES) !== 'VP8X') return bytes;
  const rest = withoutRanges(bytes, profile);
  const view = viewOf(rest);
  view.setUint32(4, Math.max(view.getUint32(4, true) - (bytes.length - rest.length), 0), true);
  view.setUint8(20, view.getUint8(20) & ~PROFILE_FLAG);
  return rest;
}
