import { MAP_STATISTICS, type StatisticFormat, type StatisticId } from '../map-statistics';
import type { NumberWords } from '../verdict-words';

/** How each format of a statistic is written on a surface and in its language. What reads 0 is exactly 0. */
export type StatisticWords = NumberWords & Readonly<Record<StatisticFormat, (value: number) => string>>;

/** A statistic as it is shown beside its name: in the window, in figures, and in tables of the command line. */
export function statisticText(write: StatisticWords, id: StatisticId, value: number): string {
  return write[MAP_STATISTICS[id].format](value);
}
