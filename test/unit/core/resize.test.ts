import { describe, expect, it } from 'vitest';
import { resizeBilinearFloat, resizeRgb, type ResizeMethod } from '../../../electron/core/resize';
import { largestDifference } from '../drawing-fixtures';
import { imageBytes, imageCases, imageFloats, sourceImage } from '../image-fixtures';

interface ResizeCase {
  source: string;
  width: number;
  height: number;
  method: ResizeMethod;
  expected: string;
  tolerance: number;
}

interface FloatCase {
  name: string;
  height: number;
  width: number;
  channels: number;
  outHeight: number;
  outWidth: number;
}

describe('resizeRgb equals Pillow (antialias, nearest) and OpenCV (opencv)', () => {
  it.each(imageCases<ResizeCase>('resize.json'))(
    '$source to $width x $height, $method, within $tolerance levels',
    async ({ source, width, height, method, expected, tolerance }) => {
      const resized = resizeRgb(await sourceImage(source), width, height, method);
      expect([resized.width, resized.height]).toEqual([width, height]);
      expect(largestDifference(resized.data, imageBytes(expected))).toBeLessThanOrEqual(tolerance);
    },
  );

  it.each(['antialias', 'opencv', 'nearest'] as const)(
    '%s leaves a picture of the right size alone',
    async (method) => {
      const image = await sourceImage('noise-23x17');
      expect(resizeRgb(image, 23, 17, method)).toEqual(image);
    },
  );

  it.each([
    [0, 5],
    [5, -1],
    [2.5, 5],
    [5, NaN],
  ])('refuses %d x %d', async (width, height) => {
    const image = await sourceImage('noise-1x1');
    expect(() => resizeRgb(image, width, height, 'antialias')).toThrow(RangeError);
  });
});

describe('resizeBilinearFloat', () => {
  // TensorFlow computes positions in float32, hence 1e-5 of the range 0..1 and not less.
  it.each(imageCases<FloatCase>('float-resize.json'))(
    'equals tf.image.resize: $name',
    ({ name, height, width, channels, outHeight, outWidth }) => {
      const input = imageFloats(`${name}.in.f32`);
      const resized = resizeBilinearFloat(input, height, width, channels, outHeight, outWidth);
      expect(largestDifference(resized, imageFloats(`${name}.tensorflow.f32`))).toBeLessThan(1e-5);
    },
  );

  it('keeps a ramp straight between the outer pixel centres and level beyond them', () => {
    const resized = resizeBilinearFloat(Float32Array.of(0, 10, 20), 1, 3, 1, 1, 6);
    expect([...resized]).toEqual([0, 2.5, 7.5, 12.5, 17.5, 20]);
  });

  it('refuses data that do not fill the shape', () => {
    expect(() => resizeBilinearFloat(new Float32Array(11), 2, 3, 2, 4, 4)).toThrow(RangeError);
  });
});
