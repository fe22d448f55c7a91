import { constants, inflateSync } from 'node:zlib';
import { Unzlib } from 'fflate';

/**
 * Decompresses TIFF's LZW (codes of 9 to 12 bits, highest bit first, one code earlier than GIF).
 * @param size  how many bytes are wanted
 * @returns     so many, or fewer if the data end or hold a code that cannot be; none if they do not begin with the code
 *              that clears the table, as all data must
 * Source: TIFF Revision 6.0, section 13.
 */
export function decodeLzw(data: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(size);
  return out.subarray(0, unpackLzw(data, out));
}

/** Fills `out` and returns how many bytes were written. */
function unpackLzw(data: Uint8Array, out: Uint8Array): number {
  const CLEAR = 256;
  const END = 257;
  const MAX_CODES = 4096;
  // A string is the one of its prefix and one byte; it is written from its end.
  const prefixes = new Uint16Array(MAX_CODES);
  const lasts = new Uint8Array(MAX_CODES);
  const firsts = new Uint8Array(MAX_CODES);
  const lengths = new Uint16Array(MAX_CODES);
  for (let code = 0; code < CLEAR; code++) {
    lasts[code] = firsts[code] = code;
    lengths[code] = 1;
  }
  let written = 0;
  let next = END + 1;
  let width = 9;
  let previous = -1;
  let buffer = 0;
  let bits = 0;
  let position = 0;
  let isCleared = false;
  while (written < out.length) {
    while (bits < width) {
      if (position >= data.length) return written;
      buffer = ((buffer << 8) | data[position++]!) & 0xffffff;
      bits += 8;
    }
    bits -= width;
    const code = (buffer >> bits) & ((1 << width) - 1);
    if (code === END || (!isCleared && code !== CLEAR)) return written;
    if (code === CLEAR) {
      next = END + 1;
      width = 9;
      previous = -1;
      isCleared = true;
      continue;
    }
    if (previous < 0) {
      if (code >= CLEAR) return written;
    } else {
      if (code > next || code >= MAX_CODES) return written;
      if (next < MAX_CODES) {
        prefixes[next] = previous;
        firsts[next] = firsts[previous]!;
        lengths[next] = lengths[previous]! + 1;
        lasts[next] = firsts[code === next ? previous : code]!;
        next++;
        if (next >= (1 << width) - 1 && width < 12) width++;
      }
    }
    const length = lengths[code]!;
    let at = written + length;
    for (let part = code, left = length; left > 0; left--, part = prefixes[part]!) out[--at] = lasts[part]!;
    written += length;
    previous = code;
  }
  return out.length;
}

/**
 * Decompresses PackBits.
 * @param size  how many bytes are wanted
 * @returns     so many, or fewer if the data end
 * Source: TIFF Revision 6.0, section 9.
 */
export function decodePackBits(data: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(size);
  let written = 0;
  let position = 0;
  while (position + 1 < data.length && written < out.length) {
    const control = data[position++]!;
    if (control === 128) continue;
    if (control < 128) {
      const run = data.subarray(position, Math.min(position + control + 1, position + out.length - written));
      out.set(run, written);
      written += run.length;
      position += control + 1;
    } else {
      const end = Math.min(written + 257 - control, out.length);
      out.fill(data[position++]!, written, end);
      written = end;
    }
  }
  return out.subarray(0, written);
}

/** Bytes that are given to the streaming decompressor at a time: so much before a damaged place may be lost. */
const SALVAGE_STEP = 256;

/** Decompressed bytes, and whether the compressed ones were whole and had the right checksum. */
export interface Decompressed {
  readonly data: Uint8Array;
  readonly isSound: boolean;
}

/**
 * Decompresses zlib data; cut-off and damaged ones give what comes before the damage.
 * @param size  how many bytes are wanted; there are so many, or fewer
 */
export function decodeDeflate(data: Uint8Array, size: number): Decompressed {
  const whole = inflate(data, size, constants.Z_FINISH);
  if (whole) return { data: whole, isSound: true };
  const begun = inflate(data, size, constants.Z_SYNC_FLUSH) ?? salvageDeflate(data, size);
  return { data: begun, isSound: false };
}

/** @returns undefined if the data are damaged, or are not whole unless `finishFlush` allows that */
function inflate(data: Uint8Array, size: number, finishFlush: number): Uint8Array | undefined {
  try {
    const bytes = inflateSync(data, {
      finishFlush,
      // One chunk, so that they need not be joined, which would take the memory twice.
      chunkSize: Math.max(size, constants.Z_MIN_CHUNK),
      // A few bytes too many are common; more than twice the size is damage.
      maxOutputLength: 2 * size + 1024,
    });
    return bytes.subarray(0, size);
  } catch {
    return undefined;
  }
}

function salvageDeflate(data: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(size);
  let written = 0;
  const inflater = new Unzlib((chunk) => {
    const fitting = chunk.subarray(0, out.length - written);
    out.set(fitting, written);
    written += fitting.length;
  });
  try {
    for (let at = 0; at < data.length && written < out.length; at += SALVAGE_STEP)
      inflater.push(data.subarray(at, at + SALVAGE_STEP));
  } catch {
    // The damaged place.
  }
  return out.subarray(0, written);
}
