import { message, type Message } from '../../shared/messages/message';
import { jpegCoverage } from '../coverage/jpeg';
import { type ByteRange, type PictureHeader, viewOf, withoutRanges } from './header';

/** The frame of JPEG-LS. */
const JPEG_LS = 0xf7;
/** Start of frame: C0..CF except the tables C4 (Huffman), C8 (reserved) and CC (arithmetic conditioning). */
const isStartOfFrame = (marker: number): boolean =>
  (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) ||
  marker === JPEG_LS;
/** Markers without a length: TEM and the restarts and starts D0..D8. */
const isBare = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);

/** Lossless, and the same of hierarchical pictures, or with arithmetic coding. */
const LOSSLESS = 0xc3;
const LOSSLESS_ARITHMETIC = 0xcb;
/** Frames that are differences to another one, and the header of a picture made of them. */
const HIERARCHICAL = [0xc5, 0xc6, 0xc7, 0xcd, 0xce, 0xcf, 0xde];
const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;
const APP2 = 0xe2;

interface JpegFrame {
  readonly marker: number;
  readonly bits: number;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

export interface JpegHeader extends PictureHeader {
  readonly channels: number;
}

/**
 * Walks the marker segments (ITU-T T.81, annex B). Thumbnails lie inside segments and are skipped with them; whatever
 * follows the end of the picture is ignored.
 * @throws RangeError if the size or the first scan is missing
 */
export function readJpegHeader(bytes: Uint8Array): JpegHeader {
  const view = viewOf(bytes);
  const profile: ByteRange[] = [];
  let frame: JpegFrame | undefined;
  let isHierarchical = false;
  let hasScan = false;
  let isComplete = false;
  let soundEnd = bytes.length;
  let offset = 2;
  while (!isComplete) {
    const begin = bytes.indexOf(0xff, offset);
    if (begin < 0) break;
    offset = begin + 1;
    while (bytes[offset] === 0xff) offset++;
    const marker = bytes[offset++] ?? 0;
    if (marker === 0 || isBare(marker)) continue;
    isComplete = marker === END_OF_IMAGE;
    if (isComplete) continue;
    const end = offset + 2 <= bytes.length ? offset + Math.max(view.getUint16(offset), 2) : Infinity;
    // A scan without a single byte of data is as good as none.
    if (end > bytes.length || (marker === START_OF_SCAN && end === bytes.length)) {
      soundEnd = begin;
      break;
    }
    if (isStartOfFrame(marker))
      frame ??= {
        marker,
        bits: view.getUint8(offset + 2),
        height: view.getUint16(offset + 3),
        width: view.getUint16(offset + 5),
        channels: view.getUint8(offset + 7),
      };
    if (HIERARCHICAL.includes(marker)) isHierarchical = true;
    if (marker === APP2 && isProfile(bytes, offset + 2)) profile.push({ begin, end });
    if (marker === START_OF_SCAN) hasScan = true;
    offset = end;
  }
  if (frame === undefined || !hasScan) throw new RangeError('no picture');
  const problem = isHierarchical ? message('part/jpeg-hierarchical') : whyUnsupported(frame);
  return {
    width: frame.width,
    height: frame.height,
    channels: frame.channels,
    mayHaveAlpha: false,
    isTruncated: !isComplete,
    orientation: 1,
    profile: () => joinProfile(bytes, profile),
    coverage: () => jpegCoverage(bytes),
    ...(problem && { unsupported: problem }),
    decodableBytes: (keepProfile) => {
      const kept = keepProfile ? bytes : withoutRanges(bytes, profile);
      return isComplete ? kept : withEndMarker(kept.subarray(0, kept.length - (bytes.length - soundEnd)));
    },
  };
}

/** What libjpeg-turbo, as Skia uses it, gives zeros for, or calls damaged. */
function whyUnsupported({ marker, bits, height, channels }: JpegFrame): Message | undefined {
  if (marker === JPEG_LS) return message('part/content-unread', { what: message('part/content-jls') });
  if (marker === LOSSLESS_ARITHMETIC) return message('part/jpeg-lossless-arithmetic');
  if (bits !== 8)
    return marker === LOSSLESS
      ? message('part/jpeg-lossless-precision', { bits })
      : message('part/jpeg-precision', { bits });
  if (channels !== 1 && channels !== 3 && channels !== 4) return message('part/jpeg-channels', { channels });
  return height === 0 ? message('part/jpeg-late-height') : undefined;
}

function isProfile(bytes: Uint8Array, offset: number): boolean {
  return String.fromCharCode(...bytes.subarray(offset, offset + 12)) === 'ICC_PROFILE\0';
}

/**
 * A profile may be spread over several segments; each has marker, length and name (16 bytes) and its number and their count
 * in front (ICC.1, annex B.4).
 */
function joinProfile(bytes: Uint8Array, segments: readonly ByteRange[]): Uint8Array | undefined {
  if (segments.length === 0) return undefined;
  const inOrder = segments.toSorted((a, b) => bytes[a.begin + 16]! - bytes[b.begin + 16]!);
  return Buffer.concat(inOrder.map(({ begin, end }) => bytes.subarray(begin + 18, end)));
}

/** Without the end marker libjpeg waits for more data and the last rows that are there are lost. */
function withEndMarker(bytes: Uint8Array): Uint8Array {
  const closed = new Uint8Array(bytes.length + 2);
  closed.set(bytes);
  closed.set([0xff, END_OF_IMAGE], bytes.length);
  return closed;
}
