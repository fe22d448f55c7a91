import { describe, expect, it } from 'vitest';
import { judgeLayer } from '../../../electron/core/map-verdicts';
import type { ChannelStatistics, LayerInfo } from '../../../electron/shared/contract';
import { mapNumbers, STATISTIC_IDS } from '../../../electron/shared/map-statistics';
import type { VerdictKind } from '../../../electron/shared/verdicts';
import { chosenLayers, columnOf, type KnownLayer, type Wish } from '../../../renderer/lib/matrix-columns';

const row = (index: number, outputShape: (number | null)[], isSpatial = true) =>
  ({
    index,
    indexPath: String(index),
    className: 'Conv2D',
    name: `layer${index}`,
    ownName: `layer${index}`,
    outputShape,
    isSpatial,
  }) as LayerInfo;
const layer = row(3, [4, 4, 6]);

// Channels: nothing to say, inactive, copy, nothing, sparse, inactive.
const size = { height: 4, width: 4, channels: 6 };
const statistics: ChannelStatistics = {
  layer: 3,
  ...size,
  ...mapNumbers(STATISTIC_IDS, () => new Float32Array(6)),
  min: Float32Array.of(-1, 0, 0, -2, 0, 0),
  max: Float32Array.of(1, 0, 3, 2, 4, 0),
  zeros: Float32Array.of(0, 1, 0, 0.5, 0.95, 1),
  limit: new Float32Array(6).fill(NaN),
  r: Float32Array.of(0.1, NaN, 0.99, -0.3, 0.2, NaN),
  nonFinite: 0,
};
const pairs = { lower: Int32Array.of(0), higher: Int32Array.of(3), r: Float32Array.of(0.9) };
const seen = { pictures: 1, active: Int32Array.of(1, 0, 1, 1, 1, 0) };
const verdicts = judgeLayer(statistics, pairs, seen, false);
const known: KnownLayer = { statistics, verdicts, groups: Int32Array.of(0, 1, 2, 0, 4, 5), likeness: null };
const all: Wish = { filters: 'all', sort: 'index', smallestFirst: false, only: new Set(), hidden: new Set() };
const kinds = (...list: VerdictKind[]) => new Set(list);
const shownBy = (wish: Partial<Wish>, what = known) => {
  const { order, shown } = columnOf(layer, what, { ...all, ...wish });
  return order && [...order.subarray(0, shown)];
};

describe('a layer as the matrix shows it', () => {
  it('has all of its maps by number', () => {
    expect(columnOf(layer, known, all)).toMatchObject({ order: null, shown: 6, groups: null });
    expect(columnOf(layer, known, { ...all, filters: 4 })).toMatchObject({ order: null, shown: 4 });
  });

  it.each([
    [{ sort: 'verdict' }, [1, 5, 2, 4, 0, 3]],
    [{ sort: 'twins' }, [0, 3, 1, 2, 4, 5]],
    [{ sort: 'min', smallestFirst: true }, [3, 0, 1, 2, 4, 5]],
    [{ sort: 'max' }, [4, 2, 3, 0, 1, 5]],
    [{ only: kinds('inactive') }, [1, 5]],
    [{ only: kinds('sparse', 'copy') }, [2, 4]],
    [{ hidden: kinds('inactive', 'dead') }, [0, 2, 3, 4]],
    [{ hidden: kinds('inactive'), sort: 'max', filters: 3 }, [4, 2, 3]],
  ] as const)('%j', (wish, want) => {
    expect(shownBy(wish as Partial<Wish>)).toEqual(want);
  });

  it('shows maps of a verdict however many, and also those that are hidden otherwise', () => {
    expect(shownBy({ only: kinds('inactive'), hidden: kinds('inactive'), filters: 1 })).toEqual([1, 5]);
  });

  it('by likeness has the map itself first, whatever the order of the others', () => {
    const r = Float32Array.of(0.2, NaN, -0.7, 0.5, 1, NaN);
    const likeness = { layer: 3, filter: 4, r };
    const wish = { sort: 'twins', smallestFirst: true } as const;
    expect(shownBy(wish, { ...known, likeness })).toEqual([4, 2, 3, 0, 1, 5]);
    expect(columnOf(layer, { ...known, likeness }, { ...all, ...wish }).groups).toBeNull();
  });

  it('has no map of any verdict while that is not known', () => {
    const unknown = { ...known, verdicts: null, groups: null };
    expect(shownBy({ only: kinds('inactive') }, unknown)).toEqual([]);
    expect(shownBy({ hidden: kinds('inactive'), sort: 'verdict' }, unknown)).toBeNull();
  });

  it('of units has all of them or none', () => {
    const units = row(9, [6], false);
    expect(columnOf(units, known, { ...all, hidden: kinds('inactive') })).toMatchObject({ shown: 6 });
    expect(columnOf(units, known, { ...all, only: kinds('inactive') })).toMatchObject({ shown: 0 });
  });
});

it('layers are chosen of those that can be shown', () => {
  const layers = [row(0, [8, 8, 3]), row(1, [null, 5], false), row(2, [7], false), row(3, [4, 4, 2])];
  expect(chosenLayers(layers, 'all').map(({ index }) => index)).toEqual([0, 2, 3]);
  expect(chosenLayers(layers, '3, layer0, nonsense').map(({ index }) => index)).toEqual([0, 3]);
});
