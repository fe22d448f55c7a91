import { describe, expect, it } from 'vitest';
import { decodeImage } from '../../../electron/image/decode';
import { decodeDeflate, decodeLzw, decodePackBits } from '../../../electron/image/tiff/codecs';
import { FORMAT_NAMES, imageBytes, rejection, sentences } from '../image-fixtures';

const SHORT = 3;
const LONG = 4;

/** Where the 12 bytes of a tag lie in the first directory of a classic little-endian TIFF. */
function entryOf(bytes: Uint8Array, tag: number): number {
  const view = new DataView(bytes.buffer);
  const directory = view.getUint32(4, true);
  for (let i = 0; i < view.getUint16(directory, true); i++) {
    const entry = directory + 2 + 12 * i;
    if (view.getUint16(entry, true) === tag) return entry;
  }
  throw new Error(`no tag ${tag}`);
}

/** The file with another value in a tag of one number; with `as`, the tag becomes another one. */
function withTag(file: string, tag: number, value: number, as = tag): Uint8Array {
  const bytes = imageBytes(file);
  const view = new DataView(bytes.buffer);
  const entry = entryOf(bytes, tag);
  view.setUint16(entry, as, true);
  view.setUint16(entry + 2, LONG, true);
  view.setUint32(entry + 4, 1, true);
  view.setUint32(entry + 8, value, true);
  return bytes;
}

async function failure(bytes: Uint8Array): Promise<unknown> {
  return rejection(decodeImage(bytes, 'a.tif'));
}

describe('a TIFF picture', () => {
  it('larger than the limit is refused by its header', async () => {
    const bytes = withTag('rgb.tif', 256, 4_000_000);
    expect(await failure(bytes)).toMatchObject({ code: 'image/too-large' });
  });

  it.each([
    ['bits', 258, 12, 'the TIFF picture has 12 bits a channel'],
    ['compression', 259, 4, 'the TIFF picture is compressed by CCITT Group 4'],
    ['compression', 259, 6, 'the TIFF picture is compressed by JPEG (TIFF 6.0)'],
    ['colours', 262, 8, 'the TIFF picture has colours of the kind CIE L*a*b*'],
    ['colours', 262, 6, 'the TIFF picture has colours of the kind YCbCr'],
    ['channels', 277, 2, 'the TIFF picture has too few channels (2)'],
    ['channels', 277, 600, 'the TIFF picture has 600 channels'],
  ])('of unknown %s: %d = %d', async (_what, tag, value, sentence) => {
    expect(await failure(withTag('rgb.tif', tag, value))).toMatchObject({
      code: 'image/unsupported-format',
      message: `reading a.tif: ${sentence}, which cannot be read; save it as a ${FORMAT_NAMES} file.`,
    });
  });

  it.each([
    [3, 'holds floating-point numbers of 8 bits'],
    [5, 'holds complex numbers'],
    [9, 'holds numbers of the kind 9'],
  ])('of numbers of the kind %d is not read', async (format, sentence) => {
    expect(await failure(withTag('rgb.tif', 284, format, 339))).toMatchObject({
      code: 'image/unsupported-format',
      message: expect.stringContaining(sentence) as string,
    });
  });

  it('of inks in signed numbers, or camera raw, is not read', async () => {
    expect(await failure(withTag('cmyk.tif', 284, 2, 339))).toMatchObject({
      code: 'image/unsupported-format',
      message: expect.stringContaining('no unsigned numbers of at most 16 bits') as string,
    });
    expect(await failure(withTag('rgb.tif', 284, 1, 50706))).toMatchObject({
      code: 'image/unsupported-format',
      message: expect.stringContaining('a camera raw picture') as string,
    });
  });

  it('with strips that need more than 1 GiB is not read', async () => {
    const bytes = withTag('rgb16-little.tif', 256, 19_999);
    const view = new DataView(bytes.buffer);
    for (const tag of [257, 278]) view.setUint32(entryOf(bytes, tag) + 8, 10_000, true);
    expect(await rejection(decodeImage(bytes, 'a.tif', { maxMegapixels: 200 }))).toMatchObject({
      code: 'image/unsupported-format',
      message: expect.stringContaining('strips or tiles of more than 1 GiB') as string,
    });
  });

  it.each([
    ['no width', 256, 0],
    ['no tile width', 322, 0],
    ['tiles a million times the picture', 322, 2 ** 31],
  ])('with %s is damaged', async (_what, tag, value) => {
    const file = tag === 322 ? 'tiles.tif' : 'rgb.tif';
    expect(await failure(withTag(file, tag, value))).toMatchObject({ code: 'image/damaged' });
  });

  it('whose pages form a ring is read', async () => {
    const bytes = imageBytes('rgb.tif');
    const view = new DataView(bytes.buffer);
    const directory = view.getUint32(4, true);
    view.setUint32(directory + 2 + 12 * view.getUint16(directory, true), directory, true);
    expect((await decodeImage(bytes, 'a.tif')).warnings).toEqual([]);
  });

  it('that lacks strips has white there, and a warning', async () => {
    const bytes = imageBytes('strips.tif');
    const view = new DataView(bytes.buffer);
    const entry = entryOf(bytes, 273);
    expect(view.getUint16(entry + 2, true)).toBeOneOf([SHORT, LONG]);
    const size = view.getUint16(entry + 2, true) === SHORT ? 2 : 4;
    // The second strip lies nowhere.
    const second = view.getUint32(entry + 8, true) + size;
    if (size === 2) view.setUint16(second, 0xffff, true);
    else view.setUint32(second, 0xffffff, true);
    const { image, warnings } = await decodeImage(bytes, 'a.tif');
    const rows = view.getUint16(entryOf(bytes, 278) + 8, true);
    expect(sentences(warnings)).toEqual([
      `reading a.tif: the file is cut off or damaged; ${Math.round((100 * rows) / 30)} % of the picture is missing and left white.`,
    ]);
    const expected = imageBytes('strips.tif.u8').fill(255, rows * 45 * 3, 2 * rows * 45 * 3);
    expect(image.data).toEqual(expected);
  });

  it('that is deflated keeps what comes before damaged data, and all if only the checksum is wrong', async () => {
    const bytes = imageBytes('deflate.tif');
    const view = new DataView(bytes.buffer);
    const begin = view.getUint32(entryOf(bytes, 273) + 8, true);
    const length = view.getUint32(entryOf(bytes, 279) + 8, true);
    bytes[begin + length - 1]! ^= 0xff;
    const expected = imageBytes('deflate.tif.u8');
    expect((await decodeImage(bytes, 'a.tif')).image.data).toEqual(expected);
    bytes.fill(0xff, begin + length / 2, begin + length / 2 + 100);
    const { image, warnings } = await decodeImage(bytes, 'a.tif');
    expect(warnings).toHaveLength(1);
    expect(sentences(warnings)[0]).toMatch(
      /^reading a\.tif: the file is damaged; \d+ % of the picture is missing and left white\.$/,
    );
    const kept = 5 * 45 * 3;
    expect(image.data.subarray(0, kept)).toEqual(expected.subarray(0, kept));
  });

  it('that points all its strips at the whole file is given up soon', async () => {
    const bytes = new Uint8Array(2_000_000);
    // 100,000 strips of one row of one pixel; PackBits data that write nothing.
    const rows = 100_000;
    bytes.fill(0x80);
    const view = new DataView(bytes.buffer);
    bytes.set([0x49, 0x49, 42, 0, 8, 0, 0, 0, 8, 0]);
    const tags = [
      [256, 1, 1],
      [257, 1, rows],
      [258, 1, 8],
      [259, 1, 32773],
      [262, 1, 1],
      [273, rows, 1_000_000],
      [278, 1, 1],
      [279, rows, 1_500_000],
    ] as const;
    tags.forEach(([tag, count, value], i) => {
      view.setUint16(10 + 12 * i, tag, true);
      view.setUint16(12 + 12 * i, LONG, true);
      view.setUint32(14 + 12 * i, count, true);
      view.setUint32(18 + 12 * i, value, true);
    });
    for (let i = 0; i < rows; i++) {
      view.setUint32(1_000_000 + 4 * i, 200, true);
      view.setUint32(1_500_000 + 4 * i, 900_000, true);
    }
    const begin = performance.now();
    expect(await failure(bytes)).toMatchObject({ code: 'image/damaged' });
    expect(performance.now() - begin).toBeLessThan(5000);
  });
});

describe('decompression', () => {
  it('never writes more than fits, and stops at what cannot be', () => {
    // 9-bit codes: clear, 65, 258 (itself), 259, ...; then one that does not exist yet.
    const codes = [256, 65, 258, 259, 400];
    const bits = codes.map((code) => code.toString(2).padStart(9, '0')).join('');
    const data = Uint8Array.from(bits.padEnd(48, '0').match(/.{8}/g)!, (byte) => parseInt(byte, 2));
    expect([...decodeLzw(data, 20)]).toEqual([65, 65, 65, 65, 65, 65]);
    expect([...decodeLzw(data, 4)]).toEqual([65, 65, 65, 65]);

    expect([...decodePackBits(Uint8Array.of(0x81, 7), 5)]).toEqual([7, 7, 7, 7, 7]);
    expect([...decodePackBits(Uint8Array.of(2, 1, 2, 3, 0x80, 5, 9), 20)]).toEqual([1, 2, 3, 9]);
    expect([...decodePackBits(Uint8Array.of(2, 1, 2, 3), 2)]).toEqual([1, 2]);
    expect(decodeDeflate(Uint8Array.of(1, 2, 3), 20)).toEqual({ data: new Uint8Array(0), isSound: false });
  });
});
