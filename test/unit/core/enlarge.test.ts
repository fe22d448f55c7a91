import { describe, expect, it } from 'vitest';
import { enlarge } from '../../../electron/core/enlarge';

const image = { data: Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]), width: 2, height: 2 };

describe('enlarge', () => {
  it('repeats every pixel in both directions', () => {
    const { data, width, height } = enlarge(image, 4);
    expect([width, height]).toEqual([8, 8]);
    for (let y = 0; y < 8; y++)
      for (let x = 0; x < 8; x++) {
        const source = ((y >> 2) * 2 + (x >> 2)) * 3;
        const target = (y * 8 + x) * 3;
        expect(data.slice(target, target + 3)).toEqual(image.data.slice(source, source + 3));
      }
  });

  it('leaves a picture alone at factor 1', () => {
    expect(enlarge(image, 1)).toBe(image);
  });
});
