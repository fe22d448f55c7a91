import { fromHalf } from '../../core/tensor';
import { NUMBERS, PHOTOMETRIC, PREDICTOR, type TiffPage } from './format';

/**
 * Undoes the predictor of a row in place.
 * @param row    one row of samples of whole bytes
 * @param step   samples of a pixel in this row
 * Source: TIFF Revision 6.0, section 14; Adobe Photoshop TIFF Technical Note 3.
 */
export function undoPredictor(row: Uint8Array, step: number, page: TiffPage): void {
  const { bits, isLittleEndian, predictor } = page;
  const size = bits / 8;
  if (predictor === PREDICTOR.floats) {
    for (let i = step; i < row.length; i++) row[i]! += row[i - step]!;
    sortBytes(row, size, isLittleEndian);
  } else if (predictor === PREDICTOR.differences) addDifferences(row, step * size, size, isLittleEndian);
}

/** Adds up differences of whole numbers of `size` bytes, each to the number `back` bytes before it. */
function addDifferences(row: Uint8Array, back: number, size: number, isLittleEndian: boolean): void {
  const low = isLittleEndian ? 0 : size - 1;
  const up = isLittleEndian ? 1 : -1;
  for (let at = back; at + size <= row.length; at += size)
    for (let rank = 0, carry = 0, i = at + low; rank < size; rank++, i += up) {
      const sum = row[i]! + row[i - back]! + carry;
      row[i] = sum;
      carry = sum >> 8;
    }
}

/** Brings bytes together that lie by their rank: first the highest of each number, last the lowest. */
function sortBytes(row: Uint8Array, size: number, isLittleEndian: boolean): void {
  // Not by `slice`: that of a Buffer, which zlib gives, is no copy.
  const byRank = Uint8Array.from(row);
  const count = row.length / size;
  for (let rank = 0; rank < size; rank++)
    for (let i = 0, to = isLittleEndian ? size - 1 - rank : rank; i < count; i++, to += size)
      row[to] = byRank[rank * count + i]!;
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

/** A row of samples of 8 to 64 bits as the numbers that they are; those of 64-bit integers are rounded to 53 bits. */
export function toNumbers(row: Uint8Array, page: TiffPage): Float64Array {
  const view = new DataView(row.buffer, row.byteOffset, row.byteLength);
  const size = page.bits / 8;
  const read = readerOf(view, page);
  return Float64Array.from({ length: row.length / size }, (_, i) => read(i * size));
}

function readerOf(view: DataView, { bits, numbers, isLittleEndian }: TiffPage): (at: number) => number {
  if (numbers === NUMBERS.float) {
    if (bits === 16) return (at) => fromHalf(view.getUint16(at, isLittleEndian));
    return bits === 32
      ? (at) => view.getFloat32(at, isLittleEndian)
      : (at) => view.getFloat64(at, isLittleEndian);
  }
  const isSigned = numbers === NUMBERS.signed;
  switch (bits) {
    case 8:
      return isSigned ? (at) => view.getInt8(at) : (at) => view.getUint8(at);
    case 16:
      return isSigned
        ? (at) => view.getInt16(at, isLittleEndian)
        : (at) => view.getUint16(at, isLittleEndian);
    case 32:
      return isSigned
        ? (at) => view.getInt32(at, isLittleEndian)
        : (at) => view.getUint32(at, isLittleEndian);
    default:
      return isSigned
        ? (at) => Number(view.getBigInt64(at, isLittleEndian))
        : (at) => Number(view.getBigUint64(at, isLittleEndian));
  }
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
