import type { CmykToRgb } from '../../core/icc-cmyk';
import type { StoredPixels, StoredSpace } from '../stored-pixels';
import { decodeDeflate, decodeLzw, decodePackBits } from './codecs';
import { plainCmykToRgb, writeColors } from './colors';
import { decodeJpegSegment } from './jpeg-segment';
import { colorSamples, COMPRESSION, PHOTOMETRIC, readTiffPage, type TiffPage } from './page';
import { interleave, reverseBits, toBytes, undoDifferences } from './samples';

/** One strip or tile, of one plane if the planes lie apart. */
interface Segment {
  /** Decompressed samples as stored, row by row. */
  readonly data: Uint8Array;
  /** Whole rows that could be decoded. */
  readonly rows: number;
}

/** Segments that overlap are damage; so much of the file may be read before it counts as that. */
const MAX_READ = 2;
const HEADER_BYTES = 8;

/**
 * Decodes the first page of a TIFF file strip by strip (or tile by tile), so that only one is held besides the picture.
 * Missing and damaged ones stay white.
 * @param cmykToRgb  for pages in CMYK
 * @throws RangeError if the directory is damaged; UnsupportedSegment if JPEG data inside are of a kind that is not read
 */
export async function decodeTiff(
  bytes: Uint8Array,
  cmykToRgb: CmykToRgb = plainCmykToRgb,
): Promise<StoredPixels> {
  const page = readTiffPage(bytes);
  const { width, height, segmentWidth, segmentHeight } = page;
  const image = { data: new Uint8Array(width * height * 3).fill(255), width, height };
  const alpha = page.alpha === 'none' ? undefined : new Uint8Array(width * height).fill(255);
  const columns = Math.ceil(width / segmentWidth);
  const segments = columns * Math.ceil(height / segmentHeight);
  const planes = page.isPlanar ? page.samples : 1;
  const reader = new SegmentReader(bytes, page, planes * segments);
  let present = 0;
  let highest = 0;
  // Where 0 is black, 16-bit pictures that use few of the bits look black.
  const isDeep =
    page.bits === 16 && (page.photometric === PHOTOMETRIC.black || page.photometric === PHOTOMETRIC.rgb);
  for (let index = 0; index < Math.min(segments, reader.count); index++) {
    const left = (index % columns) * segmentWidth;
    const top = Math.floor(index / columns) * segmentHeight;
    const parts: Segment[] = [];
    for (let plane = 0; plane < planes; plane++) parts.push(await reader.read(plane * segments + index));
    const rows = Math.min(height - top, ...parts.map((part) => part.rows));
    const visible = Math.min(segmentWidth, width - left);
    for (let row = 0; row < rows; row++) {
      const samples = rowSamples(page, parts, row);
      if (isDeep) highest = Math.max(highest, highestOf(page, parts, row));
      writeColors(page, cmykToRgb, samples, { rgb: image.data, alpha }, (top + row) * width + left, visible);
    }
    present += rows * visible;
  }
  return {
    image,
    space: storedSpace(page.photometric),
    alpha,
    missingPixels: width * height - present,
    isTruncated: reader.isTruncated,
    isDamaged: reader.isDamaged,
    highestSample: isDeep ? highest : undefined,
  };
}

function storedSpace(photometric: number): StoredSpace {
  switch (photometric) {
    case PHOTOMETRIC.white:
    case PHOTOMETRIC.black:
      return 'GRAY';
    case PHOTOMETRIC.cmyk:
      return 'CMYK';
    default:
      return 'RGB';
  }
}

/** One row of a segment: 8-bit samples, pixel by pixel. */
function rowSamples(page: TiffPage, parts: readonly Segment[], row: number): Uint8Array {
  const step = page.isPlanar ? 1 : page.samples;
  const count = page.segmentWidth * step;
  const rowBytes = bytesOfRow(page);
  const planes = parts.map(({ data }) => {
    const stored = data.subarray(row * rowBytes, (row + 1) * rowBytes);
    if (page.isDifferenced) undoDifferences(stored, step, page);
    return toBytes(stored, count, page);
  });
  if (planes.length === 1) return planes[0]!;
  const samples = new Uint8Array(count * planes.length);
  planes.forEach((plane, index) => interleave(plane, samples, index, planes.length));
  return samples;
}

/** The highest 16-bit value of the colours in a row whose differences are undone already. */
function highestOf(page: TiffPage, parts: readonly Segment[], row: number): number {
  const rowBytes = bytesOfRow(page);
  const high = page.isLittleEndian ? 1 : 0;
  const colors = colorSamples(page.photometric);
  const step = page.isPlanar ? 1 : page.samples;
  let highest = 0;
  for (const { data } of parts.slice(0, colors))
    for (let sample = 0, at = row * rowBytes; 2 * sample < rowBytes; sample++, at += 2)
      if (sample % step < colors) highest = Math.max(highest, 256 * data[at + high]! + data[at + 1 - high]!);
  return highest;
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
