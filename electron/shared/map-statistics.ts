/** How a statistic is written. */
export type StatisticFormat =
  | 'value' // in the units of the map
  | 'share' // 0..1, shown as per cent
  | 'bits'
  | 'coefficient'; // -1..1

interface Statistic {
  readonly format: StatisticFormat;
  /** Channels can be sorted by it. */
  readonly isSortable: boolean;
  /** It takes long, so it is computed only where it is asked for. */
  readonly isDetail: boolean;
  /** What it is over several pictures, each weighed by its pixels; `none`: it means something for one picture only. */
  readonly overPictures: 'smallest' | 'largest' | 'mean' | 'spread' | 'none';
}

/**
 * The numbers that describe each map of a layer, in the order in which they are shown and written. A new one has an entry here,
 * its nodes in `engine/map-statistics.ts`, its word (`stat.<id>`) in both languages, and its test (CONTRIBUTING).
 */
export const MAP_STATISTICS = {
  /** Smallest value. */
  min: { format: 'value', isSortable: true, isDetail: false, overPictures: 'smallest' },
  /** Largest value. */
  max: { format: 'value', isSortable: true, isDetail: false, overPictures: 'largest' },
  mean: { format: 'value', isSortable: true, isDetail: false, overPictures: 'mean' },
  /** Population standard deviation. */
  std: { format: 'value', isSortable: true, isDetail: false, overPictures: 'spread' },
  /** Share of exact zeros. */
  zeros: { format: 'share', isSortable: true, isDetail: false, overPictures: 'mean' },
  /** Share of values at the limit of the layer's activation; NaN where it has none. */
  limit: { format: 'share', isSortable: true, isDetail: true, overPictures: 'mean' },
  /** Entropy of the histogram of 256 bins between min and max; NaN where a value is not finite. */
  entropy: { format: 'bits', isSortable: true, isDetail: true, overPictures: 'none' },
  /** Pearson's correlation with the grey of the fed input, area-averaged to the map's size; NaN for a map of one value. */
  r: { format: 'coefficient', isSortable: true, isDetail: true, overPictures: 'none' },
} as const satisfies Readonly<Record<string, Statistic>>;

export type StatisticId = keyof typeof MAP_STATISTICS;
export const STATISTIC_IDS = Object.keys(MAP_STATISTICS) as readonly StatisticId[];

type IdWhere<Key extends 'isSortable' | 'isDetail', Value extends boolean> = {
  [Id in StatisticId]: (typeof MAP_STATISTICS)[Id][Key] extends Value ? Id : never;
}[StatisticId];
export type SortableStatistic = IdWhere<'isSortable', true>;
export type BasicStatistic = IdWhere<'isDetail', false>;
export type DetailStatistic = IdWhere<'isDetail', true>;

export const SORTABLE_STATISTICS = STATISTIC_IDS.filter(
  (id): id is SortableStatistic => MAP_STATISTICS[id].isSortable,
);
/** Details that verdicts look at. */
export const JUDGED_STATISTICS = ['limit', 'r'] as const satisfies readonly DetailStatistic[];
/** Those that every pass gives. */
export const BASIC_STATISTICS = STATISTIC_IDS.filter((id): id is BasicStatistic => !isDetail(id));
export const DETAIL_STATISTICS = STATISTIC_IDS.filter(isDetail);

export function isDetail(id: StatisticId): id is DetailStatistic {
  return MAP_STATISTICS[id].isDetail;
}

/** The statistics of a layer's maps: for each, an array with one number a channel. Details are there where they were asked for. */
export type MapNumbers<Numbers> = Record<BasicStatistic, Numbers> & Partial<Record<DetailStatistic, Numbers>>;

/** Makes the record of some statistics, the basic ones among them. */
export function mapNumbers<Numbers>(
  ids: readonly StatisticId[],
  make: (id: StatisticId, place: number) => Numbers,
): MapNumbers<Numbers> {
  return Object.fromEntries(ids.map((id, place) => [id, make(id, place)])) as MapNumbers<Numbers>;
}
