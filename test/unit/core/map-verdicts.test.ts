import { describe, expect, it } from 'vitest';
import {
  activeMaps,
  judgeLayer,
  layerRangeOf,
  twinGroups,
  verdictAt,
  type TwinPairs,
} from '../../../electron/core/map-verdicts';

const pairsOf = (...list: [number, number, number][]): TwinPairs => ({
  lower: Int32Array.from(list, ([lower]) => lower),
  higher: Int32Array.from(list, ([, higher]) => higher),
  r: Float32Array.from(list, ([, , r]) => r),
});

/** Six channels: plain, inactive, constant, like 0, against 3, holding NaN. */
const numbers = {
  height: 4,
  width: 5,
  channels: 6,
  min: [0, 0, 1, 0, 0, NaN],
  max: [5, 0, 1.001, 4, 4, NaN],
  zeros: [0.1, 1, 0, 0.1, 0.1, 0],
  r: [0.1, NaN, 0.99, 0.2, -0.96, NaN],
};
const seen = { pictures: 2, active: Int32Array.of(2, 0, 2, 2, 2, 2) };

describe('judging a layer', () => {
  const pairs = pairsOf([0, 3, 0.985], [0, 4, -0.99], [3, 4, -0.97]);
  const judged = judgeLayer(numbers, pairs, seen, false);

  it('gives each map one verdict and counts them', () => {
    expect([...judged.kinds]).toEqual([7, 1, 3, 7, 4, 0]);
    expect(judged.counts).toMatchObject({ inactive: 1, constant: 1, copy: 1, twin: 2, sparse: 0 });
    expect(verdictAt(numbers, judged, 1)).toEqual({ kind: 'inactive', values: { seen: 2, active: 0 } });
    expect(verdictAt(numbers, judged, 5)).toBeNull();
    expect(judged.verdict).toMatchObject({ kind: 'spare', values: { spare: 4, repeats: 2 } });
  });

  it('names for each map the one that is most like it, whatever its verdict', () => {
    expect([...judged.twins]).toEqual([4, -1, -1, 0, 0, -1]); // 3 and 4 with |r| 0.97 are no twins
    expect(judged.twinR[0]).toBeCloseTo(-0.99, 6);
    expect(judged.twinR[1]).toBeNaN();
    expect(verdictAt(numbers, judged, 3)).toEqual({
      kind: 'twin',
      values: { of: 0, r: Math.fround(0.985) },
    });
  });

  it('takes the picture itself for no copy, and says nothing of its layer', () => {
    const input = judgeLayer({ ...numbers, r: [1, NaN, 1, 1, 1, NaN] }, pairsOf(), seen, true);
    expect(input.counts.copy).toBe(0);
    expect(input.verdict).toBeNull();
  });

  it('knows the range of the finite maps, and which maps are active', () => {
    expect(layerRangeOf(numbers)).toBe(5);
    expect(layerRangeOf({ min: [NaN], max: [NaN] })).toBeNaN();
    expect(activeMaps(numbers)).toEqual([true, false, true, true, true, true]);
    expect(activeMaps({ ...numbers, channels: 1, min: [-0], max: [0] })).toEqual([false]);
  });
});

it('groups of twins have one map that all others are like', () => {
  // 0 like 1, 1 like 2, but 2 not like 0; 3 like 1 and 2.
  const chain = pairsOf([0, 1, 0.99], [1, 2, 0.99], [1, 3, -0.99], [2, 3, 0.99], [4, 5, 0.9799]);
  expect([...twinGroups(chain, 6)]).toEqual([0, 0, 2, 2, 4, 5]);
  expect([...twinGroups(chain, 6, (channel) => channel === 0)]).toEqual([0, 1, 1, 1, 4, 5]);
});
