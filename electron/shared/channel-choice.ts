import { SORTABLE_STATISTICS } from './map-statistics';
import type { VerdictKind } from './verdicts';

/** Orders of the channels within a layer: by number, by a statistic, by verdict, or with alike ones together. */
export const CHANNEL_SORTS = ['index', ...SORTABLE_STATISTICS, 'verdict', 'twins'] as const;
export type ChannelSort = (typeof CHANNEL_SORTS)[number];

/** Which channels of a layer are shown, and in which order: in the matrix, in figures and files. */
export interface ChannelChoice {
  readonly sort: ChannelSort;
  /** Where the order is by a statistic. */
  readonly smallestFirst: boolean;
  /** Only maps with one of these verdicts; empty: all. */
  readonly only: ReadonlySet<VerdictKind>;
  /** Maps with these verdicts are not shown, unless only maps of some verdicts are. */
  readonly hidden: ReadonlySet<VerdictKind>;
}
