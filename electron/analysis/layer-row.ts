import { activeMaps, type TwinPairs } from '../core/map-verdicts';
import type { MapStatistics } from '../engine/pass';
import type { ListedLayer } from '../model/network';
import { MAP_STATISTICS, mapNumbers, STATISTIC_IDS, type StatisticId } from '../shared/map-statistics';

/** The statistics of a layer's maps over one or more pictures, one entry a channel in each list. */
export interface LayerRow {
  readonly layer: ListedLayer;
  /** NaN where the pictures gave maps of several sizes. */
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Of a map, in all pictures together. */
  readonly pixels: number;
  readonly pictures: number;
  /** For each statistic one number a channel; NaN where it says nothing. */
  readonly numbers: Readonly<Record<StatisticId, ArrayLike<number>>>;
  /** Where each map is strongest, row * width + column; null for several pictures. */
  readonly places: Int32Array | null;
  /** In how many pictures a map had a value other than 0. */
  readonly active: Int32Array<ArrayBuffer>;
  /** Pearson's r with the input, the mean over the pictures that have one; NaN: none has. */
  readonly meanR: Float64Array;
  readonly picturesWithR: Int32Array;
  /** Pairs that are alike in every picture, r being the mean over them. */
  readonly twins: TwinPairs;
}

type Numbers = LayerRow['numbers'];

/** @param statistics  with details */
export function rowOf(layer: ListedLayer, statistics: MapStatistics): LayerRow {
  const { height, width, channels, places, twins, ...numbers } = statistics;
  const r = numbers.r ?? new Float32Array(channels).fill(NaN);
  return {
    ...{ layer, height, width, channels, numbers: numbers as Numbers },
    ...{ pixels: height * width, pictures: 1, places: places ?? null },
    active: Int32Array.from(activeMaps(statistics), Number),
    meanR: Float64Array.from(r),
    picturesWithR: Int32Array.from(r, (one) => (Number.isNaN(one) ? 0 : 1)),
    twins: twins ?? { lower: new Int32Array(0), higher: new Int32Array(0), r: new Float32Array(0) },
  };
}

/** Two rows of a layer as one, in float64; statistics of one picture alone are left out. */
export function joinedRow(a: LayerRow, b: LayerRow): LayerRow {
  const counts = [a.picturesWithR, b.picturesWithR] as const;
  return {
    layer: a.layer,
    height: a.height === b.height ? a.height : NaN,
    width: a.width === b.width ? a.width : NaN,
    channels: b.channels,
    pixels: a.pixels + b.pixels,
    pictures: a.pictures + b.pictures,
    numbers: joinedNumbers(a, b),
    places: null,
    active: a.active.map((count, channel) => count + b.active[channel]!),
    meanR: a.meanR.map((r, channel) =>
      meanOf(r, counts[0][channel]!, b.meanR[channel]!, counts[1][channel]!),
    ),
    picturesWithR: counts[0].map((count, channel) => count + counts[1][channel]!),
    twins: joinedTwins(a, b),
  };
}

/** Of two means over some numbers each, one of which may be over none. */
function meanOf(one: number, countOfOne: number, other: number, countOfOther: number): number {
  if (countOfOne === 0) return other;
  if (countOfOther === 0) return one;
  return (one * countOfOne + other * countOfOther) / (countOfOne + countOfOther);
}

function joinedNumbers(a: LayerRow, b: LayerRow): Numbers {
  const [shareOfA, shareOfB] = [a, b].map(({ pixels }) => pixels / (a.pixels + b.pixels)) as [number, number];
  const each = (id: StatisticId, join: (one: number, other: number, channel: number) => number) =>
    Float64Array.from({ length: b.channels }, (_, channel) =>
      join(a.numbers[id][channel]!, b.numbers[id][channel]!, channel),
    );
  const rules: Record<
    (typeof MAP_STATISTICS)[StatisticId]['overPictures'],
    (id: StatisticId) => Float64Array
  > = {
    smallest: (id) => each(id, (one, other) => Math.min(one, other)),
    largest: (id) => each(id, (one, other) => Math.max(one, other)),
    mean: (id) => each(id, (one, other) => shareOfA * one + shareOfB * other),
    // Chan, Golub, LeVeque, The American Statistician 37(3), 1983.
    spread: (id) =>
      each(id, (one, other, channel) => {
        const difference = a.numbers.mean[channel]! - b.numbers.mean[channel]!;
        return Math.sqrt(shareOfA * one ** 2 + shareOfB * other ** 2 + shareOfA * shareOfB * difference ** 2);
      }),
    none: (id) => each(id, () => NaN),
  };
  return mapNumbers(STATISTIC_IDS, (id) => rules[MAP_STATISTICS[id].overPictures](id)) as Numbers;
}

/** The pairs of both, each with its mean r; a pair with r of other signs is no pair. */
function joinedTwins(a: LayerRow, b: LayerRow): TwinPairs {
  const keyOf = ({ lower, higher }: TwinPairs, pair: number) => lower[pair]! * a.channels + higher[pair]!;
  const known = new Map(Array.from(b.twins.r, (r, pair) => [keyOf(b.twins, pair), r] as const));
  const kept = Array.from(a.twins.r.keys()).filter(
    (pair) => a.twins.r[pair]! * (known.get(keyOf(a.twins, pair)) ?? 0) > 0,
  );
  return {
    lower: Int32Array.from(kept, (pair) => a.twins.lower[pair]!),
    higher: Int32Array.from(kept, (pair) => a.twins.higher[pair]!),
    r: Float32Array.from(kept, (pair) =>
      meanOf(a.twins.r[pair]!, a.pictures, known.get(keyOf(a.twins, pair))!, b.pictures),
    ),
  };
}
