import { describe, expect, it } from 'vitest';
import { decodeImage } from '../../../electron/image/decode';
import { readImageFile } from '../../read-image-file';
import { largestDifference } from '../drawing-fixtures';
import { imageBytes, photoPath, sentences } from '../image-fixtures';

const convert = { colourProfile: 'convert' } as const;

/** The file with other bytes where `profile` begins plus `offset`. */
function changed(file: string, offset: number, ...values: number[]): Uint8Array {
  const bytes = imageBytes(file);
  // `acsp` stands at byte 36 of every profile.
  bytes.set(values, Buffer.from(bytes).indexOf('acsp') - 36 + offset);
  return bytes;
}

describe('a colour profile', () => {
  // LittleCMS interpolates CMYK tables in another way (tetrahedra) than Skia and we (all corners).
  it.each([
    ['profile.png', 1],
    ['profile.jpg', 1],
    ['profile.webp', 1],
    ['profile.avif', 1],
    ['profile.heic', 1],
    ['profile.tif', 1],
    ['profile-alpha.tif', 1],
    ['p3.jpg', 1],
    ['p3.heic', 1],
    ['profile-grey.png', 1],
    ['profile-grey.tif', 1],
    ['profile-cmyk.jpg', 3],
    ['profile-cmyk.tif', 2],
  ])('%s: is ignored unless asked for, then within %d levels of LittleCMS', async (file, tolerance) => {
    const bytes = imageBytes(file);
    const ignored = await decodeImage(bytes, file);
    const converted = await decodeImage(bytes, file, convert);
    expect(converted.warnings).toEqual([]);
    expect(largestDifference(ignored.image.data, imageBytes(`${file}.u8`))).toBeLessThanOrEqual(1);
    expect(largestDifference(converted.image.data, imageBytes(`${file}.srgb.u8`))).toBeLessThanOrEqual(
      tolerance,
    );
    expect(largestDifference(ignored.image.data, converted.image.data)).toBeGreaterThan(10);
  });

  it('a real photo in Adobe RGB: within 1 level of LittleCMS', async () => {
    const { image } = await readImageFile(photoPath('rocket.jpg'), convert);
    const expected = imageBytes('rocket-rows.srgb.u8');
    const rowLength = 640 * 3;
    const rows = new Uint8Array(expected.length);
    for (let row = 0; row * 16 < image.height; row++)
      rows.set(image.data.subarray(row * 16 * rowLength, (row * 16 + 1) * rowLength), row * rowLength);
    expect(largestDifference(rows, expected)).toBeLessThanOrEqual(1);
  });

  it.each(['profile.jpg', 'profile.webp', 'profile.avif', 'profile.heic', 'profile.tif', 'profile-cmyk.tif'])(
    '%s: a damaged one leaves the stored values, with a warning',
    async (file) => {
      const plain = await decodeImage(imageBytes(file), file);
      for (const [offset, value] of [
        [36, 0],
        [132 + 12 * 3, 0xff],
        [132 + 12 * 3 + 4, 0xff],
      ] as const) {
        const bytes = changed(file, offset, value);
        expect((await decodeImage(bytes, file)).warnings).toEqual([]);
        const { image, warnings } = await decodeImage(bytes, file, convert);
        expect(image.data).toEqual(plain.image.data);
        expect(sentences(warnings)).toEqual([
          `reading ${file}: the colour profile is damaged; the colours are taken as sRGB.`,
        ]);
      }
    },
  );

  it('PNG: one that cannot be unpacked is damaged', async () => {
    const bytes = imageBytes('profile.png');
    bytes.fill(0, Buffer.from(bytes).indexOf('iCCP') + 60, Buffer.from(bytes).indexOf('IDAT') - 8);
    const { warnings } = await decodeImage(bytes, 'a.png', convert);
    expect(sentences(warnings)).toEqual([
      'reading a.png: the colour profile is damaged; the colours are taken as sRGB.',
    ]);
  });

  it.each([
    ['profile-cmyk.tif', 16, 'RGB ', 'cannot be applied to this picture'],
    ['profile.tif', 16, 'Luv ', 'cannot be applied to this picture'],
    ['profile.tif', 16, 'GRAY', 'damaged'],
  ])('%s with byte %d = %s: the colours are taken as sRGB', async (file, offset, letters, what) => {
    const bytes = changed(file, offset, ...Buffer.from(letters));
    const { image, warnings } = await decodeImage(bytes, file, convert);
    expect(image.data).toEqual((await decodeImage(bytes, file)).image.data);
    expect(warnings).toHaveLength(1);
    expect(sentences(warnings)[0]).toMatch(what);
  });

  it('CMYK TIFF: a profile with tables of another type is not applied, which a warning says', async () => {
    const bytes = imageBytes('profile-cmyk.tif');
    bytes.set(Buffer.from('mAB '), Buffer.from(bytes).indexOf('mft2'));
    const { warnings } = await decodeImage(bytes, 'a.tif', convert);
    expect(sentences(warnings)).toEqual([
      'reading a.tif: the colour profile cannot be applied to this picture; the colours are taken as sRGB.',
    ]);
  });

  it('HEIC: colours that only nclx describes are not converted, which a warning says', async () => {
    const bytes = imageBytes('coded-p3.heic');
    expect((await decodeImage(bytes, 'a.heic')).warnings).toEqual([]);
    expect(sentences((await decodeImage(bytes, 'a.heic', convert)).warnings)).toEqual([
      'reading a.heic: the colours are of a kind that is not converted (nclx); they are taken as sRGB.',
    ]);
  });
});

describe('colours that the file states', () => {
  it.each([
    ['colours-srgb-profile.png', null], // LittleCMS' own sRGB: a parametric curve
    ['colours-srgb-magick.png', null],
    ['colours-srgb-gamma.png', null],
    ['colours-srgb-coded.png', null],
    ['colours-p3-coded.png', 'cICP'],
    ['colours-gamma-18.png', 'gamma 1.8'],
    ['colours-wide-gamut.png', 'cHRM'],
    ['colours-lab.png', 'XYZ identity built-in'],
    ['profile.png', 'test'],
    ['p3.heic', 'test'],
    ['profile-cmyk.jpg', 'test'],
    ['coded-p3.heic', 'nclx'],
    ['gamma.png', 'gamma 1'],
  ])('%s: %s', async (file, colours) => {
    expect((await decodeImage(imageBytes(file), file)).colours).toBe(colours);
  });

  it('are none in photos that say nothing', async () => {
    expect((await readImageFile(photoPath('chelsea.png'))).colours).toBeNull();
  });

  it.each(['magick', 'gamma', 'coded'])('leave the stored values where they are sRGB (%s)', async (name) => {
    const file = `colours-srgb-${name}.png`;
    const stored = await decodeImage(imageBytes(file), file);
    const converted = await decodeImage(imageBytes(file), file, convert);
    expect(converted.image.data).toEqual(stored.image.data);
    expect(stored.image.data.subarray(0, 6)).toEqual(Uint8Array.of(0, 0, 0, 10, 0, 6));
  });
});
