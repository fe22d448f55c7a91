import { crc32 } from 'node:zlib';

const METRES_PER_INCH = 0.0254;
/** Signature and header of a PNG file. */
const PNG_HEADER_BYTES = 33;

/** A PNG file that says how many of its pixels an inch has: the chunk pHYs behind the header. */
export function pngWithDpi(png: Uint8Array, dpi: number): Uint8Array {
  const chunk = Buffer.alloc(21);
  chunk.writeUInt32BE(9, 0);
  chunk.write('pHYs', 4, 'latin1');
  const perMetre = Math.round(dpi / METRES_PER_INCH);
  chunk.writeUInt32BE(perMetre, 8);
  chunk.writeUInt32BE(perMetre, 12);
  chunk.writeUInt8(1, 16); // metres
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 17)), 17);
  return Buffer.concat([png.subarray(0, PNG_HEADER_BYTES), chunk, png.subarray(PNG_HEADER_BYTES)]);
}

/**
 * The same of a JPEG file, in its JFIF header.
 * @throws RangeError if it has none
 */
export function jpegWithDpi(jpeg: Uint8Array, dpi: number): Uint8Array {
  const bytes = Buffer.from(jpeg);
  if (bytes.toString('latin1', 6, 10) !== 'JFIF') throw new RangeError('The JPEG has no JFIF header.');
  bytes.writeUInt8(1, 13); // an inch
  bytes.writeUInt16BE(Math.round(dpi), 14);
  bytes.writeUInt16BE(Math.round(dpi), 16);
  return bytes;
}
