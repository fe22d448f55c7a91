import { describe, expect, it } from 'vitest';
import { resizeBytes } from '../../../electron/core/resize-bytes';

const mapOf = (indices: Uint8Array, height: number, width: number) => ({ indices, offset: 0, height, width });

describe('resizeBytes', () => {
  it('repeats map pixels by a whole number', () => {
    const got = resizeBytes(mapOf(Uint8Array.of(1, 2, 3, 4), 2, 2), 4, 4);
    expect(Array.from(got)).toEqual([1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4]);
  });

  it('takes the nearest map pixel otherwise', () => {
    expect(Array.from(resizeBytes(mapOf(Uint8Array.of(10, 20, 30), 1, 3), 5, 1))).toEqual([
      10, 10, 20, 30, 30,
    ]);
  });

  it('averages by covered area when it shrinks', () => {
    expect(Array.from(resizeBytes(mapOf(Uint8Array.of(10, 20, 30), 1, 3), 2, 1))).toEqual([13, 27]);
    const checks = Uint8Array.from({ length: 64 }, (_, i) => (((i % 8) + Math.floor(i / 8)) % 2) * 200);
    expect(Array.from(resizeBytes(mapOf(checks, 8, 8), 2, 2))).toEqual([100, 100, 100, 100]);
  });

  it('keeps a constant map constant at any size', () => {
    const map = new Uint8Array(149 * 101).fill(255);
    expect(resizeBytes(mapOf(map, 149, 101), 87, 128).every((index) => index === 255)).toBe(true);
  });

  it('keeps the mean when it shrinks', () => {
    const map = Uint8Array.from({ length: 299 * 299 }, (_, i) => (i * 7919) % 256);
    const small = resizeBytes(mapOf(map, 299, 299), 149, 149);
    const mean = (values: Uint8Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(Math.abs(mean(small) - mean(map))).toBeLessThan(0.05); // 22,201 roundings of at most 0.5
  });
});
