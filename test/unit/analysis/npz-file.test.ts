import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { beforeEach, describe, expect, it } from 'vitest';
import { NpzFile, npzBytes } from '../../../electron/analysis/npz-file';
import type { Tensor } from '../../../electron/core/tensor';
import { imageBytes } from '../image-fixtures';

const values = Float32Array.from({ length: 24 }, (_, i) => i / 8 - 1);
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'featurescope-npz-'));
  return () => rmSync(folder, { recursive: true });
});

async function write(entries: readonly (readonly [string, Tensor])[], name = 'a.npz'): Promise<Uint8Array> {
  const file = path.join(folder, name);
  const npz = await NpzFile.create(file);
  try {
    for (const [key, tensor] of entries) await npz.add(key, tensor);
    await npz.finish();
  } finally {
    await npz.close();
  }
  return new Uint8Array(readFileSync(file));
}

describe('NpzFile', () => {
  it('holds the .npy files that NumPy would write', async () => {
    const files = unzipSync(
      await write([
        ['1', { data: values, shape: [3, 4, 2] }],
        ['0', { data: values, shape: [24] }],
        ['7#1:2', { data: values, shape: [1, 3, 4, 2] }],
      ]),
    );
    expect(Object.keys(files)).toEqual(['1.npy', '0.npy', '7#1:2.npy']);
    expect(files['1.npy']).toEqual(imageBytes('version-1.npy'));
    expect(files['0.npy']).toEqual(imageBytes('one-axis.npy'));
    expect(files['7#1:2.npy']).toEqual(imageBytes('batch-of-one.npy'));
  });

  it('is equal for equal tensors, and no larger than foretold', async () => {
    const entries = [['層', { data: values, shape: [24] }]] as const;
    const bytes = await write(entries);
    expect(await write(entries, 'b.npz')).toEqual(bytes);
    const foretold = npzBytes([{ name: '層', shape: [24] }]);
    expect(bytes.length).toBeLessThanOrEqual(foretold);
    expect(bytes.length).toBeGreaterThan(foretold - 200);
  });

  it('refuses a name that occurs twice, and never replaces a file', async () => {
    const tensor = { data: values, shape: [24] };
    await expect(
      write([
        ['a', tensor],
        ['a', tensor],
      ]),
    ).rejects.toThrow(RangeError);
    await expect(write([], 'a.npz')).rejects.toThrow('EEXIST');
  });

  it('counts more arrays than 16 bits can', async () => {
    const count = 0x1_0001;
    const one = { data: Float32Array.of(1), shape: [1] };
    // In memory: a disk takes half a minute for so many pieces.
    const pieces: Uint8Array[] = [];
    const npz = npzInto((bytes) => pieces.push(bytes.slice()));
    for (let name = 0; name < count; name++) await npz.add(String(name), one);
    await npz.finish();
    const files = unzipSync(new Uint8Array(Buffer.concat(pieces)));
    expect(Object.keys(files)).toHaveLength(count);
  });

  it('says in 64 bits where an array begins beyond 4 GiB', async () => {
    const pieces: { at: number; bytes: Uint8Array }[] = [];
    let size = 0;
    const npz = npzInto((bytes) => {
      if (bytes.length < 1000) pieces.push({ at: size, bytes });
      size += bytes.length;
    });
    const data = new Float32Array(2 ** 29 - 1000);
    for (const name of ['a', 'b', 'c', 'd']) await npz.add(name, { data, shape: [data.length] });
    await npz.finish();
    const begins = pieces.filter(({ bytes }) => viewOf(bytes).getUint32(0, true) === 0x04034b50);
    const central = pieces.filter(({ bytes }) => viewOf(bytes).getUint32(0, true) === 0x02014b50);
    // APPNOTE 4.4.16 and 4.5.3: 0xffffffff in the record, the offset in extra field 1.
    const offsets = central.map(({ bytes }) => {
      const view = viewOf(bytes);
      const short = view.getUint32(42, true);
      const extra = 46 + view.getUint16(28, true);
      return short === 0xffffffff ? Number(view.getBigUint64(extra + 4, true)) : short;
    });
    expect(offsets).toEqual(begins.map(({ at }) => at));
    expect(offsets[3]).toBeGreaterThan(2 ** 32);
    // 4.3.14 to 4.3.16: the end in 64 bits, where that is, and the old end.
    const end = viewOf(pieces.at(-1)!.bytes);
    expect([0, 56, 76].map((place) => end.getUint32(place, true))).toEqual([
      0x06064b50, 0x07064b50, 0x06054b50,
    ]);
    expect(Number(end.getBigUint64(48, true))).toBe(central[0]!.at);
    expect(Number(end.getBigUint64(64, true))).toBe(pieces.at(-1)!.at);
  });
});

/** A file that hands over what is written. */
function npzInto(take: (bytes: Uint8Array) => void): NpzFile {
  const handle = {
    write: async (bytes: Uint8Array, from: number) => {
      take(bytes.subarray(from));
      return { bytesWritten: bytes.length - from, buffer: bytes };
    },
    sync: async () => undefined,
    close: async () => undefined,
  };
  return new NpzFile(handle as unknown as ConstructorParameters<typeof NpzFile>[0]);
}

function viewOf({ buffer, byteOffset, length }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, length);
}
