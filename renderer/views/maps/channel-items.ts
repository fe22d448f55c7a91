import type { MenuItem } from '../../components/Menu.svelte';
import { VERDICT_KINDS } from '../../../electron/shared/verdicts';
import type { AppModel } from '../../state/app-model.svelte';

const FILTER_COUNTS = [3, 8, 16, 32, 64, 'all'] as const;

/** How many channels of each layer are shown, or which: those of a verdict. */
export function channelPick({ choice, settings, verdicts, wording }: AppModel): {
  text: string;
  /** Not what a first start shows: some maps are kept away. */
  isNarrowed: boolean;
  items: MenuItem[];
} {
  const { listOf, t, translator } = wording;
  const { counts, hidden, only } = verdicts;
  const { filters } = settings.value;
  const sumOf = (kinds: ReadonlySet<(typeof VERDICT_KINDS)[number]>) =>
    [...kinds].reduce((sum, kind) => sum + counts[kind], 0);
  const ofCount = (count: number | 'all') =>
    count === 'all' ? t('maps.filtersAll') : translator.number(count);
  const wordsOf = (kinds: ReadonlySet<(typeof VERDICT_KINDS)[number]>) =>
    listOf([...kinds].map((kind) => wording.verdictOf(kind)));
  const away = sumOf(hidden);
  const text = () => {
    if (only.size > 0) return t('maps.onlyOf', { words: wordsOf(only), count: sumOf(only) });
    if (filters === 'all' && away > 0)
      return t('maps.shownOf', { count: choice.mapCount - away, maps: choice.mapCount });
    return ofCount(filters);
  };
  const found = VERDICT_KINDS.filter((kind) => counts[kind] > 0 || hidden.has(kind) || only.has(kind));
  return {
    text: text(),
    isNarrowed: only.size > 0 || away > 0,
    items: [
      ...FILTER_COUNTS.map((count) => ({
        id: String(count),
        label: ofCount(count),
        isChecked: only.size === 0 && filters === count,
        run: () => {
          verdicts.showAll();
          settings.update({ filters: count });
        },
      })),
      ...found.map((kind, place) => ({
        id: `only-${kind}`,
        label: t('maps.only', { word: wording.verdictOf(kind), count: counts[kind] }),
        isChecked: only.has(kind),
        isToggle: true,
        startsGroup: place === 0,
        run: () => verdicts.toggleOnly(kind),
      })),
      ...found.map((kind, place) => ({
        id: `hide-${kind}`,
        label: t('maps.hide', { word: wording.verdictOf(kind) }),
        isChecked: hidden.has(kind),
        isToggle: true,
        startsGroup: place === 0,
        run: () => verdicts.hide([kind], !hidden.has(kind)),
      })),
    ],
  };
}
