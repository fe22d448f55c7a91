import { describe, expect, it } from 'vitest';
import { topK } from '../../../electron/core/topk';

describe('topK', () => {
  it('ranks the largest first and equal values by index', () => {
    const values = Float32Array.of(0.25, 0.5, 0.125, 0.5, 0.25);
    expect(topK(values, 4)).toEqual([
      { index: 1, value: 0.5 },
      { index: 3, value: 0.5 },
      { index: 0, value: 0.25 },
      { index: 4, value: 0.25 },
    ]);
  });

  it('equals a stable sort of many values with many ties', () => {
    const values = Float32Array.from({ length: 1000 }, (_, i) => ((i * 7919) % 101) - 50);
    const sorted = Array.from(values, (value, index) => ({ index, value })).sort((a, b) => b.value - a.value);
    expect(topK(values, 37)).toEqual(sorted.slice(0, 37));
    expect(topK(values, 1000)).toEqual(sorted);
  });

  it('gives all values if k is larger, none if it is 0', () => {
    expect(topK(Float32Array.of(1, -Infinity), 9)).toEqual([
      { index: 0, value: 1 },
      { index: 1, value: -Infinity },
    ]);
    expect(topK(Float32Array.of(1, 2), 0)).toEqual([]);
  });

  it('refuses NaN and says where it is', () => {
    expect(() => topK(Float32Array.of(0, 1, NaN), 1)).toThrow(
      new RangeError('Ranking 3 values: number 2 is NaN.'),
    );
  });
});
