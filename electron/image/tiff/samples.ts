import { PHOTOMETRIC, type TiffPage } from './page';

/**
 * Adds up a row of differences in place.
 * @param row    one row of 8- or 16-bit samples
 * @param step   samples of a pixel in this row
 * Source: TIFF Revision 6.0, section 14.
 */
export function undoDifferences(row: Uint8Array, step: number, { bits, isLittleEndian }: TiffPage): void {
  if (bits === 8) {
    for (let i = step; i < row.length; i++) row[i]! += row[i - step]!;
    return;
  }
  const low = isLittleEndian ? 0 : 1;
  const high = 1 - low;
  for (let i = 2 * step; i + 1 < row.length; i += 2) {
    const left = i - 2 * step;
    const sum = row[i + low]! + row[left + low]!;
    row[i + low] = sum;
    row[i + high]! += row[left + high]! + (sum >> 8);
  }
}

/**
 * A row of samples as 8 bits each: the high byte of 16, smaller ones stretched to 0..255 unless they are palette entries.
 * @param row    as stored
 * @param count  samples in the row
 */
export function toBytes(row: Uint8Array, count: number, page: TiffPage): Uint8Array {
  const { bits, isLittleEndian, photometric } = page;
  if (bits === 8) return row;
  const bytes = new Uint8Array(count);
  if (bits === 16) {
    for (let i = 0, from = isLittleEndian ? 1 : 0; i < count; i++, from += 2) bytes[i] = row[from]!;
    return bytes;
  }
  const mask = (1 << bits) - 1;
  const scale = photometric === PHOTOMETRIC.palette ? 1 : 255 / mask;
  for (let i = 0; i < count; i++) {
    const bit = i * bits;
    bytes[i] = ((row[bit >> 3]! >> (8 - bits - (bit & 7))) & mask) * scale;
  }
  return bytes;
}

/** Puts the samples of one plane between those of the others. */
export function interleave(plane: Uint8Array, into: Uint8Array, index: number, step: number): void {
  for (let from = 0, to = index; to < into.length; from++, to += step) into[to] = plane[from]!;
}

/** Every byte with its bits in reverse order. */
export function reverseBits(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte) => {
    let reversed = 0;
    for (let bit = 0; bit < 8; bit++) reversed |= ((byte >> bit) & 1) << (7 - bit);
    return reversed;
  });
}
