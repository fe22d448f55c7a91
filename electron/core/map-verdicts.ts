import {
  IDLE_KINDS,
  layerVerdictOf,
  noCounts,
  TWIN_R,
  VERDICT_KINDS,
  verdictOf,
  type LayerVerdict,
  type MapFacts,
  type Verdict,
  type VerdictCounts,
} from '../shared/verdicts';

/** Pairs of maps of a layer that are alike, one entry a pair in each list. */
export interface TwinPairs {
  /** The lower of both channels. */
  readonly lower: Int32Array;
  readonly higher: Int32Array;
  /** Pearson's r of the two; below zero: one is the other turned round. */
  readonly r: Float32Array;
}

/** The numbers of a layer's maps that verdicts are made of, one a channel in each list. */
export interface JudgedNumbers {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly min: ArrayLike<number>;
  readonly max: ArrayLike<number>;
  readonly zeros: ArrayLike<number>;
  readonly limit?: ArrayLike<number> | undefined;
  readonly r?: ArrayLike<number> | undefined;
}

/** What is said of a layer's maps, one entry a channel in each list. */
export interface LayerVerdicts {
  /** 0: nothing stands out; else the verdict's place in VERDICT_KINDS, counted from 1. */
  readonly kinds: Uint8Array<ArrayBuffer>;
  /** The map that is most like it, with |r| above 0.98, whatever its verdict; -1: none. */
  readonly twins: Int32Array<ArrayBuffer>;
  /** r with that one; NaN: none. */
  readonly twinR: Float32Array<ArrayBuffer>;
  /** Number of the first map of its group of twins; its own where it is in none. Inactive and constant maps are in none. */
  readonly groups: Int32Array<ArrayBuffer>;
  /** In how many of the pictures that were looked at some value was not 0. */
  readonly active: Int32Array<ArrayBuffer>;
  /** Number of these pictures. */
  readonly seen: number;
  /** True for the picture itself, as it is fed or changed by nothing that was learned. */
  readonly isInput: boolean;
  readonly counts: VerdictCounts;
  readonly verdict: LayerVerdict | null;
}

/** Largest finite value of a layer less its smallest; NaN where it has none. */
export function layerRangeOf({ min, max }: Pick<JudgedNumbers, 'min' | 'max'>): number {
  let [low, high] = [Infinity, -Infinity];
  for (let channel = 0; channel < min.length; channel++) {
    const [least, most] = [min[channel]!, max[channel]!];
    if (!Number.isFinite(least) || !Number.isFinite(most)) continue;
    low = Math.min(low, least);
    high = Math.max(high, most);
  }
  return high - low >= 0 ? high - low : NaN;
}

/** Whether a map has a value other than 0, also where one is NaN. */
export function activeMaps({ min, max, channels }: JudgedNumbers): boolean[] {
  return Array.from({ length: channels }, (_, channel) => min[channel] !== 0 || max[channel] !== 0);
}

/** Channels whose maps say nothing in a picture: one value everywhere, or nearly. */
export function idleMaps(numbers: JudgedNumbers): number[] {
  const none = { length: numbers.channels };
  const about = {
    twins: Int32Array.from(none, () => -1),
    twinR: Float32Array.from(none, () => NaN),
    ...{ active: Int32Array.from(activeMaps(numbers), Number), seen: 1, isInput: true },
  };
  const layerRange = layerRangeOf(numbers);
  return Array.from(none, (_, channel) => channel).filter((channel) => {
    const verdict = verdictOf(factsOf(numbers, about, channel, layerRange));
    return verdict !== null && IDLE_KINDS.includes(verdict.kind);
  });
}

/** What the rules look at, of one map. */
export function factsOf(
  numbers: JudgedNumbers,
  about: Pick<LayerVerdicts, 'twins' | 'twinR' | 'active' | 'seen' | 'isInput'>,
  channel: number,
  layerRange = layerRangeOf(numbers),
): MapFacts {
  const of = about.twins[channel]!;
  return {
    min: numbers.min[channel]!,
    max: numbers.max[channel]!,
    zeros: numbers.zeros[channel]!,
    limit: numbers.limit?.[channel] ?? NaN,
    r: numbers.r?.[channel] ?? NaN,
    layerRange,
    pixels: numbers.height * numbers.width,
    isInput: about.isInput,
    twin: of < 0 ? null : { of, r: about.twinR[channel]! },
    seen: about.seen,
    active: about.active[channel]!,
  };
}

/** The verdict on one map with its numbers; null where nothing stands out. */
export function verdictAt(
  numbers: JudgedNumbers,
  about: Pick<LayerVerdicts, 'twins' | 'twinR' | 'active' | 'seen' | 'isInput'>,
  channel: number,
): Verdict | null {
  return verdictOf(factsOf(numbers, about, channel));
}

/**
 * Verdicts on all maps of a layer, and on the layer.
 * @param pairs   maps that are alike; those with |r| of 0.98 or less are left out
 * @param seen    pictures that were looked at, and in how many of them each channel had a value other than 0
 * @param isInput  true for the picture itself
 */
export function judgeLayer(
  numbers: JudgedNumbers,
  pairs: TwinPairs,
  seen: { readonly pictures: number; readonly active: Int32Array<ArrayBuffer> },
  isInput: boolean,
): LayerVerdicts {
  const { channels } = numbers;
  const { twins, twinR } = nearestTwins(pairs, channels);
  const about = { twins, twinR, active: seen.active, seen: seen.pictures, isInput };
  const layerRange = layerRangeOf(numbers);
  const kinds = new Uint8Array(channels);
  const counts = noCounts();
  for (let channel = 0; channel < channels; channel++) {
    const verdict = verdictOf(factsOf(numbers, about, channel, layerRange));
    if (!verdict) continue;
    kinds[channel] = VERDICT_KINDS.indexOf(verdict.kind) + 1;
    counts[verdict.kind]++;
  }
  const isIdle = (channel: number) => {
    const kind = VERDICT_KINDS[kinds[channel]! - 1];
    return kind !== undefined && IDLE_KINDS.includes(kind);
  };
  const groups = twinGroups(pairs, channels, isIdle);
  const repeats = groups.reduce((count, group, channel) => count + (group === channel ? 0 : 1), 0);
  const verdict = layerVerdictOf({ maps: channels, counts, repeats, isInput });
  return { ...about, kinds, groups, counts, verdict };
}

/** Goes through the pairs that are twins. */
function eachTwin(
  { lower, higher, r }: TwinPairs,
  take: (lower: number, higher: number, r: number) => void,
): void {
  for (let pair = 0; pair < r.length; pair++)
    if (Math.abs(r[pair]!) > TWIN_R) take(lower[pair]!, higher[pair]!, r[pair]!);
}

/** For each map the one that is most like it; among equals the one with the lowest number. */
function nearestTwins(pairs: TwinPairs, channels: number): Pick<LayerVerdicts, 'twins' | 'twinR'> {
  const twins = new Int32Array(channels).fill(-1);
  const twinR = new Float32Array(channels).fill(NaN);
  const take = (channel: number, of: number, r: number) => {
    const known = Math.abs(twinR[channel]!);
    const isNearer = Number.isNaN(known) || Math.abs(r) > known;
    if (!isNearer && !(Math.abs(r) === known && of < twins[channel]!)) return;
    twins[channel] = of;
    twinR[channel] = r;
  };
  eachTwin(pairs, (lower, higher, r) => {
    take(lower, higher, r);
    take(higher, lower, r);
  });
  return { twins, twinR };
}

/**
 * Groups of twins, each by its first map: going up through the channels, a map joins the group of the lowest one that stands
 * for itself and is its twin, and stands for itself where there is none. So each map of a group is like the first one, not only
 * like the next. Maps that are left out join no group.
 * @returns for each channel the number of the first map of its group
 */
export function twinGroups(
  pairs: TwinPairs,
  channels: number,
  isLeftOut: (channel: number) => boolean = () => false,
): Int32Array<ArrayBuffer> {
  const lowerTwins = Array.from({ length: channels }, (): number[] => []);
  eachTwin(pairs, (lower, higher) => {
    if (!isLeftOut(lower) && !isLeftOut(higher)) lowerTwins[higher]!.push(lower);
  });
  const groups = new Int32Array(channels);
  lowerTwins.forEach((twins, channel) => {
    const standing = twins.filter((other) => groups[other] === other);
    groups[channel] = standing.reduce((first, other) => Math.min(first, other), channel);
  });
  return groups;
}
