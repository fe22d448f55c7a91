import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { decodeImage } from '../../../electron/image/decode';
import { encodeJpeg, encodePng } from '../../../electron/image/encode';
import { writeNpz } from '../../../electron/image/npz';
import { largestDifference } from '../drawing-fixtures';
import { imageBytes, randomBytes, sourceImage } from '../image-fixtures';

describe('encodePng', () => {
  it.each(['noise-97x61', 'noise-1x1', 'chelsea.png'])('keeps every byte of %s', async (source) => {
    const image = await sourceImage(source);
    const { image: decoded, format } = await decodeImage(encodePng(image), 'a.png');
    expect(format).toBe('PNG');
    expect(decoded).toEqual(image);
  });

  it('writes grey as grey', async () => {
    const data = randomBytes(30 * 20, 6);
    const png = encodePng({ data, width: 30, height: 20 });
    expect(png[25]).toBe(0);
    const { image } = await decodeImage(png, 'a.png');
    expect(image.data).toEqual(
      Uint8Array.from({ length: data.length * 3 }, (_, i) => data[Math.floor(i / 3)]!),
    );
  });

  it('keeps colours under transparency as they are', async () => {
    const data = randomBytes(16 * 16 * 4, 8);
    const png = encodePng({ data: new Uint8ClampedArray(data), width: 16, height: 16 });
    expect(png[25]).toBe(6);
    const { image } = await decodeImage(png, 'a.png');
    const onWhite = Uint8Array.from({ length: 16 * 16 * 3 }, (_, i) => {
      const pixel = Math.floor(i / 3) * 4;
      const alpha = data[pixel + 3]! / 255;
      return Math.round(data[pixel + (i % 3)]! * alpha + 255 * (1 - alpha));
    });
    expect(largestDifference(image.data, onWhite)).toBeLessThanOrEqual(1);
  });

  it.each([
    [10, 2, 2],
    [0, 0, 0],
    [8, 2, 2],
  ])('refuses %d bytes for %d x %d pixels', (count, width, height) => {
    expect(() => encodePng({ data: new Uint8Array(count), width, height })).toThrow(RangeError);
  });
});

describe('encodeJpeg', () => {
  it('keeps a photo within its quality: less than 2 levels on average at 92', async () => {
    const image = await sourceImage('chelsea.png');
    const { image: decoded, format } = await decodeImage(encodeJpeg(image, 92), 'a.jpg');
    expect(format).toBe('JPEG');
    const sum = decoded.data.reduce((total, value, i) => total + Math.abs(value - image.data[i]!), 0);
    expect(sum / image.data.length).toBeLessThan(2);
  });

  it('needs fewer bytes at a lower quality', async () => {
    const image = await sourceImage('chelsea.png');
    expect(encodeJpeg(image, 50).length).toBeLessThan(encodeJpeg(image, 92).length);
  });

  it.each([0, 101, NaN])('refuses quality %d', async (quality) => {
    const image = await sourceImage('noise-1x1');
    expect(() => encodeJpeg(image, quality)).toThrow(RangeError);
  });
});

describe('writeNpz', () => {
  const values = Float32Array.from({ length: 24 }, (_, i) => i / 8 - 1);

  it('packs the .npy files that NumPy would write', () => {
    const npz = writeNpz([
      ['1', { data: values, shape: [3, 4, 2] }],
      ['0', { data: values, shape: [24] }],
      ['7#1:2', { data: values, shape: [1, 3, 4, 2] }],
    ]);
    const files = unzipSync(npz);
    expect(Object.keys(files)).toEqual(['1.npy', '0.npy', '7#1:2.npy']);
    expect(files['1.npy']).toEqual(imageBytes('version-1.npy'));
    expect(files['0.npy']).toEqual(imageBytes('one-axis.npy'));
    expect(files['7#1:2.npy']).toEqual(imageBytes('batch-of-one.npy'));
  });

  it('makes equal files of equal tensors', () => {
    const entries = [['a', { data: values, shape: [24] }]] as const;
    expect(writeNpz(entries)).toEqual(writeNpz(entries));
  });

  it('refuses a name that occurs twice', () => {
    const tensor = { data: values, shape: [24] };
    expect(() =>
      writeNpz([
        ['a', tensor],
        ['a', tensor],
      ]),
    ).toThrow(RangeError);
  });
});
