import { describe, expect, it } from 'vitest';
import { decodeImage } from '../../../electron/image/decode';
import { encodeJpeg, encodePng } from '../../../electron/image/encode';
import { largestDifference } from '../drawing-fixtures';
import { randomBytes, sourceImage } from '../image-fixtures';

describe('encodePng', () => {
  it.each(['noise-97x61', 'noise-1x1', 'chelsea.png'])('keeps every byte of %s', async (source) => {
    const image = await sourceImage(source);
    const { image: decoded, format } = await decodeImage(await encodePng(image), 'a.png');
    expect(format).toBe('PNG');
    expect(decoded).toEqual(image);
  });

  it('writes grey as grey', async () => {
    const data = randomBytes(30 * 20, 6);
    const png = await encodePng({ data, width: 30, height: 20 });
    expect(png[25]).toBe(0);
    const { image } = await decodeImage(png, 'a.png');
    expect(image.data).toEqual(
      Uint8Array.from({ length: data.length * 3 }, (_, i) => data[Math.floor(i / 3)]!),
    );
  });

  it('keeps colours under transparency as they are', async () => {
    const data = randomBytes(16 * 16 * 4, 8);
    const png = await encodePng({ data: new Uint8ClampedArray(data), width: 16, height: 16 });
    expect(png[25]).toBe(6);
    const { image } = await decodeImage(png, 'a.png');
    const onWhite = Uint8Array.from({ length: 16 * 16 * 3 }, (_, i) => {
      const pixel = Math.floor(i / 3) * 4;
      const alpha = data[pixel + 3]! / 255;
      return Math.round(data[pixel + (i % 3)]! * alpha + 255 * (1 - alpha));
    });
    expect(largestDifference(image.data, onWhite)).toBeLessThanOrEqual(1);
  });

  it('repeats every pixel in both directions, in pictures of several bands too', async () => {
    for (const [width, height, scale] of [
      [2, 2, 4],
      [97, 61, 3],
      [400, 300, 4],
    ] as const) {
      const data = randomBytes(width * height * 3, 5);
      const png = await encodePng({ data, width, height }, { scale });
      const { image } = await decodeImage(png, 'a.png');
      expect([image.width, image.height]).toEqual([width * scale, height * scale]);
      const expected = new Uint8Array(image.data.length);
      for (let y = 0, target = 0; y < height * scale; y++)
        for (let x = 0; x < width * scale; x++, target += 3) {
          const source = 3 * (Math.floor(y / scale) * width + Math.floor(x / scale));
          expected.set(data.subarray(source, source + 3), target);
        }
      expect(largestDifference(image.data, expected)).toBe(0);
    }
  });

  describe('of a large picture', () => {
    const [width, height] = [2000, 1500];
    const large = { data: randomBytes(width * height * 3, 3), width, height };

    it('is the same byte for byte every time', async () => {
      const [first, second] = await Promise.all([encodePng(large), encodePng(large)]);
      expect(Buffer.compare(first, second)).toBe(0);
    });

    it('lets messages in while it is made', async () => {
      let turns = 0;
      let isDone = false;
      const count = (): void => {
        turns++;
        if (!isDone) setImmediate(count);
      };
      setImmediate(count);
      await encodePng(large);
      isDone = true;
      expect(turns).toBeGreaterThan(20);
    });

    it('is given up at a cancel that arrives meanwhile', async () => {
      const abort = new AbortController();
      const reason = new Error('cancelled');
      setImmediate(() => abort.abort(reason));
      await expect(encodePng(large, { signal: abort.signal })).rejects.toBe(reason);
    });
  });

  it.each([
    [10, 2, 2],
    [0, 0, 0],
    [8, 2, 2],
  ])('refuses %d bytes for %d x %d pixels', async (count, width, height) => {
    await expect(encodePng({ data: new Uint8Array(count), width, height })).rejects.toThrow(RangeError);
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
