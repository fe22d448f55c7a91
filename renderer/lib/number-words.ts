import type { Translator } from '../../electron/shared/texts/translator';
import type { NumberWords } from '../../electron/shared/verdict-words';

/** Numbers in sentences on maps, as the language of the page writes them. */
export function numberWords({ number, percent, value }: Translator): NumberWords {
  return {
    value,
    share: (share) => percent(share, 1),
    coefficient: (r) => number(r, 2),
    whole: (count) => number(count),
  };
}
