import { type ByteRange, type PictureHeader, viewOf, withoutRanges } from './header';

/** Start of frame: C0..CF except the tables C4 (Huffman), C8 (reserved) and CC (arithmetic conditioning). */
const isStartOfFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
/** Markers without a length: TEM and the restarts and starts D0..D8. */
const isBare = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);

const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;
const APP2 = 0xe2;

/** More scans than any encoder writes (about 10): each costs a pass over the whole picture, so a small file could take hours. */
const MAX_SCANS = 200;

/**
 * Walks the marker segments (ITU-T T.81, annex B). Thumbnails lie inside segments and are skipped with them; whatever
 * follows the end of the picture is ignored.
 * @throws RangeError if there is no size before the data end, or there are more than 200 scans
 */
export function readJpegHeader(bytes: Uint8Array): PictureHeader {
  const view = viewOf(bytes);
  const profile: ByteRange[] = [];
  let size: { width: number; height: number } | undefined;
  let scans = 0;
  let isComplete = false;
  let offset = 2;
  while (!isComplete) {
    const begin = bytes.indexOf(0xff, offset);
    if (begin < 0) break;
    offset = begin + 1;
    while (bytes[offset] === 0xff) offset++;
    const marker = bytes[offset];
    if (marker === undefined) break;
    offset++;
    if (marker === 0 || isBare(marker)) continue;
    if (marker === END_OF_IMAGE) {
      isComplete = true;
      continue;
    }
    if (offset + 2 > bytes.length) break;
    const end = offset + Math.max(view.getUint16(offset), 2);
    if (isStartOfFrame(marker))
      size ??= { height: view.getUint16(offset + 3), width: view.getUint16(offset + 5) };
    if (marker === APP2 && isProfile(bytes, offset + 2))
      profile.push({ begin, end: Math.min(end, bytes.length) });
    if (marker === START_OF_SCAN && ++scans > MAX_SCANS) throw new RangeError('too many scans');
    offset = end;
  }
  if (size === undefined) throw new RangeError('no start of frame');
  return {
    ...size,
    mayHaveAlpha: false,
    isTruncated: !isComplete,
    orientation: 1,
    withoutProfile: () => withoutRanges(bytes, profile),
  };
}

function isProfile(bytes: Uint8Array, offset: number): boolean {
  return String.fromCharCode(...bytes.subarray(offset, offset + 12)) === 'ICC_PROFILE\0';
}
