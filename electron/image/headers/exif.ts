import { viewOf } from './header';

const ORIENTATION_TAG = 0x0112;
const TYPE_SHORT = 3;

/**
 * The orientation in an EXIF block, i.e. a TIFF header with its first directory.
 * @param exif  bytes from `II*\0` or `MM\0*` on
 * @returns     1 to 8; 1 (upright) if there is none or the block is damaged
 * Source: CIPA DC-008 (Exif 2.32), section 4.6.
 */
export function exifOrientation(exif: Uint8Array): number {
  try {
    const view = viewOf(exif);
    const isLittle = view.getUint16(0) === 0x4949;
    const directory = view.getUint32(4, isLittle);
    const entries = view.getUint16(directory, isLittle);
    for (let i = 0; i < entries; i++) {
      const entry = directory + 2 + i * 12;
      if (view.getUint16(entry, isLittle) !== ORIENTATION_TAG) continue;
      const value = view.getUint16(entry + 8, isLittle);
      return view.getUint16(entry + 2, isLittle) === TYPE_SHORT && value >= 1 && value <= 8 ? value : 1;
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return 1;
}
