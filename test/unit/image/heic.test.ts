import { describe, expect, it, vi } from 'vitest';
import { decodeImage } from '../../../electron/image/decode';
import { hevcFrameSize } from '../../../electron/image/headers/hevc';
import { FORMAT_NAMES, imageBytes, rejection } from '../image-fixtures';

/** Where the content of the n-th box of this name begins. */
function contentOf(bytes: Uint8Array, name: string): number {
  return Buffer.from(bytes).indexOf(name) + 4;
}

/** The sequence parameter set in the decoder configuration. */
function parameters(bytes: Uint8Array): { begin: number; end: number } {
  // NAL unit type 33, version-independent first bytes 42 01.
  const begin = Buffer.from(bytes).indexOf(Buffer.of(0x42, 0x01), contentOf(bytes, 'hvcC'));
  return { begin, end: begin + bytes[begin - 2]! * 256 + bytes[begin - 1]! };
}

describe('a HEIC picture', () => {
  it('leaves the bytes that it is read from, which are those of a file in the command line', async () => {
    const file = Buffer.from(imageBytes('p3.heic'));
    const length = file.length;
    expect((await decodeImage(file, 'a.heic')).warnings).toEqual([]);
    expect(file.length).toBe(length);
  });

  it('larger than the limit is refused by its header', async () => {
    const bytes = imageBytes('lossy.heic');
    new DataView(bytes.buffer).setUint32(contentOf(bytes, 'ispe') + 4, 20_000);
    new DataView(bytes.buffer).setUint32(contentOf(bytes, 'ispe') + 8, 20_000);
    expect(await rejection(decodeImage(bytes, 'a.heic'))).toMatchObject({
      code: 'image/too-large',
      message:
        'reading a.heic: the picture has 20000 x 20000 pixels (400 megapixels), the limit is 100; make it smaller first.',
    });
  });

  it('has a coded frame of whole blocks', () => {
    const bytes = imageBytes('lossy.heic');
    const { begin, end } = parameters(bytes);
    const { width, height } = hevcFrameSize(bytes.subarray(begin, end));
    expect(width).toBeGreaterThanOrEqual(45);
    expect(width).toBeLessThan(45 + 64);
    expect(height).toBeGreaterThanOrEqual(30);
    expect(height).toBeLessThan(30 + 64);
    expect(() => hevcFrameSize(bytes.subarray(begin, begin + 12))).toThrow(RangeError);
  });

  it('whose coded frame is larger than it says is damaged', async () => {
    const bytes = imageBytes('lossy.heic');
    const view = new DataView(bytes.buffer);
    view.setUint32(contentOf(bytes, 'ispe') + 4, 1);
    view.setUint32(contentOf(bytes, 'ispe') + 8, 1);
    const small = await rejection(decodeImage(bytes, 'a.heic'));
    expect(small).toMatchObject({ code: 'image/damaged' });
  });

  it('without HEVC is not read', async () => {
    const bytes = imageBytes('lossy.heic');
    bytes.set(Buffer.from('xxxx'), contentOf(bytes, 'hvcC') - 4);
    expect(await rejection(decodeImage(bytes, 'a.heic'))).toMatchObject({
      code: 'image/unsupported-format',
      message: `reading a.heic: it is a HEIF file without an HEVC picture, which cannot be read; save it as a ${FORMAT_NAMES} file.`,
    });
  });

  it('that is damaged says so without a word of the library on the console', async () => {
    const log = vi.spyOn(console, 'log');
    const write = vi.spyOn(process.stdout, 'write');
    const bytes = imageBytes('lossy.heic');
    bytes.fill(0xff, contentOf(bytes, 'mdat'));
    expect(await rejection(decodeImage(bytes, 'a.heic'))).toMatchObject({ code: 'image/damaged' });
    expect(log).not.toHaveBeenCalled();
    expect(write).not.toHaveBeenCalled();
    vi.restoreAllMocks();
  });

  it('can be decoded while others are', async () => {
    const files = ['lossy.heic', 'rgba.heic', 'lossy.heic', 'orientation-6.heic'];
    const images = await Promise.all(files.map((file) => decodeImage(imageBytes(file), file)));
    expect(images.map(({ image }) => image.width)).toEqual([45, 45, 45, 30]);
  });
});
