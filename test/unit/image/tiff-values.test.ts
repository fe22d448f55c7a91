import { describe, expect, it } from 'vitest';
import { decodeImage } from '../../../electron/image/decode';
import type { StoredValues } from '../../../electron/image/tiff/values';
import { parseValueRange, type ValueRange } from '../../../electron/shared/picture-reading';
import { imageBytes, imageCases, rejection, sentences } from '../image-fixtures';

/** What test/fixtures/make-tiff-values.py recorded of the numbers that tifffile reads. */
interface ValuesCase {
  readonly file: string;
  readonly width: number;
  readonly height: number;
  readonly range: ValueRange | null;
  readonly values: StoredValues | null;
}

const bytesOf = (file: string): Uint8Array => imageBytes(`values/${file}`);
const decode = (file: string, valueRange?: ValueRange) => decodeImage(bytesOf(file), file, { valueRange });

describe('numbers of a TIFF picture', () => {
  it.each(imageCases<ValuesCase>('values/values.json'))(
    '$file of range $range equals what tifffile reads',
    async ({ file, width, height, range, values }) => {
      const decoded = await decode(file, range ?? undefined);
      expect(decoded.values).toEqual(values);
      expect([decoded.image.width, decoded.image.height]).toEqual([width, height]);
      expect(decoded.image.data).toEqual(bytesOf(`${file}.u8`));
    },
  );

  it('have their range told', async () => {
    expect(sentences((await decode('float32.tif')).notes)).toEqual([
      expect.stringMatching(
        /^reading float32\.tif: its values \(float32\) go from 0\.\d+ to 340\.\d+; 0\.\d+ to 340\.\d+ are fed as 0 to 255; choose others with --value-range\.$/,
      ),
    ]);
    expect(sentences((await decode('float32.tif', { low: 100, high: 200 })).notes)[0]).toContain(
      '100 to 200 are fed as 0 to 255, those outside as 0 or 255',
    );
    expect(sentences((await decode('float32-constant.tif')).notes)).toEqual([
      'reading float32-constant.tif: all its values (float32) are 5, so that the picture has one colour.',
    ]);
    expect((await decode('uint16.tif')).notes).toEqual([]);
    expect((await decode('uint8.tif')).notes).toEqual([]);
  });

  it('all below 256 in 16 bits are read as they are wished', async () => {
    const bytes = imageBytes('kinds/8in16.tif');
    const { image, values } = await decodeImage(bytes, 'a.tif', { valueRange: { low: 0, high: 255 } });
    expect(values).toMatchObject({ type: 'uint16', highest: 192, low: 0, high: 255, isScaled: true });
    expect(image.data.reduce((most, value) => Math.max(most, value), 0)).toBe(192);
    const own = await decodeImage(bytes, 'a.tif', { valueRange: 'data' });
    expect(own.image.data.reduce((most, value) => Math.max(most, value), 0)).toBe(255);
  });

  it('that are none are counted and said', async () => {
    const { warnings } = await decode('float32-nan.tif');
    expect(sentences(warnings)).toEqual([
      expect.stringContaining(
        '3 of 323 values are NaN, infinite or marked as missing; they are fed as',
      ) as string,
    ]);
    expect(sentences((await decode('float32-no-data.tif')).warnings)[0]).toContain('76 of 323 values');
    expect(await rejection(decode('float32-all-nan.tif'))).toMatchObject({
      code: 'image/no-values',
      message:
        'reading float32-all-nan.tif: all 323 values are NaN, infinite or marked as missing; give a picture with real numbers.',
    });
  });

  it('a range that has no use is said', async () => {
    const { notes } = await decodeImage(imageBytes('rgb.jpg'), 'rgb.jpg', { valueRange: 'data' });
    expect(sentences(notes)).toEqual([
      'reading rgb.jpg: --value-range is not used, since it is for TIFF pictures that store brightness as numbers.',
    ]);
  });

  it('a range is read as it is typed', () => {
    expect(parseValueRange('full')).toBe('full');
    expect(parseValueRange(' data ')).toBe('data');
    expect(parseValueRange('0..4095')).toEqual({ low: 0, high: 4095 });
    expect(parseValueRange('-1.5...5')).toEqual({ low: -1.5, high: 0.5 });
    expect(parseValueRange('-2..-1e-3')).toEqual({ low: -2, high: -0.001 });
    for (const bad of ['', '1', '1..', '..1', '2..1', '1..1', '0..Infinity', 'a..b', '0.. ', 'all'])
      expect(parseValueRange(bad)).toBeUndefined();
  });
});
