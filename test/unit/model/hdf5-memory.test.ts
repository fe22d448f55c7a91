import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { hdf5Library } from '../../../electron/model/readers/hdf5-library';
import { fixture, refusalOf, TempFolder } from './model-files';

const MEGABYTE = 1024 ** 2;

describe('memory of the HDF5 library', () => {
  it('grows by what an array needs and by no gigabytes for a text', async () => {
    const library = await hdf5Library();
    const { _malloc: allocate, _free: free } = (await library.module.ready) as unknown as {
      _malloc(bytes: number): number;
      _free(place: number): void;
    };
    library.allow(0);
    expect(allocate(1500 * MEGABYTE)).toBe(0);
    expect(allocate(300 * MEGABYTE)).toBe(0);
    const small = allocate(20 * MEGABYTE);
    expect(small).toBeGreaterThan(0);
    free(small);
    library.allow(100 * MEGABYTE);
    const large = allocate(300 * MEGABYTE);
    expect(large).toBeGreaterThan(0);
    free(large);
  });

  it('is not filled by a configuration that claims to be 2 GB long', async () => {
    const folder = new TempFolder();
    const bytes = Buffer.from(readFileSync(fixture('keras/k2_h5_basic/model.h5')));
    // Behind the name: version of the type, its length, then the length, heap and number of the text.
    const attribute = bytes.indexOf('model_config\0');
    const length = bytes.indexOf(Buffer.from('581c0000', 'hex'), attribute);
    expect(length).toBeGreaterThan(attribute);
    bytes.writeUInt32LE(0x7ffffff0, length);
    const { code } = await refusalOf(folder.write('long.h5', bytes));
    expect(code).toBe('model/damaged');
  });
});
