import { MAP_STATISTICS, type StatisticId } from '../../electron/shared/map-statistics';
import type { Translator } from '../../electron/shared/texts/translator';

/** A statistic as it is shown beside its name. */
export function statisticText(translator: Translator, id: StatisticId, value: number): string {
  switch (MAP_STATISTICS[id].format) {
    case 'value':
      return translator.value(value);
    case 'share':
      return translator.percent(value, 1);
    case 'bits':
      return translator.text('stat.bits', { value: translator.number(value, 2) });
    case 'coefficient':
      return translator.number(value, 2);
  }
}
