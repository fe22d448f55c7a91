import { createInflate } from 'node:zlib';
import { Unzlib } from 'fflate';
import type { ByteRange } from '../headers/header';
import type { Coverage } from './coverage';

/** What the header chunk of a PNG file says of its rows. */
export interface PngRows {
  readonly width: number;
  readonly height: number;
  readonly bitsPerPixel: number;
  readonly isInterlaced: boolean;
  /** Where the contents of the IDAT chunks lie. */
  readonly data: readonly ByteRange[];
}

/** Bytes that are decompressed at a time. */
const CHUNK_BYTES = 2 ** 18;
/** So much before a damaged place may be lost. */
const SALVAGE_STEP = 256;

/** The seven passes of an interlaced picture: first column and row, steps. Source: W3C PNG specification, section 8.2. */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/**
 * Decompresses the data of a PNG file, off the JavaScript thread, and counts what there is. A decoder leaves the rows that
 * are missing transparent, or black with 16 bits of grey.
 */
export async function pngCoverage(bytes: Uint8Array, rows: PngRows): Promise<Coverage> {
  const runs = rowRuns(rows);
  const expected = runs.reduce((sum, { count, length }) => sum + count * (length + 1), 0);
  let found = 0;
  const isSound = await inflate(bytes, rows.data, expected, (chunk) => {
    found += chunk.length;
  });
  // A stream that fails keeps back what it had decompressed.
  if (!isSound) found = Math.max(found, countBeforeDamage(bytes, rows.data, expected));
  const isWhole = isSound && found >= expected;
  const share = Math.min(1, found / expected);
  if (rows.isInterlaced) return { share, isDamaged: !isWhole };
  const wholeRows = Math.floor(found / (runs[0]!.length + 1));
  return { share, isDamaged: !isWhole, isRestEmpty: true, wholeRows };
}

/** True if a picture has a value that is not 0: filters turn nothing but zeros into zeros. */
export async function hasPngValues(bytes: Uint8Array, rows: PngRows): Promise<boolean> {
  const lengths = rowRuns(rows).values();
  let run = { count: 0, length: 0 };
  let left = 0;
  let hasValues = false;
  await inflate(bytes, rows.data, Infinity, (chunk) => {
    for (let at = 0; at < chunk.length && !hasValues;) {
      if (left === 0) {
        // The filter's number stands in front of a row.
        if (run.count === 0) run = lengths.next().value ?? { count: Infinity, length: 0 };
        run = { ...run, count: run.count - 1 };
        left = run.length;
        at++;
      } else {
        const end = Math.min(chunk.length, at + left);
        hasValues = chunk.subarray(at, end).some((byte) => byte !== 0);
        left -= end - at;
        at = end;
      }
    }
  });
  return hasValues;
}

/** Rows of equal length in bytes, without the number of their filter. */
function rowRuns({
  width,
  height,
  bitsPerPixel,
  isInterlaced,
}: PngRows): { count: number; length: number }[] {
  const runs = isInterlaced
    ? PASSES.map(([left, top, across, down]) => ({
        count: Math.ceil((height - top) / down),
        length: Math.ceil((Math.ceil((width - left) / across) * bitsPerPixel) / 8),
      }))
    : [{ count: height, length: Math.ceil((width * bitsPerPixel) / 8) }];
  return runs.filter(({ count, length }) => count > 0 && length > 0);
}

/** True if the data are sound up to their checksum. More than twice what is expected is damage. */
async function inflate(
  bytes: Uint8Array,
  data: readonly ByteRange[],
  expected: number,
  take: (chunk: Uint8Array) => void,
): Promise<boolean> {
  const stream = createInflate({ chunkSize: CHUNK_BYTES });
  let taken = 0;
  return new Promise((resolve) => {
    stream.on('data', (chunk: Uint8Array) => {
      take(chunk);
      taken += chunk.length;
      if (taken > 2 * expected + CHUNK_BYTES) stream.destroy();
    });
    stream.on('error', () => resolve(false));
    stream.on('end', () => resolve(true));
    stream.on('close', () => resolve(false));
    for (const { begin, end } of data) stream.write(bytes.subarray(begin, end));
    stream.end();
  });
}

function countBeforeDamage(bytes: Uint8Array, data: readonly ByteRange[], expected: number): number {
  let found = 0;
  const inflater = new Unzlib((chunk) => {
    found += chunk.length;
  });
  try {
    for (const { begin, end } of data)
      for (let at = begin; at < end && found < expected; at += SALVAGE_STEP)
        inflater.push(bytes.subarray(at, Math.min(end, at + SALVAGE_STEP)));
  } catch {
    // The damaged place.
  }
  return Math.min(found, expected);
}
