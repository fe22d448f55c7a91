import type { Settings } from '../../electron/shared/contract';
import { STATISTIC_IDS, type StatisticId } from '../../electron/shared/map-statistics';
import type { MessageKey } from '../../electron/shared/texts/translator';

type Sort = Settings['sort'];

/** What an order of maps is called. */
export function sortWord(sort: Sort): MessageKey {
  return isByStatistic(sort) ? `stat.${sort}` : `sort.${sort}`;
}

/** Numbers have two ends to begin with. */
export function isByStatistic(sort: Sort): sort is StatisticId {
  return (STATISTIC_IDS as readonly string[]).includes(sort);
}
