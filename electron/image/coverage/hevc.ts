import { type ByteRange, viewOf } from '../headers/header';
import type { Coverage } from './coverage';

/**
 * Looks for what cannot be in HEVC data: two zero bytes are never followed by 0, 1 or 2 within a unit, and the lengths of the
 * units add up. The decoder makes green, or black, of blocks that it cannot read, for example where a copy failed and
 * left zeros.
 * @param extents  where the data of the coded pictures lie
 * Source: ITU-T H.265, section 7.4.2; ISO/IEC 14496-15, section 8.3.3 (lengths of four bytes, as all writers use).
 */
export function hevcCoverage(bytes: Uint8Array, extents: readonly ByteRange[]): Coverage {
  const isDamaged = extents.some(
    ({ begin, end }) => end <= bytes.length && isBroken(bytes.subarray(begin, end)),
  );
  return { share: 1, isDamaged };
}

const LENGTH_BYTES = 4;

function isBroken(data: Uint8Array): boolean {
  const view = viewOf(data);
  let at = 0;
  while (at + LENGTH_BYTES <= data.length) {
    const begin = at + LENGTH_BYTES;
    at = begin + view.getUint32(at);
    if (at > data.length || hasForbiddenZeros(data.subarray(begin, at))) return true;
  }
  return at !== data.length;
}

function hasForbiddenZeros(unit: Uint8Array): boolean {
  for (let at = unit.indexOf(0); at >= 0 && at + 2 < unit.length; at = unit.indexOf(0, at + 1))
    if (unit[at + 1] === 0 && unit[at + 2]! < 3) return true;
  return false;
}
