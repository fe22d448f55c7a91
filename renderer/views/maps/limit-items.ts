import type { Limits } from '../../../electron/core/colour-map';
import type { MenuItem } from '../../components/Menu.svelte';
import { layerRange } from '../../lib/map-colours';
import { quantileRange } from '../../lib/quantile-range';
import type { AppModel } from '../../state/app-model.svelte';

/** Where the fixed limits of the colours can be taken from: the inspected map and its layer, and all chosen layers. */
export function limitItems({
  choice,
  inspector,
  settings,
  wording: { t, translator },
}: AppModel): MenuItem[] {
  const { column, state } = inspector;
  const ofMap = state.kind === 'ready' ? state : null;
  const sources: readonly (readonly [
    'range.ofMap' | 'range.ofMapMiddle' | 'range.ofLayer' | 'range.ofAll',
    Limits | null,
  ])[] = [
    ['range.ofMap', ofMap],
    ['range.ofMapMiddle', ofMap && quantileRange(ofMap.values.values, 0.01)],
    ['range.ofLayer', layerRange(column)],
    ['range.ofAll', unionOf(choice.matrixSpatial.map(layerRange))],
  ];
  return sources.map(([label, limits]) => {
    const isUsable = limits !== null && limits.min < limits.max;
    const hint = isUsable
      ? t('range.limits', { min: translator.value(limits.min), max: translator.value(limits.max) })
      : t(label === 'range.ofAll' ? 'at.none' : 'range.inspectFirst');
    return {
      ...{ id: label, label: t(label), hint, isDisabled: !isUsable },
      run: () => limits && settings.update({ fixedMin: limits.min, fixedMax: limits.max }),
    };
  });
}

/** From the smallest to the largest of all; null where there is none. */
function unionOf(ranges: readonly (Limits | null)[]): Limits | null {
  const known = ranges.filter((range): range is Limits => range !== null);
  if (known.length === 0) return null;
  return {
    min: Math.min(...known.map(({ min }) => min)),
    max: Math.max(...known.map(({ max }) => max)),
  };
}
