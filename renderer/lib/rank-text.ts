import type { Translator } from '../../electron/shared/texts/translator';
import type { Rank } from './ranks';

/** A rank in words: "3rd of 32", "5th to 32nd of 32", "the same in all 32"; '' for none. */
export function rankText(translator: Translator, rank: Rank | null): string {
  if (!rank || rank.of < 2) return '';
  const { first, last, of } = rank;
  const { text } = translator;
  const ordinal = ordinals(translator);
  if (first === 1 && last === of) return text('stat.rankSame', { of });
  return first === last
    ? text('stat.rankOne', { rank: ordinal(first), of })
    : text('stat.rankShared', { first: ordinal(first), last: ordinal(last), of });
}

/** A place in an order: 1st, 22nd, 113th; 1, 22, 113 where the language has words around it. */
function ordinals({ language, text }: Translator): (place: number) => string {
  const rules = new Intl.PluralRules(language, { type: 'ordinal' });
  return (place) => {
    const form = rules.select(place);
    return text(`ordinal.${form === 'zero' || form === 'many' ? 'other' : form}`, { place });
  };
}
