import { decodeDeflate, decodeLzw, decodePackBits } from './codecs';
import { COMPRESSION, type TiffPage } from './format';
import { decodeJpegSegment } from './jpeg-segment';
import { reverseBits, undoPredictor } from './samples';

/** One strip or tile, of one plane if the planes lie apart. */
interface Segment {
  /** Decompressed samples as stored, row by row. */
  readonly data: Uint8Array;
  /** Whole rows that could be decoded. */
  readonly rows: number;
}

/** A row of a strip or tile. */
export interface StoredRow {
  /** Its samples as stored, predictors undone, without what lies beyond the picture; one entry for each plane. */
  readonly planes: readonly Uint8Array[];
  /** Number of the first pixel in the picture. */
  readonly pixel: number;
  /** How many pixels. */
  readonly count: number;
}

/** What was found in a page. */
export interface ReadRows {
  /** Pixels that could be decoded. */
  readonly present: number;
  /** Something lies behind the end of the file. */
  readonly isTruncated: boolean;
  /** Compressed data are not what an encoder wrote, although they could be decompressed. */
  readonly isDamaged: boolean;
}

/** Segments that overlap are damage; so much of the file may be read before it counts as that. */
const MAX_READ = 2;
const HEADER_BYTES = 8;

/**
 * Decompresses a page strip by strip (or tile by tile), so that only one is held, and hands out its rows.
 * @param planes  those that are wanted, where the samples of a kind lie together; else 0 alone
 * @throws UnsupportedSegment if JPEG data inside are of a kind that is not read
 */
export async function readRows(
  bytes: Uint8Array,
  page: TiffPage,
  planes: readonly number[],
  work: (row: StoredRow) => void,
): Promise<ReadRows> {
  const { width, height, segmentWidth, segmentHeight } = page;
  const columns = Math.ceil(width / segmentWidth);
  const segments = columns * Math.ceil(height / segmentHeight);
  const reader = new SegmentReader(bytes, page, (page.isPlanar ? page.samples : 1) * segments);
  const rowBytes = bytesOfRow(page);
  const step = page.isPlanar ? 1 : page.samples;
  let present = 0;
  for (let index = 0; index < Math.min(segments, reader.count); index++) {
    const left = (index % columns) * segmentWidth;
    const top = Math.floor(index / columns) * segmentHeight;
    const parts: Segment[] = [];
    for (const plane of planes) parts.push(await reader.read(plane * segments + index));
    const rows = Math.min(height - top, ...parts.map((part) => part.rows));
    const count = Math.min(segmentWidth, width - left);
    const countBytes = Math.ceil((count * step * page.bits) / 8);
    for (let row = 0; row < rows; row++) {
      const stored = parts.map(({ data }) => {
        const whole = data.subarray(row * rowBytes, (row + 1) * rowBytes);
        undoPredictor(whole, step, page);
        return whole.subarray(0, countBytes);
      });
      work({ planes: stored, pixel: (top + row) * width + left, count });
    }
    present += rows * count;
  }
  return { present, isTruncated: reader.isTruncated, isDamaged: reader.isDamaged };
}

function bytesOfRow({ segmentWidth, samples, bits, isPlanar }: TiffPage): number {
  return Math.ceil((segmentWidth * (isPlanar ? 1 : samples) * bits) / 8);
}

class SegmentReader {
  /** Something lies behind the end of the file. */
  isTruncated = false;
  /** Compressed data are not what an encoder wrote, although they could be decompressed. */
  isDamaged = false;
  /** How many segments the file has. */
  readonly count: number;
  readonly #offsets: readonly number[];
  readonly #byteCounts: readonly number[];
  #bytesLeft: number;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly page: TiffPage,
    neededCount: number,
  ) {
    ({ offsets: this.#offsets, byteCounts: this.#byteCounts } = page.segments(neededCount));
    this.count = this.#offsets.length;
    this.#bytesLeft = MAX_READ * bytes.length;
  }

  /** Decompresses a segment. */
  async read(index: number): Promise<Segment> {
    const { page } = this;
    const rowBytes = bytesOfRow(page);
    const compressed = this.#compressedBytes(index, rowBytes * page.segmentHeight);
    if (compressed.length === 0) return { data: compressed, rows: 0 };
    if (page.compression === COMPRESSION.jpeg) return this.#readJpeg(compressed);
    const stored = page.areBitsReversed ? reverseBits(compressed) : compressed;
    if (page.compression === COMPRESSION.none)
      return { data: stored, rows: Math.floor(stored.length / rowBytes) };
    const data = this.#decompress(stored, rowBytes * page.segmentHeight);
    return { data, rows: Math.floor(data.length / rowBytes) };
  }

  async #readJpeg(compressed: Uint8Array): Promise<Segment> {
    const decoded = await decodeJpegSegment(compressed, this.page);
    if (decoded === undefined) return { data: compressed, rows: 0 };
    this.isTruncated ||= decoded.isTruncated;
    this.isDamaged ||= decoded.isDamaged;
    const { data, height } = decoded.image;
    const isGrey = this.page.isPlanar || this.page.samples === 1;
    return { data: isGrey ? everyThird(data) : data, rows: height };
  }

  #decompress(stored: Uint8Array, size: number): Uint8Array {
    switch (this.page.compression) {
      case COMPRESSION.lzw:
        return decodeLzw(stored, size);
      case COMPRESSION.packBits:
        return decodePackBits(stored, size);
      default: {
        const { data, isSound } = decodeDeflate(stored, size);
        if (!isSound) this.isDamaged = true;
        return data;
      }
    }
  }

  #compressedBytes(index: number, fullBytes: number): Uint8Array {
    const offset = this.#offsets[index] ?? Infinity;
    const isPlain = this.page.compression === COMPRESSION.none;
    const length = this.#byteCounts[index] ?? (isPlain ? fullBytes : this.bytes.length - offset);
    if (offset + (isPlain ? Math.min(length, fullBytes) : length) > this.bytes.length)
      this.isTruncated = true;
    // Nothing but the header lies at the beginning: such a strip was left out.
    if (offset < HEADER_BYTES || offset >= this.bytes.length || this.#bytesLeft <= 0)
      return new Uint8Array(0);
    const data = this.bytes.subarray(offset, offset + length);
    this.#bytesLeft -= data.length;
    return data;
  }
}

function everyThird(rgb: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: rgb.length / 3 }, (_, i) => rgb[3 * i]!);
}
