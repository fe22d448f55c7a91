import { inflateSync, constants } from 'node:zlib';

/**
 * Decompresses TIFF's LZW (codes of 9 to 12 bits, highest bit first, one code earlier than GIF).
 * @param out  filled from its start; decoding ends when it is full, at the end code or at a code that cannot be
 * @returns    how many bytes were written
 * Source: TIFF Revision 6.0, section 13.
 */
export function decodeLzw(data: Uint8Array, out: Uint8Array): number {
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
  while (written < out.length) {
    while (bits < width) {
      if (position >= data.length) return written;
      buffer = ((buffer << 8) | data[position++]!) & 0xffffff;
      bits += 8;
    }
    bits -= width;
    const code = (buffer >> bits) & ((1 << width) - 1);
    if (code === END) return written;
    if (code === CLEAR) {
      next = END + 1;
      width = 9;
      previous = -1;
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
 * @param out  filled from its start; decoding ends when it is full
 * @returns    how many bytes were written
 * Source: TIFF Revision 6.0, section 9.
 */
export function decodePackBits(data: Uint8Array, out: Uint8Array): number {
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
  return written;
}

/**
 * Decompresses zlib data; cut-off data give what there is of them, damaged ones nothing.
 * @param out  filled from its start
 * @returns    how many bytes were written
 */
export function decodeDeflate(data: Uint8Array, out: Uint8Array): number {
  try {
    const bytes = inflateSync(data, {
      finishFlush: constants.Z_SYNC_FLUSH,
      // A few bytes too many are common; more than twice the size is damage.
      maxOutputLength: 2 * out.length + 1024,
    });
    out.set(bytes.subarray(0, out.length));
    return Math.min(bytes.length, out.length);
  } catch {
    return 0;
  }
}
