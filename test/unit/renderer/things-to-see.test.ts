import { expect, it } from 'vitest';
import { judgeLayer } from '../../../electron/core/map-verdicts';
import type { JudgedLayer } from '../../../electron/shared/contract';
import { mapNumbers, STATISTIC_IDS } from '../../../electron/shared/map-statistics';
import { thingsToSee } from '../../../renderer/lib/things-to-see';

/** A layer of maps of 4 x 4 with values from 0 to 1, whose r and shares of zeros are given. */
function layer(index: number, r: number[], zeros: number[]): JudgedLayer {
  const size = { height: 4, width: 4, channels: r.length };
  const numbers = mapNumbers(STATISTIC_IDS, () => new Float32Array(r.length));
  const max = Float32Array.from(zeros, (share) => (share === 1 ? 0 : 1));
  const given = { max, r: Float32Array.from(r), zeros: Float32Array.from(zeros) };
  const statistics = { layer: index, ...size, ...numbers, ...given, nonFinite: 0 };
  const none = { lower: new Int32Array(0), higher: new Int32Array(0), r: new Float32Array(0) };
  const seen = { pictures: 1, active: Int32Array.from(zeros, (share) => (share === 1 ? 0 : 1)) };
  return { layer: index, statistics, verdicts: judgeLayer(statistics, none, seen, false) };
}

it('are the clearest of each verdict, the plainest verdict first', () => {
  const things = thingsToSee([
    layer(1, [0.96, -0.99, 0.1], [0, 0, 0.92]),
    layer(2, [0.97, 0, 0, 0], [0, 0.98, 1, 1]),
  ]);
  expect(things).toEqual([
    { layer: 1, filter: 1, kind: 'copy', value: Math.fround(-0.99) },
    { layer: 2, filter: 1, kind: 'sparse', value: Math.fround(0.98) },
    { layer: 2, filter: 2, kind: 'inactive', value: 0 },
  ]);
});

it('are fewer where fewer are found, and none where nothing stands out', () => {
  expect(thingsToSee([layer(1, [0.3, 0.2], [0.1, 1])])).toEqual([
    { layer: 1, filter: 1, kind: 'inactive', value: 0 },
  ]);
  expect(thingsToSee([layer(1, [0.3], [0.5])])).toEqual([]);
  expect(thingsToSee([])).toEqual([]);
});
