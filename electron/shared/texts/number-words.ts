import type { StatisticWords } from './statistic-text';
import type { Translator } from './translator';

/** Numbers about maps, as a language writes them; a 0 is exact. */
export function numberWords({ number, exact, percent, text, value }: Translator): StatisticWords {
  return {
    value,
    share: (share) => percent(share, 1),
    coefficient: (r) => exact(r, 2),
    bits: (bits) => text('stat.bits', { value: exact(bits, 2) }),
    whole: (count) => number(count),
  };
}
