import type { Coverage } from './coverage';

const MOST_CODES = 4096;
const LARGEST_FIRST_SIZE = 11;

/**
 * Counts the pixels that the LZW data of a GIF frame give.
 * @param begin    where the size of the first codes stands, in front of the data
 * @param pixels   how many there should be
 * @param colours  entries of the colour table
 * Source: CompuServe, GIF89a, appendix F.
 */
export function gifCoverage(bytes: Uint8Array, begin: number, pixels: number, colours: number): Coverage {
  const firstSize = bytes[begin] ?? 0;
  const isPossible = firstSize >= 1 && firstSize <= LARGEST_FIRST_SIZE;
  const { count, isBroken } = isPossible
    ? countPixels(joinSubBlocks(bytes, begin + 1), firstSize, pixels, colours)
    : { count: 0, isBroken: true };
  return { share: Math.min(1, count / pixels), isDamaged: isBroken || count < pixels };
}

function countPixels(
  data: Uint8Array,
  firstSize: number,
  pixels: number,
  colours: number,
): { count: number; isBroken: boolean } {
  const clear = 1 << firstSize;
  const lengths = new Uint32Array(MOST_CODES).fill(1, 0, clear);
  let count = 0;
  let isBroken = false;
  let next = clear + 2;
  let size = firstSize + 1;
  let previous = -1;
  let buffer = 0;
  let bits = 0;
  let position = 0;
  while (count < pixels) {
    while (bits < size && position < data.length) {
      buffer |= data[position++]! << bits;
      bits += 8;
    }
    if (bits < size) break;
    const code = buffer & ((1 << size) - 1);
    buffer >>>= size;
    bits -= size;
    if (code === clear + 1) break;
    if (code === clear) {
      next = clear + 2;
      size = firstSize + 1;
      previous = -1;
      continue;
    }
    if (code > next || (code === next && previous < 0)) return { count, isBroken: true };
    if (previous >= 0 && next < MOST_CODES) {
      lengths[next] = lengths[previous]! + 1;
      next++;
      if (next === 1 << size && size < 12) size++;
    }
    if (code < clear && code >= colours) isBroken = true;
    count += lengths[code]!;
    previous = code;
  }
  return { count, isBroken };
}

function joinSubBlocks(bytes: Uint8Array, begin: number): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let at = begin; at < bytes.length && bytes[at] !== 0; at += bytes[at]! + 1)
    parts.push(bytes.subarray(at + 1, at + 1 + bytes[at]!));
  return Buffer.concat(parts);
}
