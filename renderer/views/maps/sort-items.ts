import type { Settings } from '../../../electron/shared/contract';
import { SORTABLE_STATISTICS } from '../../../electron/shared/map-statistics';
import type { MenuItem } from '../../components/Menu.svelte';
import { isByStatistic, sortWord } from '../../lib/sort-words';
import type { AppModel } from '../../state/app-model.svelte';

/** In which order the maps of each layer stand. */
export function sortPick({ inspector, likeness, session, settings, wording }: AppModel): {
  text: string;
  spoken: string;
  isSorted: boolean;
  items: MenuItem[];
} {
  const { t } = wording;
  const { sort, smallestFirst } = settings.value;
  const label = (one: Settings['sort']) => t(sortWord(one));
  const hasDirection = isByStatistic(sort) && likeness.to === null;
  const direction = t(smallestFirst ? 'sort.smallestFirst' : 'sort.largestFirst');
  const pathOf = (layer: number) => session.model?.layers[layer]?.indexPath ?? '';
  const likeTo = likeness.to && {
    layer: pathOf(likeness.to.layer),
    filter: String(likeness.to.filter),
  };
  const inspected = inspector.layer?.isSpatial ? inspector.map : null;
  const text = () => {
    if (likeTo) return t('sort.like', likeTo);
    return hasDirection ? `${label(sort)} ${smallestFirst ? '↑' : '↓'}` : label(sort);
  };
  const spoken = hasDirection ? t('sort.by', { statistic: label(sort), direction }) : text();
  return {
    text: text(),
    spoken,
    isSorted: likeTo !== null || sort !== 'index',
    items: [
      ...(['index', 'verdict', 'twins', ...SORTABLE_STATISTICS] as const).map((one) => ({
        id: one,
        label: label(one),
        isChecked: likeTo === null && sort === one,
        run: () => {
          likeness.compareWith(null);
          settings.update({ sort: one });
        },
      })),
      {
        id: 'like',
        label: inspected
          ? t('sort.like', { layer: pathOf(inspected.layer), filter: String(inspected.filter) })
          : t('sort.likeSelected'),
        ...(inspected ? {} : { hint: t('range.inspectFirst') }),
        isChecked: likeTo !== null,
        isDisabled: inspected === null,
        run: () => likeness.compareWith(inspected),
      },
      {
        id: 'smallestFirst',
        label: t('sort.reverse'),
        isChecked: smallestFirst,
        isToggle: true,
        isDisabled: !hasDirection,
        startsGroup: true,
        run: () => settings.update({ smallestFirst: !smallestFirst }),
      },
    ],
  };
}
