import { viewOf } from '../headers/header';

/** Bytes of a value by field type; types that no tag of ours has are left out. */
const TYPE_BYTES: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 7: 1, 13: 4, 16: 8 };

/** A classic TIFF cannot have more; BigTIFF files have no use for more. */
const MAX_ENTRIES = 65535;

interface Entry {
  readonly type: number;
  readonly count: number;
  readonly offset: number;
}

/**
 * An image file directory of a TIFF or BigTIFF file.
 * Source: Adobe, TIFF Revision 6.0, section 2; BigTIFF design, libtiff.
 */
export class TiffDirectory {
  readonly isLittleEndian: boolean;
  /** Where it lies. */
  readonly begin: number;
  readonly #view: DataView;
  readonly #entries = new Map<number, Entry>();

  /** Where the next directory lies, 0 for none; undefined where that is not inside the file. */
  readonly next: number | undefined;

  /**
   * @param place  where it lies; left out, the first one
   * @throws RangeError if the directory does not lie inside the file
   */
  constructor(
    private readonly bytes: Uint8Array,
    place?: number,
  ) {
    this.#view = viewOf(bytes);
    this.isLittleEndian = bytes[0] === 0x49;
    const isBig = this.#view.getUint16(2, this.isLittleEndian) === 43;
    const wordBytes = isBig ? 8 : 4;
    const begin = place ?? this.#word(isBig ? 8 : 4, wordBytes);
    this.begin = begin;
    const count = this.#word(begin, isBig ? 8 : 2);
    if (count > MAX_ENTRIES) throw new RangeError('too many entries');
    const entryBytes = isBig ? 20 : 12;
    for (let i = 0; i < count; i++) {
      const at = begin + (isBig ? 8 : 2) + i * entryBytes;
      const tag = this.#word(at, 2);
      const entry = { type: this.#word(at + 2, 2), count: this.#word(at + 4, wordBytes) };
      const inPlace = at + 4 + wordBytes;
      const isInPlace = (TYPE_BYTES[entry.type] ?? 0) * entry.count <= wordBytes;
      const offset = isInPlace ? inPlace : this.#word(inPlace, wordBytes);
      if (!this.#entries.has(tag)) this.#entries.set(tag, { ...entry, offset });
    }
    const link = begin + (isBig ? 8 : 2) + count * entryBytes;
    this.next = link + wordBytes <= bytes.length ? this.#word(link, wordBytes) : undefined;
  }

  has(tag: number): boolean {
    return this.#entries.has(tag);
  }

  /** The whole numbers of a tag, at most `limit` of them, and only those that lie inside the file; empty without it. */
  numbers(tag: number, limit: number): number[] {
    const entry = this.#entries.get(tag);
    const size = TYPE_BYTES[entry?.type ?? 0];
    if (entry === undefined || size === undefined) return [];
    const available = Math.max(0, Math.floor((this.bytes.length - entry.offset) / size));
    const length = Math.min(entry.count, limit, available);
    return Array.from({ length }, (_, i) => this.#word(entry.offset + i * size, size));
  }

  /** The first number of a tag, or what it counts as without the tag. */
  number(tag: number, otherwise: number): number {
    return this.numbers(tag, 1)[0] ?? otherwise;
  }

  /** The raw bytes of a tag that lie inside the file; undefined without it. */
  raw(tag: number): Uint8Array | undefined {
    const entry = this.#entries.get(tag);
    return entry && this.bytes.subarray(entry.offset, entry.offset + entry.count);
  }

  #word(offset: number, size: number): number {
    switch (size) {
      case 1:
        return this.#view.getUint8(offset);
      case 2:
        return this.#view.getUint16(offset, this.isLittleEndian);
      case 4:
        return this.#view.getUint32(offset, this.isLittleEndian);
      default:
        return Number(this.#view.getBigUint64(offset, this.isLittleEndian));
    }
  }
}
