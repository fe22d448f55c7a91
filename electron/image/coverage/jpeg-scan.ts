import type { HuffmanTable } from './huffman-table';

/**
 * How a scan is coded: all of a block; progressive, first bits of its mean or of its other coefficients, or one more bit
 * of the means; lossless, where every block is one sample.
 */
export type ScanKind = 'sequential' | 'dc' | 'dc-bit' | 'ac' | 'lossless';

export interface Scan {
  readonly bytes: Uint8Array;
  /** Where its compressed data begin. */
  readonly begin: number;
  readonly kind: ScanKind;
  /** The components of an MCU: tables, and how many blocks. */
  readonly units: readonly {
    readonly dc: HuffmanTable;
    readonly ac: HuffmanTable;
    readonly blocks: number;
  }[];
  /** How many MCUs there should be. */
  readonly total: number;
  /** The first and the last coefficient that it has. */
  readonly band: { readonly first: number; readonly last: number };
  /** MCUs between two restart markers; 0 without them. */
  readonly restartInterval: number;
}

export interface WalkedScan {
  /** Blocks that have all their data; those of an MCU together are `scan.units`. */
  readonly blocks: number;
  /** Where the data that were used end. */
  readonly end: number;
  /** A code was met that the table does not have, or a restart marker is missing. */
  readonly isBroken: boolean;
}

const LAST_COEFFICIENT = 63;
const SIXTEEN_ZEROS = 0xf0;

/** Follows the codes of a scan to its end, to a broken one, or to where the data end. */
export function walkScan({ bytes, begin, kind, units, total, band, restartInterval }: Scan): WalkedScan {
  const reader = new BitReader(bytes, begin);
  let done = 0;
  // Blocks whose end an earlier one announced.
  let skipped = 0;
  for (let mcu = 0; mcu < total; mcu++) {
    if (restartInterval > 0 && mcu > 0 && mcu % restartInterval === 0) {
      if (!reader.restart()) return { blocks: done, end: reader.end, isBroken: true };
      skipped = 0;
    }
    for (const { dc, ac, blocks } of units)
      for (let block = 0; block < blocks; block++) {
        if (kind === 'dc-bit') reader.skip(1);
        else if (kind === 'ac') {
          if (skipped > 0) skipped--;
          else skipped = reader.walkBand(ac, band.first, band.last);
        } else {
          reader.walkDifference(dc);
          if (kind === 'sequential') reader.walkCoefficients(ac);
        }
        if (reader.isOverrun || reader.isBroken)
          return { blocks: done, end: reader.end, isBroken: reader.isBroken };
        done++;
      }
  }
  return { blocks: done, end: reader.end, isBroken: false };
}

/** Bits of compressed data; behind their end there are zeros. */
class BitReader {
  isBroken = false;
  #buffer = 0;
  #count = 0;
  #made = 0;

  constructor(
    private readonly bytes: Uint8Array,
    private position: number,
  ) {}

  /** True once bits were used that are not there. */
  get isOverrun(): boolean {
    return this.#made > this.#count;
  }

  /** Where the whole bytes that were used end. */
  get end(): number {
    return this.position - Math.max(0, (this.#count - this.#made) >> 3);
  }

  skip(bits: number): void {
    if (this.#count < bits) this.#fill();
    this.#count -= bits;
  }

  read(bits: number): number {
    if (this.#count < bits) this.#fill();
    this.#count -= bits;
    return (this.#buffer >> this.#count) & ((1 << bits) - 1);
  }

  /** The difference of a block's mean, or of a sample, to its neighbour. */
  walkDifference(table: HuffmanTable): void {
    const bits = this.#symbol(table);
    // 16 stands for one value only, 32768.
    if (bits < 16) this.skip(bits);
    else if (bits > 16) this.isBroken = true;
  }

  walkCoefficients(table: HuffmanTable): void {
    for (let k = 1; k <= LAST_COEFFICIENT; k++) {
      const symbol = this.#symbol(table);
      const bits = symbol & 15;
      if (bits === 0 && symbol !== SIXTEEN_ZEROS) return;
      k += symbol >> 4;
      if (k > LAST_COEFFICIENT) this.isBroken = true;
      this.skip(bits);
    }
  }

  /** Coefficients of a band; returns how many blocks after this one have none. */
  walkBand(table: HuffmanTable, first: number, last: number): number {
    for (let k = first; k <= last && !this.isBroken && !this.isOverrun; k++) {
      const symbol = this.#symbol(table);
      const bits = symbol & 15;
      const run = symbol >> 4;
      if (bits === 0 && symbol !== SIXTEEN_ZEROS) return run === 0 ? 0 : (1 << run) - 1 + this.read(run);
      k += run;
      if (k > last) this.isBroken = true;
      this.skip(bits);
    }
    return 0;
  }

  /** Goes on behind the restart marker; false if there is none. */
  restart(): boolean {
    this.position = this.end;
    this.#count = this.#made = 0;
    while (this.bytes[this.position] === 0xff && this.bytes[this.position + 1] === 0xff) this.position++;
    const marker = this.bytes[this.position] === 0xff ? this.bytes[this.position + 1]! : 0;
    if (marker < 0xd0 || marker > 0xd7) return false;
    this.position += 2;
    return true;
  }

  #symbol(table: HuffmanTable): number {
    if (this.#count < 16) this.#fill();
    const found = table.find((this.#buffer >> (this.#count - 16)) & 0xffff);
    if (found === 0) this.isBroken = true;
    this.#count -= found >> 8;
    return found & 0xff;
  }

  /** Up to 17 bits or more, as many as a code or what follows it can have. */
  #fill(): void {
    while (this.#count <= 16) {
      const byte = this.bytes[this.position];
      const isMarker = byte === 0xff && this.bytes[this.position + 1] !== 0;
      if (byte === undefined || isMarker) {
        this.#buffer = (this.#buffer << 8) & 0xffffff;
        this.#made += 8;
      } else {
        this.#buffer = ((this.#buffer << 8) | byte) & 0xffffff;
        this.position += byte === 0xff ? 2 : 1;
      }
      this.#count += 8;
    }
  }
}
