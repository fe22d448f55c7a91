import { describe, expect, it } from 'vitest';
import { fitImage, type FitMode } from '../../../electron/core/fit';
import { largestDifference } from '../drawing-fixtures';
import { imageBytes, imageCases, sourceImage } from '../image-fixtures';

interface FitCase {
  source: string;
  width: number;
  height: number;
  fit: FitMode;
  expected: string;
}

describe('fitImage', () => {
  it.each(imageCases<FitCase>('fit.json'))(
    '$fit $source to $width x $height equals Pillow',
    async ({ source, width, height, fit, expected }) => {
      const fitted = fitImage(await sourceImage(source), width, height, fit, 'antialias');
      expect([fitted.image.width, fitted.image.height]).toEqual([width, height]);
      expect(largestDifference(fitted.image.data, imageBytes(expected))).toBe(0);
    },
  );

  it('tells which part of the picture is shown where', async () => {
    const image = await sourceImage('noise-97x61');
    const rectangles = (fit: FitMode): unknown[] => {
      const { source, target } = fitImage(image, 32, 32, fit, 'nearest');
      return [source, target];
    };
    const everything = { x: 0, y: 0, width: 97, height: 61 };
    const model = { x: 0, y: 0, width: 32, height: 32 };
    expect(rectangles('stretch')).toEqual([everything, model]);
    expect(rectangles('crop')).toEqual([{ x: 18, y: 0, width: 61, height: 61 }, model]);
    expect(rectangles('pad')).toEqual([everything, { x: 0, y: 6, width: 32, height: 20 }]);
  });

  it.each(['crop', 'pad'] as const)('%s keeps at least one pixel of a very long picture', (fit) => {
    const line = { data: new Uint8Array(1000 * 3).fill(200), width: 1000, height: 1 };
    const { image, source, target } = fitImage(line, 8, 8, fit, 'opencv');
    expect(image.data.length).toBe(8 * 8 * 3);
    expect(Math.min(source.width, source.height, target.width, target.height)).toBe(1);
    expect(image.data.includes(200)).toBe(true);
  });
});
