import { type Box, heifProfile, readHeifStructure } from './boxes';
import { type PictureHeader, tagAt, viewOf } from './header';

/** nclx values for "sRGB": BT.709 primaries, IEC 61966-2-1 transfer. */
const SRGB_PRIMARIES = 1;
const SRGB_TRANSFER = 13;

/**
 * Size and colour boxes of an AVIF file.
 * @throws RangeError if the boxes down to the item properties are missing or not whole
 */
export function readAvifHeader(bytes: Uint8Array): PictureHeader {
  const { width, height, properties, isTruncated, frameCount } = readHeifStructure(bytes);
  return {
    width,
    height,
    frames: { count: frameCount, canChoose: false },
    mayHaveAlpha: true,
    isTruncated,
    orientation: 1,
    profile: () => heifProfile(bytes, properties),
    decodableBytes: (keepProfile) => (keepProfile ? bytes : neutralProfile(bytes, properties)),
  };
}

/**
 * A copy whose colour boxes say sRGB. Boxes are referred to by number, so they stay where they are: an ICC box turns into
 * free space, and a coded one (nclx) keeps its matrix, which belongs to the pixels.
 */
function neutralProfile(bytes: Uint8Array, properties: readonly Box[]): Uint8Array {
  // Not by `slice`: that of Node's Buffer, which files are read into, is no copy.
  const copy = new Uint8Array(bytes);
  const view = viewOf(copy);
  for (const { begin } of properties.filter(({ name, end }) => name === 'colr' && end <= bytes.length)) {
    if (tagAt(copy, begin) === 'nclx' && begin + 8 <= copy.length) {
      view.setUint16(begin + 4, SRGB_PRIMARIES);
      view.setUint16(begin + 6, SRGB_TRANSFER);
    } else
      copy.set(
        [...'free'].map((letter) => letter.charCodeAt(0)),
        begin - 4,
      );
  }
  return copy;
}
