import type { MenuItem } from '../components/Menu.svelte';
import { colormapRgba32 } from '../../electron/core/colormap';
import { imageDataFromValues, rgbFromImageData } from '../lib/pixels';
import { shortcutOf } from '../lib/shortcuts';
import type { AppModel } from '../state/app-model.svelte';
import { GRID_FILTERS } from '../state/run-command';

/** Everything that can be saved from the current result. */
export function exportItems(app: AppModel): MenuItem[] {
  const { analysis, picture } = app.session;
  if (!analysis || !picture) return [];
  const { t } = app;
  const { analysisId } = analysis;
  const { colormap, filters } = app.settings.value;
  const layers = app.choice.chosen.map((layer) => layer.index);
  const stem = picture.name.replace(/\.[^.]*$/, '');
  const items: MenuItem[] = [
    {
      id: 'grid',
      icon: 'grid',
      label: t('export.grid'),
      hint: t('export.gridHint', {
        count: layers.length,
        filters: t('export.gridFilters', { count: GRID_FILTERS }),
      }),
      shortcut: shortcutOf('exportGrid', t),
      run: () => app.run('exportGrid'),
    },
    {
      id: 'maps',
      icon: 'picture',
      label: t('export.maps'),
      hint: t('export.mapsHint'),
      run: () =>
        void app.export(
          { kind: 'maps-png', analysisId, layers, filters: filters === 'all' ? null : filters, colormap },
          t('export.maps'),
        ),
    },
  ];
  const { map, state } = app.inspector;
  if (map && state.kind === 'ready') {
    items.push({
      id: 'tile',
      icon: 'picture',
      label: t('export.tile'),
      hint: t('export.tileHint'),
      run: () => {
        const image = imageDataFromValues(
          state.values.values,
          state.values,
          colormapRgba32(colormap),
          state.min,
          state.max,
        );
        const suggestedName = `${stem}-${map.layer}-${map.filter}.png`;
        void app.export({ kind: 'picture', suggestedName, image: rgbFromImageData(image) }, suggestedName);
      },
    });
  }
  for (const { id, result, min, max } of app.hypercolumns.views) {
    if (!result) continue;
    items.push({
      id: `hyper-${id}`,
      icon: 'picture',
      label: t('export.hyper', { set: id }),
      hint: t('export.hyperHint'),
      run: () => {
        const table = colormapRgba32(app.settings.value.hypercolumnColormap);
        const image = imageDataFromValues(result.values, result, table, min, max);
        const suggestedName = `hypercolumn-${result.layers.join('-')}.png`;
        void app.export({ kind: 'picture', suggestedName, image: rgbFromImageData(image) }, suggestedName);
      },
    });
  }
  if (analysis.probabilities.length > 0) {
    items.push({
      id: 'predictions',
      icon: 'bars',
      label: t('export.predictions'),
      hint: t('export.predictionsHint'),
      run: () => void app.export({ kind: 'predictions-csv', analysisId }, t('export.predictions')),
    });
  }
  items.push(
    {
      id: 'statistics',
      icon: 'table',
      label: t('export.statistics'),
      hint: t('export.statisticsHint'),
      run: () => void app.export({ kind: 'statistics-csv', analysisId, layers }, t('export.statistics')),
    },
    {
      id: 'npz',
      icon: 'cube',
      label: t('export.npz'),
      hint: t('export.npzHint'),
      run: () => void app.export({ kind: 'npz', analysisId, layers }, t('export.npz')),
    },
  );
  return items;
}
