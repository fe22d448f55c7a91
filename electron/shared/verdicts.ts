/**
 * What can be said of a map by its numbers alone: one verdict each, the first rule of the table that holds. Window, command
 * line and exports read the rules, their order and their names from here; their sentences are made in `verdict-words.ts`.
 */

/** In the order in which they are counted, shown and written. */
export const VERDICT_KINDS = ['inactive', 'dead', 'constant', 'copy', 'sparse', 'saturated', 'twin'] as const;
export type VerdictKind = (typeof VERDICT_KINDS)[number];

/** Those of maps that say nothing in a picture: one value everywhere, or nearly. */
export const IDLE_KINDS: readonly VerdictKind[] = ['inactive', 'dead', 'constant'];

/** Fewer pictures than these say nothing of pictures in general. */
export const PICTURES_FOR_DEAD = 5;
/** Of the range of the whole layer; what moves less counts as one value. */
export const CONSTANT_SHARE = 1 / 1000;
/** |r| with the grey of the input from which a map counts as the picture itself. */
const COPY_R = 0.95;
/** |r| with another map of the layer from which one would do. */
export const TWIN_R = 0.98;
const SPARSE_SHARE = 0.9;
const SATURATED_SHARE = 0.2;

/** All that the rules look at, of one map in one picture or over several. */
export interface MapFacts {
  /** Smallest and largest value of the map; NaN where a value is. */
  readonly min: number;
  readonly max: number;
  /** Share of exact zeros, 0..1. */
  readonly zeros: number;
  /** Share of values at the limit of the activation, 0..1; NaN where it has none. */
  readonly limit: number;
  /** Pearson's r with the grey of the input, area-averaged to the map's size; NaN where there is none. */
  readonly r: number;
  /** Largest value of the whole layer less its smallest. */
  readonly layerRange: number;
  /** Number of values in the map. A single one, as of a unit of a dense layer, can be 0 but is no map to be judged further. */
  readonly pixels: number;
  /** True for the picture itself, which is no copy of itself. */
  readonly isInput: boolean;
  /** The map of the layer that is most like it, if |r| is above 0.98. */
  readonly twin: { readonly of: number; readonly r: number } | null;
  /** Number of pictures that were looked at, these included, and in how many of them some value was not 0. */
  readonly seen: number;
  readonly active: number;
}

/** The numbers that a verdict speaks of. */
export interface VerdictValues {
  /** All 0 here; `active` of `seen` pictures gave something else. */
  inactive: { readonly seen: number; readonly active: number };
  dead: { readonly seen: number };
  constant: { readonly min: number; readonly max: number; readonly layerRange: number };
  /** Below zero: the inverted picture. */
  copy: { readonly r: number };
  sparse: { readonly zeros: number };
  saturated: { readonly limit: number };
  /** The other map, whose own verdict may be another one. */
  twin: { readonly of: number; readonly r: number };
}

export type Verdict = {
  [Kind in VerdictKind]: { readonly kind: Kind; readonly values: VerdictValues[Kind] };
}[VerdictKind];

const isZero = ({ min, max }: MapFacts): boolean => min === 0 && max === 0;
const isDead = (map: MapFacts): boolean => isZero(map) && map.active === 0 && map.seen >= PICTURES_FOR_DEAD;

/** The rules, in order: the first that holds is the verdict. Each gives the numbers that its sentence speaks of. */
const RULES: {
  readonly [Kind in VerdictKind]: (map: MapFacts) => VerdictValues[Kind] | false;
} = {
  /** All 0 in this picture. */
  inactive: (map) => isZero(map) && !isDead(map) && { seen: map.seen, active: map.active },
  /** All 0 in at least five pictures, this one and all others that were seen. */
  dead: (map) => isDead(map) && { seen: map.seen },
  /** Its range is at most 1/1000 of the layer's. */
  constant: ({ pixels, min, max, layerRange }) =>
    pixels > 1 && max - min <= layerRange * CONSTANT_SHARE && { min, max, layerRange },
  /** |r| with the grey of the input above 0.95. */
  copy: ({ pixels, isInput, r }) => pixels > 1 && !isInput && Math.abs(r) > COPY_R && { r },
  /** Over 90 % zeros. */
  sparse: ({ pixels, zeros }) => pixels > 1 && zeros > SPARSE_SHARE && { zeros },
  /** Over 20 % at the limit of the activation. */
  saturated: ({ pixels, limit }) => pixels > 1 && limit > SATURATED_SHARE && { limit },
  /** |r| with another map of the layer above 0.98. Both say so, each of the other. */
  twin: ({ twin }) => twin !== null && { of: twin.of, r: twin.r },
};

/** The verdict on a map; null where nothing stands out, or where its numbers are not finite. */
export function verdictOf(map: MapFacts): Verdict | null {
  for (const kind of VERDICT_KINDS) {
    const values = RULES[kind](map);
    if (values !== false) return { kind, values } as Verdict;
  }
  return null;
}

/** How many maps have which verdict. */
export type VerdictCounts = Record<VerdictKind, number>;

export function noCounts(): VerdictCounts {
  return Object.fromEntries(VERDICT_KINDS.map((kind) => [kind, 0])) as VerdictCounts;
}

/** How many maps say nothing. */
export function idleIn(counts: VerdictCounts): number {
  return IDLE_KINDS.reduce((sum, kind) => sum + counts[kind], 0);
}

/** What is said of a whole layer. */
export const LAYER_VERDICT_KINDS = ['silent', 'spare', 'copies', 'saturated'] as const;
export type LayerVerdictKind = (typeof LAYER_VERDICT_KINDS)[number];

/** What the rules of layers look at. */
export interface LayerFacts {
  /** Number of channels. */
  readonly maps: number;
  readonly counts: VerdictCounts;
  /** Maps that would not be missed beside their twins: of each group of twins all but one. Inactive and constant ones not counted. */
  readonly repeats: number;
  readonly isInput: boolean;
}

export interface LayerVerdict {
  readonly kind: LayerVerdictKind;
  /** `spare`: maps that add nothing in this picture, which are inactive, dead or constant, or repeat another one. */
  readonly values: VerdictCounts & {
    readonly maps: number;
    readonly spare: number;
    readonly repeats: number;
  };
}

/** As much as this of a layer has to add nothing before it is worth a word. */
const SPARE_SHARE = 0.1;
const LEAST_SPARE = 2;
const MOST_OF_LAYER = 0.5;

const LAYER_RULES: {
  readonly [Kind in LayerVerdictKind]: (values: LayerVerdict['values']) => boolean;
} = {
  /** No map has a value other than 0. */
  silent: ({ maps, inactive, dead }) => inactive + dead === maps,
  /** At least a tenth of the maps add nothing: the layer may have more filters than it needs. */
  spare: ({ maps, spare }) => spare >= LEAST_SPARE && spare >= SPARE_SHARE * maps,
  /** Over half of the maps are the picture itself. */
  copies: ({ maps, copy }) => copy > MOST_OF_LAYER * maps,
  /** Over half of the maps are at their limit in over 20 % of their places. */
  saturated: ({ maps, saturated }) => saturated > MOST_OF_LAYER * maps,
};

/** The verdict on a layer: the first rule that holds; null where none does, and for the input. */
export function layerVerdictOf({ maps, counts, repeats, isInput }: LayerFacts): LayerVerdict | null {
  if (isInput) return null;
  const spare = idleIn(counts) + repeats;
  const values = { ...counts, maps, spare, repeats };
  const kind = LAYER_VERDICT_KINDS.find((one) => LAYER_RULES[one](values));
  return kind ? { kind, values } : null;
}

/** What is said of a model: the sum over the layers that were looked at. */
export interface ModelVerdict {
  readonly maps: number;
  readonly counts: VerdictCounts;
  /** How many layers have which verdict. */
  readonly layers: Readonly<Record<LayerVerdictKind, number>>;
}

/** Sums up layers. */
export function modelVerdictOf(
  layers: readonly {
    readonly maps: number;
    readonly counts: VerdictCounts;
    readonly verdict: LayerVerdict | null;
  }[],
): ModelVerdict {
  const counts = noCounts();
  for (const layer of layers) for (const kind of VERDICT_KINDS) counts[kind] += layer.counts[kind];
  const withKind = (kind: LayerVerdictKind) => layers.filter(({ verdict }) => verdict?.kind === kind).length;
  return {
    maps: layers.reduce((sum, { maps }) => sum + maps, 0),
    counts,
    layers: Object.fromEntries(LAYER_VERDICT_KINDS.map((kind) => [kind, withKind(kind)])) as Record<
      LayerVerdictKind,
      number
    >,
  };
}
