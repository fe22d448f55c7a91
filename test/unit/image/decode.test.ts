import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeImage } from '../../../electron/image/decode';
import { readImageFile } from '../../read-image-file';
import { largestDifference } from '../drawing-fixtures';
import { imageBytes, imageCases, imagePath, photoPath } from '../image-fixtures';

interface DecodeCase {
  file: string;
  width: number;
  height: number;
  tolerance: number;
}

const FORMAT_OF: Record<string, string> = {
  jpg: 'JPEG',
  png: 'PNG',
  webp: 'WebP',
  bmp: 'BMP',
  gif: 'GIF',
  avif: 'AVIF',
  heic: 'HEIC',
  tif: 'TIFF',
};

describe('a sound picture', () => {
  it.each(imageCases<DecodeCase>('decode.json'))(
    '$file equals Pillow within $tolerance levels',
    async ({ file, width, height, tolerance }) => {
      const { image, format, warnings } = await decodeImage(imageBytes(file), file);
      expect(format).toBe(FORMAT_OF[file.split('.').at(-1)!]);
      expect(warnings).toEqual([]);
      expect([image.width, image.height]).toEqual([width, height]);
      expect(largestDifference(image.data, imageBytes(`${file}.u8`))).toBeLessThanOrEqual(tolerance);
    },
  );

  it('a real JPEG photo: within 1 level of Pillow, 0.01 on average', async () => {
    const { image } = await readImageFile(photoPath('rocket.jpg'));
    expect([image.width, image.height]).toEqual([640, 427]);
    const expected = imageBytes('rocket-rows.u8');
    const rows = new Uint8Array(expected.length);
    const rowLength = 640 * 3;
    for (let row = 0; row * 16 < 427; row++)
      rows.set(image.data.subarray(row * 16 * rowLength, (row * 16 + 1) * rowLength), row * rowLength);
    expect(largestDifference(rows, expected)).toBeLessThanOrEqual(1);
    const sum = rows.reduce((total, value, i) => total + Math.abs(value - expected[i]!), 0);
    expect(sum / rows.length).toBeLessThanOrEqual(0.01);
  });

  it('reads a file whose name says another format', async () => {
    const { format } = await decodeImage(imageBytes('palette.gif'), 'photo.jpg');
    expect(format).toBe('GIF');
  });

  it('reads bytes that lie inside a larger buffer', async () => {
    const padded = new Uint8Array(imageBytes('rgb.png').length + 20).fill(7);
    padded.set(imageBytes('rgb.png'), 10);
    const { image } = await decodeImage(padded.subarray(10, -10), 'rgb.png');
    expect(image.data).toEqual(imageBytes('rgb.png.u8'));
  });

  it('does not change the bytes it is given', async () => {
    const bytes = imageBytes('profile.avif');
    await decodeImage(bytes, 'profile.avif');
    expect(bytes).toEqual(new Uint8Array(fs.readFileSync(imagePath('profile.avif'))));
  });
});
