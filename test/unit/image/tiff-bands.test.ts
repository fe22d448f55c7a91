import { describe, expect, it } from 'vitest';
import { bandsFedTo, type Bands } from '../../../electron/core/bands';
import { preprocessBands } from '../../../electron/core/preprocess';
import { decodeImage, type DecodedImage } from '../../../electron/image/decode';
import { bandsText, nameWithReading, parseBands } from '../../../electron/shared/picture-reading';
import { imageBytes, imageCases, rejection } from '../image-fixtures';

/** What test/fixtures/make-tiff-bands.py recorded; `FILE.u8` is what tifffile reads. */
interface BandsCase {
  readonly file: string;
  readonly width: number;
  readonly height: number;
  readonly bands: number;
}

const bytesOf = (file: string): Uint8Array => imageBytes(`bands/${file}`);
const decode = (file: string, bands?: readonly number[]): Promise<DecodedImage> =>
  decodeImage(bytesOf(file), file, { bands });

/** The bands of a picture, pixel by pixel. */
const valuesOf = ({ triples, taken }: Bands): Uint8Array =>
  Uint8Array.from(preprocessBands(triples, taken.length, 'none').data);

describe('a TIFF picture of several bands', () => {
  it.each(imageCases<BandsCase>('bands/cases.json'))(
    '$file has them all, as tifffile reads them',
    async ({ file, width, height, bands: total }) => {
      const { image, bands } = await decode(file);
      expect(bands).toMatchObject({ total, isChosen: false, isColour: file === '4-rgb.tif' });
      expect(bands!.taken).toEqual(Array.from({ length: total }, (_, i) => i + 1));
      const expected = bytesOf(`${file}.u8`);
      expect(valuesOf(bands!)).toEqual(expected);
      const pixels = Array.from({ length: width * height }, (_, i) => [
        ...expected.subarray(total * i, total * i + (total < 3 ? 1 : 3)),
      ]);
      expect([image.width, image.height]).toEqual([width, height]);
      expect([...image.data]).toEqual(pixels.flatMap(([r, g = r, b = r]) => [r, g, b]));
    },
  );

  it.each([
    ['13.tif', 13, [3, 2, 1]],
    ['13.tif', 13, [13]],
    ['13-words-planes.tif', 13, [12, 1, 12, 5]],
    ['4-white.tif', 4, [4, 1]],
    ['4-rgb.tif', 4, [4, 3, 2]],
    ['512.tif', 512, [512, 1, 256, 2, 511]],
  ])('%s of %d gives those that are chosen, in their order: %j', async (file, total, chosen) => {
    const { image, bands } = await decode(file, chosen);
    const all = bytesOf(`${file}.u8`);
    const expected = Array.from({ length: all.length / total }, (_, i) =>
      chosen.map((band) => all[total * i + band - 1]!),
    );
    expect(bands).toMatchObject({ total, taken: chosen, isChosen: true, isColour: false });
    expect([...valuesOf(bands!)]).toEqual(expected.flat());
    const look = chosen.length < 3 ? expected.map(([first]) => [first, first, first]) : expected;
    expect([...image.data]).toEqual(look.flatMap((pixel) => pixel.slice(0, 3)));
  });

  it('scales those alone that are chosen', async () => {
    const { values } = await decode('4-signed.tif', [2]);
    const { values: all } = await decode('4-signed.tif');
    expect(values!.count).toBe(32 * 32);
    expect(all!.count).toBe(4 * 32 * 32);
  });

  it('has no bands where there are colours and alpha alone', async () => {
    for (const file of ['rgb.tif', 'rgba.tif', 'grey.tif', 'cmyk.tif', 'palette.tif'])
      expect((await decodeImage(imageBytes(file), file)).bands).toBeNull();
  });

  it('keeps alpha that the file names, and has more bands to choose', async () => {
    const { bands } = await decode('rgb-alpha-more.tif');
    expect(bands).toMatchObject({ total: 5, taken: [1, 2, 3], isColour: true, triples: [] });
    expect((await decode('rgb-alpha-more.tif', [1, 2, 3, 5])).bands).toMatchObject({ taken: [1, 2, 3, 5] });
  });

  it.each([
    ['13.tif', [14], 'there is no band 14, since the picture has 13 bands.'],
    ['13.tif', [1, 99, 100], 'there is no band 99, since the picture has 13 bands.'],
  ])('%s has no band %j', async (file, bands, sentence) => {
    expect(await rejection(decode(file, bands))).toMatchObject({
      code: 'image/no-such-band',
      message: `reading ${file}: ${sentence}`,
    });
  });

  it.each(['rgb.jpg', 'cmyk.tif', 'palette.tif', 'palette.gif'])('%s has none to choose', async (file) => {
    expect(await rejection(decodeImage(imageBytes(file), file, { bands: [1] }))).toMatchObject({
      code: 'image/no-bands',
      message: `reading ${file}: bands can be chosen of TIFF pictures that store grey or colour values, which this is not; leave --bands out.`,
    });
  });

  it('whose bands would fill the memory is refused, and read where few are chosen', async () => {
    const limit = { maxMegapixels: 0.0109 }; // 171 times 64 pixels
    expect(await rejection(decodeImage(bytesOf('512.tif'), 'a.tif', limit))).toMatchObject({
      code: 'image/too-large',
      message:
        'reading a.tif: the picture has 8 x 8 pixels of 512 bands (0.032832 million values), the limit is 0.0327; choose fewer bands or make it smaller.',
    });
    const { bands } = await decodeImage(bytesOf('512.tif'), 'a.tif', { ...limit, bands: [7] });
    expect(bands?.taken).toEqual([7]);
  });
});

describe('bands that a model is fed', () => {
  const choice = (count: number, isChosen = false, isColour = false) => ({
    ...{ total: 13, isChosen, isColour },
    taken: Array.from({ length: count }, (_, i) => i + 1),
  });
  it.each([
    [13, 13, 13],
    [13, 1, 1],
    [13, 3, 3],
    [13, 4, 4],
    [2, 2, 2],
    [2, 3, 1],
    [2, 4, 1],
    [3, 4, 3],
    [3, 5, undefined],
  ])('%d of a file in a model of %d channels: %s', (count, channels, fed) => {
    expect(bandsFedTo(choice(count), channels)?.length).toBe(fed);
  });
  it.each([
    [1, 1, 1],
    [1, 3, 1],
    [3, 1, 3],
    [3, 4, 3],
    [4, 4, 4],
    [4, 3, undefined],
    [2, 3, undefined],
    [3, 5, undefined],
  ])('%d chosen in a model of %d channels: %s', (count, channels, fed) => {
    expect(bandsFedTo(choice(count, true), channels)?.length).toBe(fed);
  });
  it('are colours in a grey model where the file says so', () => {
    expect(bandsFedTo(choice(4, false, true), 1)).toEqual([1, 2, 3]);
  });
});

describe('bands as they are typed', () => {
  it.each([
    ['3,2,1', [3, 2, 1], '3,2,1'],
    [' 1 - 4 , 8', [1, 2, 3, 4, 8], '1-4,8'],
    ['4-2', [4, 3, 2], '4,3,2'],
    ['1,2,4,5,6,6', [1, 2, 4, 5, 6, 6], '1,2,4-6,6'],
    ['512', [512], '512'],
  ])('%s', (text, bands, told) => {
    expect(parseBands(text)).toEqual(bands);
    expect(bandsText(bands)).toBe(told);
  });
  it.each(['', '0', '1,', '-1', '1.5', 'red', '513', '1-513', '1-512,1', '1--2'])('not %s', (text) => {
    expect(parseBands(text)).toBeUndefined();
  });
  it('and ranges are a part of the name', () => {
    expect(nameWithReading('a.b.tif', { bands: [3, 2, 1], valueRange: { low: 0, high: 0.5 } })).toBe(
      'a.b [bands 3,2,1, values 0..0.5].tif',
    );
    expect(nameWithReading('.tif', { valueRange: 'data' })).toBe('.tif [values data]');
    expect(nameWithReading('a.tif', {})).toBe('a.tif');
  });
});
