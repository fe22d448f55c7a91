import { describe, expect, it } from 'vitest';
import { HISTOGRAM_BINS, histogramOf } from '../../../electron/core/histogram';

describe('a histogram', () => {
  /** numpy.histogram of [-1, -0.5, 0, 0, 0.25, 1], 64 bins: the last bin holds its upper edge, each other one its lower. */
  it('has exact limits, and each value in the bin that begins at or below it', async () => {
    const { counts, ...rest } = await histogramOf(Float32Array.of(-1, -0.5, 0, 0, 0.25, 1));
    expect(rest).toMatchObject({ min: -1, max: 1, zeros: 2, total: 6, nonFinite: 0 });
    expect(counts.flatMap((count, bin) => (count > 0 ? [[bin, count]] : []))).toEqual([
      ...[
        [0, 1],
        [16, 1],
        [32, 2],
        [40, 1],
        [63, 1],
      ],
    ]);
    expect(rest.mean).toBeCloseTo(-0.25 / 6, 12);
    expect(rest.std).toBeCloseTo(Math.sqrt((1 + 0.25 + 0.0625 + 1) / 6 - (0.25 / 6) ** 2), 12);
  });

  it('leaves out what is not finite, and says how much', async () => {
    const { counts, ...rest } = await histogramOf(Float32Array.of(NaN, 2, Infinity, 4, -Infinity));
    expect(rest).toEqual({ min: 2, max: 4, mean: 3, std: 1, total: 5, zeros: 0, nonFinite: 3 });
    expect(counts.reduce((sum, count) => sum + count)).toBe(2);
    const none = await histogramOf(Float32Array.of(NaN));
    expect(none).toMatchObject({ min: 0, max: 0, mean: 0, std: 0, total: 1, nonFinite: 1 });
  });

  it('of one value has all in one bin', async () => {
    const { counts, min, max } = await histogramOf(new Float32Array(9).fill(0.1));
    expect([min, max]).toEqual([Math.fround(0.1), Math.fround(0.1)]);
    expect(counts).toEqual([9, ...new Array<number>(HISTOGRAM_BINS - 1).fill(0)]);
  });

  it('of a large array lets others work between its slices, and stops where they say so', async () => {
    const values = new Float32Array(5_000_000).fill(1);
    let pauses = 0;
    expect((await histogramOf(values, async () => void pauses++)).total).toBe(5_000_000);
    expect(pauses).toBe(4);
    const stop = async () => Promise.reject(new Error('stopped'));
    await expect(histogramOf(values, stop)).rejects.toThrow('stopped');
  });
});
