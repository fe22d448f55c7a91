import { open, type FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { npyHeader } from '../core/npy';
import type { Tensor } from '../core/tensor';

/** 1 January 1980, the first moment a zip file can hold; a fixed one keeps equal tensors equal files. */
const ZIP_EPOCH = 0x0021_0000;
/** Numbers of 32 bits that are all ones stand for one in a zip64 record. */
const IN_ZIP64 = 0xffff_ffff;
const UTF8_NAME = 0x0800;
const VERSION = 20;
const ZIP64_VERSION = 45;

interface Entry {
  readonly name: Uint8Array;
  readonly checksum: number;
  readonly size: number;
  /** Where its header begins in the file. */
  readonly offset: number;
}

/** Bytes that `NpzFile` writes for some arrays at most. */
export function npzBytes(
  entries: readonly { readonly name: string; readonly shape: readonly number[] }[],
): number {
  const each = entries.map(({ name, shape }) => {
    const nameBytes = encode(`${name}.npy`).length;
    const values = 4 * shape.reduce((product, length) => product * length, 1);
    return (
      LOCAL_HEADER_BYTES +
      CENTRAL_HEADER_BYTES +
      ZIP64_EXTRA_BYTES +
      2 * nameBytes +
      npyHeader(shape).length +
      values
    );
  });
  return each.reduce((sum, bytes) => sum + bytes, END_BYTES);
}

/**
 * A NumPy .npz file that is written array by array, so that no more than one is in memory: an uncompressed zip of .npy files,
 * as np.savez writes it; `np.load(file)[name]` reads it. Beyond 4 GiB it has the records of zip64, which fflate lacks.
 * Source of the format: APPNOTE.TXT 6.3.10 (PKWARE).
 */
export class NpzFile {
  readonly #entries: Entry[] = [];
  readonly #names = new Set<string>();
  #written = 0;

  constructor(private readonly handle: Pick<FileHandle, 'write' | 'sync' | 'close'>) {}

  /** Begins a file, which must not exist. */
  static async create(file: string): Promise<NpzFile> {
    return new NpzFile(await open(file, 'wx'));
  }

  /**
   * Writes one array.
   * @param name  without `.npy`
   * @throws RangeError if the name occurs twice or the shape does not fit the data
   */
  async add(name: string, { data, shape }: Tensor): Promise<void> {
    if (this.#names.has(name)) throw new RangeError(`The name ${name} occurs twice.`);
    this.#names.add(name);
    const header = npyHeader(shape, data.length);
    const numbers = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const entry: Entry = {
      name: encode(`${name}.npy`),
      checksum: crc32(numbers, crc32(header)),
      size: header.length + numbers.length,
      offset: this.#written,
    };
    this.#entries.push(entry);
    await this.#write(localHeader(entry), header, numbers);
  }

  /** Ends the file and brings it to the disk. */
  async finish(): Promise<void> {
    const start = this.#written;
    await this.#write(...this.#entries.map(centralHeader));
    await this.#write(end(this.#entries.length, start, this.#written - start));
    await this.handle.sync();
    await this.close();
  }

  /** Lets the file go, whole or not. */
  async close(): Promise<void> {
    await this.handle.close();
  }

  async #write(...pieces: readonly Uint8Array[]): Promise<void> {
    for (const piece of pieces) {
      for (let at = 0; at < piece.length;) at += (await this.handle.write(piece, at)).bytesWritten;
      this.#written += piece.length;
    }
  }
}

const encode = (text: string) => new TextEncoder().encode(text);

type Field = readonly [bytes: 2 | 4 | 8, value: number];

/** Little-endian numbers one after the other, and what follows them. */
function record(fields: readonly Field[], rest: Uint8Array = new Uint8Array(0)): Uint8Array {
  const length = fields.reduce((sum, [bytes]) => sum + bytes, 0);
  const out = new Uint8Array(length + rest.length);
  const view = new DataView(out.buffer);
  let at = 0;
  for (const [bytes, value] of fields) {
    if (bytes === 2) view.setUint16(at, value, true);
    else if (bytes === 4) view.setUint32(at, value, true);
    else view.setBigUint64(at, BigInt(value), true);
    at += bytes;
  }
  out.set(rest, length);
  return out;
}

const LOCAL_HEADER_BYTES = 30;
const CENTRAL_HEADER_BYTES = 46;
const ZIP64_EXTRA_BYTES = 12;
const END_BYTES = 98;

/** What both headers of an entry say. One array has less than 2 GiB, so only places can be beyond 32 bits. */
function facts({ name, checksum, size }: Entry, version: number): Field[] {
  const stored = 0;
  return [
    ...([
      [2, version],
      [2, UTF8_NAME],
      [2, stored],
      [4, ZIP_EPOCH],
    ] as const),
    ...([
      [4, checksum],
      [4, size],
      [4, size],
      [2, name.length],
    ] as const),
  ];
}

function localHeader(entry: Entry): Uint8Array {
  return record([[4, 0x0403_4b50], ...facts(entry, VERSION), [2, 0]], entry.name);
}

function centralHeader(entry: Entry): Uint8Array {
  const { name, offset } = entry;
  const isFar = offset >= IN_ZIP64;
  const version = isFar ? ZIP64_VERSION : VERSION;
  const extra = isFar
    ? record([
        [2, 1],
        [2, 8],
        [8, offset],
      ])
    : new Uint8Array(0);
  const rest = new Uint8Array(name.length + extra.length);
  rest.set(name);
  rest.set(extra, name.length);
  return record(
    [
      ...([
        [4, 0x0201_4b50],
        [2, version],
      ] as const),
      ...facts(entry, version),
      ...([
        [2, extra.length],
        [2, 0],
        [2, 0],
        [2, 0],
        [4, 0],
        [4, isFar ? IN_ZIP64 : offset],
      ] as const),
    ],
    rest,
  );
}

/** The end of the file: where the list of entries is. */
function end(count: number, start: number, size: number): Uint8Array {
  const isLarge = start + size >= IN_ZIP64 || count >= 0xffff;
  const plain = record([
    ...([
      [4, 0x0605_4b50],
      [2, 0],
      [2, 0],
    ] as const),
    ...([
      [2, Math.min(count, 0xffff)],
      [2, Math.min(count, 0xffff)],
    ] as const),
    ...([
      [4, Math.min(size, IN_ZIP64)],
      [4, Math.min(start, IN_ZIP64)],
      [2, 0],
    ] as const),
  ]);
  if (!isLarge) return plain;
  const large: Field[] = [
    ...([
      [4, 0x0606_4b50],
      [8, 44],
      [2, ZIP64_VERSION],
      [2, ZIP64_VERSION],
      [4, 0],
      [4, 0],
    ] as const),
    ...([
      [8, count],
      [8, count],
      [8, size],
      [8, start],
    ] as const),
  ];
  const locator: Field[] = [
    [4, 0x0706_4b50],
    [4, 0],
    [8, start + size],
    [4, 1],
  ];
  return record([...large, ...locator], plain);
}
