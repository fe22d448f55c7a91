import { MAP_STATISTICS, type StatisticId } from '../map-statistics';
import type { Translator } from './translator';

/**
 * A statistic as it is shown beside its name.
 * @param valueText  how values of maps are written
 */
export function statisticText(
  translator: Translator,
  id: StatisticId,
  value: number,
  valueText: (value: number) => string = translator.value,
): string {
  switch (MAP_STATISTICS[id].format) {
    case 'value':
      return valueText(value);
    case 'share':
      return translator.percent(value, 1);
    case 'bits':
      return translator.text('stat.bits', { value: translator.number(value, 2) });
    case 'coefficient':
      return translator.number(value, 2);
  }
}
