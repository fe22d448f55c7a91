import type { CommandId } from '../../../electron/shared/commands';
import type { ExportSize, ExportWhat } from '../../../electron/shared/contract';
import { STATISTIC_IDS } from '../../../electron/shared/map-statistics';
import type { MessageKey } from '../../../electron/shared/texts/translator';
import type { IconName } from '../../components/icons';
import type { MenuItem } from '../../components/Menu.svelte';
import { shortcutOf } from '../../lib/shortcuts';
import type { AppModel } from '../../state/app-model.svelte';
import type { LargeKind } from '../../state/large-exports.svelte';

interface ExportItem {
  /** Its label is the text `export.<id>`. */
  readonly id: 'figure' | 'maps' | 'picture' | 'predictions' | 'statistics' | 'npz';
  readonly icon: IconName;
  readonly hint: (app: AppModel) => string;
  /** What is written, the kind of what may be large, or the command that does it. */
  readonly save: CommandId | LargeKind | ((app: AppModel, analysisId: string) => ExportWhat);
  /** False where the choice of layers leaves nothing to save. */
  readonly isEnabled?: (app: AppModel) => boolean;
  /** False where the model gives nothing of the kind. */
  readonly isOffered?: (app: AppModel) => boolean;
}

/** Everything that can be saved from the current result, in the order of the menu. */
const EXPORTS: readonly ExportItem[] = [
  { id: 'figure', icon: 'grid', hint: text('export.figureHint'), save: 'exportFigure' },
  {
    id: 'maps',
    icon: 'picture',
    hint: ({ choice: { chosen, chosenSpatial }, large, wording }) => {
      const isSome = chosenSpatial.length < chosen.length;
      const size = large.sizes['maps-png'];
      if (size)
        return wording.t(isSome ? 'export.mapsSizeSome' : 'export.mapsSize', sizeWords(size, wording));
      return isSome
        ? wording.t('export.mapsHintSome', { count: chosenSpatial.length })
        : wording.t('export.mapsHint');
    },
    save: 'maps-png',
  },
  { id: 'picture', icon: 'picture', hint: text('export.pictureHint'), save: 'exportPicture' },
  {
    id: 'predictions',
    icon: 'bars',
    hint: ({ predictions: { kind }, wording: { t } }) => t(hintOfPredictions(kind)),
    save: (_, analysisId) => ({ kind: 'predictions-csv', analysisId }),
    isOffered: ({ predictions }) => predictions.values.length > 0,
  },
  {
    id: 'statistics',
    icon: 'table',
    hint: ({ wording }) => wording.listOf(STATISTIC_IDS.map((id) => wording.t(`stat.${id}`))),
    save: (app, analysisId) => ({ kind: 'statistics-csv', analysisId, layers: chosenLayers(app) }),
    isEnabled: (app) => chosenLayers(app).length > 0,
  },
  {
    id: 'npz',
    icon: 'cube',
    hint: ({ large, wording }) => {
      const size = large.sizes.npz;
      return size ? wording.t('export.npzSize', sizeWords(size, wording)) : wording.t('export.npzHint');
    },
    save: 'npz',
  },
];

function sizeWords({ files, bytes }: ExportSize, { translator }: AppModel['wording']) {
  return { count: files, size: translator.bytes(bytes) };
}

const isLarge = (save: ExportItem['save']): save is LargeKind => save === 'maps-png' || save === 'npz';

function text(key: MessageKey): ExportItem['hint'] {
  return ({ wording }) => wording.t(key);
}

function chosenLayers({ choice }: AppModel): number[] {
  return choice.chosen.map(({ index }) => index);
}

function hintOfPredictions(kind: AppModel['predictions']['kind']): MessageKey {
  if (kind === 'value') return 'export.valueHint';
  if (kind === 'scores') return 'export.scoresHint';
  return kind === 'softmax-of-scores' ? 'export.softmaxHint' : 'export.predictionsHint';
}

/** The menu of exports; empty before an analysis. */
export function exportItems(app: AppModel): MenuItem[] {
  const { commands, exporter, large, session, wording } = app;
  const { analysisId } = session.analysis ?? {};
  if (analysisId === undefined) return [];
  const offered = EXPORTS.filter(({ isOffered }) => isOffered?.(app) ?? true);
  return offered.map(({ id, icon, hint, save, isEnabled }) => {
    const label = wording.t(`export.${id}`);
    const item = { id, icon, label, hint: hint(app) };
    if (isLarge(save))
      return { ...item, isDisabled: !large.whatOf(save), run: () => void large.save(save, label) };
    if (typeof save === 'string') {
      const shortcut = shortcutOf(save, wording.t);
      return { ...item, shortcut, isDisabled: !commands.isEnabled(save), run: () => commands.run(save) };
    }
    const run = () => void exporter.save(save(app, analysisId), label);
    return { ...item, isDisabled: isEnabled?.(app) === false, run };
  });
}
