import { describe, expect, it } from 'vitest';
import { channelStatistics } from '../../oracles/statistics';
import type { ChannelStatistics } from '../../oracles/statistics';
import { drawing, drawingFloats, realLayer } from '../drawing-fixtures';

const measures = ['min', 'max', 'mean', 'std', 'zeroShare'] as const;

/** Relative, or absolute below 1. Measured: no difference at all, but NumPy may add up in another order one day. */
const TOLERANCE = 1e-12;

function expectNumpy(got: ChannelStatistics, want: Record<(typeof measures)[number], number[]>): void {
  for (const measure of measures) {
    expect(got[measure]).toHaveLength(want[measure].length);
    for (const [channel, value] of want[measure].entries())
      expect(Math.abs(got[measure][channel]! - value)).toBeLessThanOrEqual(
        TOLERANCE * Math.max(1, Math.abs(value)),
      );
  }
  expect(got.nonFiniteCount.every((count) => count === 0)).toBe(true);
}

describe('channelStatistics', () => {
  it('equals NumPy on a small spread around a large mean, on rectified and on constant channels', () => {
    const { made } = drawing.statistics;
    expectNumpy(channelStatistics({ data: drawingFloats('statistics.f32'), shape: made.shape }), made);
  });

  it('equals NumPy on a real layer', () => {
    const { real } = drawing.statistics;
    expectNumpy(channelStatistics(realLayer(real.layer)), real);
  });

  it('leaves out and counts NaN and infinite values', () => {
    const data = Float32Array.of(1, NaN, -0, NaN, 5, NaN, Infinity, -Infinity);
    const got = channelStatistics({ data, shape: [2, 2, 2] });
    expect(Array.from(got.min)).toEqual([-0, NaN]);
    expect(Array.from(got.max)).toEqual([5, NaN]);
    expect(Array.from(got.mean)).toEqual([2, NaN]);
    expect(got.std[0]).toBeCloseTo(Math.sqrt(14 / 3), 14);
    expect(got.std[1]).toBeNaN();
    expect(Array.from(got.zeroShare)).toEqual([0.25, 0]);
    expect(Array.from(got.nonFiniteCount)).toEqual([1, 4]);
  });

  it.each([
    [[2, 2], 4],
    [[1, 2, 2, 1], 4],
    [[2, 2, 2], 4],
    [[0, 2, 3], 0],
  ])('refuses a map of shape %j with %d values', (shape, length) => {
    expect(() => channelStatistics({ data: new Float32Array(length), shape })).toThrow(RangeError);
  });
});
