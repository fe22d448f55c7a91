import type { MenuItem } from '../../components/Menu.svelte';
import { figureOf } from '../../lib/figure';
import { shortcutOf } from '../../lib/shortcuts';
import type { AppModel } from '../../state/app-model.svelte';
import type { MessageKey } from '../../../electron/shared/texts/translator';
import { GRID_FILTERS } from '../../state/commands';

/** Everything that can be saved from the current result. */
export function exportItems(app: AppModel): MenuItem[] {
  const { analysis } = app.session;
  if (!analysis) return [];
  const { t } = app.wording;
  const { analysisId } = analysis;
  const layers = app.choice.chosen.map((layer) => layer.index);
  const withMaps = app.choice.chosenSpatial.length;
  const items: MenuItem[] = [
    {
      id: 'grid',
      icon: 'grid',
      label: t('export.grid'),
      hint: t('export.gridHint', {
        count: withMaps,
        filters: t('export.gridFilters', { count: GRID_FILTERS }),
      }),
      shortcut: shortcutOf('exportGrid', t),
      isDisabled: withMaps === 0,
      run: () => app.commands.run('exportGrid'),
    },
    {
      id: 'maps',
      icon: 'picture',
      label: t('export.maps'),
      hint: withMaps < layers.length ? t('export.mapsHintSome', { count: withMaps }) : t('export.mapsHint'),
      isDisabled: withMaps === 0,
      run: () =>
        void app.exporter.save(
          { kind: 'maps-png', analysisId, figure: figureOf(app.settings.value, app.choice.matrixSpatial) },
          t('export.maps'),
        ),
    },
  ];
  items.push({
    id: 'picture',
    icon: 'picture',
    label: t('export.picture'),
    hint: t('export.pictureHint'),
    shortcut: shortcutOf('exportPicture', t),
    run: () => app.commands.run('exportPicture'),
  });
  if (app.predictions.values.length > 0) {
    items.push({
      id: 'predictions',
      icon: 'bars',
      label: t('export.predictions'),
      hint: t(hintOfPredictions(app)),
      run: () => void app.exporter.save({ kind: 'predictions-csv', analysisId }, t('export.predictions')),
    });
  }
  items.push(
    {
      id: 'statistics',
      icon: 'table',
      label: t('export.statistics'),
      hint: t('export.statisticsHint'),
      isDisabled: layers.length === 0,
      run: () =>
        void app.exporter.save({ kind: 'statistics-csv', analysisId, layers }, t('export.statistics')),
    },
    {
      id: 'npz',
      icon: 'cube',
      label: t('export.npz'),
      hint: t('export.npzHint'),
      isDisabled: layers.length === 0,
      run: () => void app.exporter.save({ kind: 'npz', analysisId, layers }, t('export.npz')),
    },
  );
  return items;
}

function hintOfPredictions({ predictions: { kind } }: AppModel): MessageKey {
  if (kind === 'value') return 'export.valueHint';
  if (kind === 'scores') return 'export.scoresHint';
  return kind === 'softmax-of-scores' ? 'export.softmaxHint' : 'export.predictionsHint';
}
