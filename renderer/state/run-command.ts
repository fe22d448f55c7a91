import type { CommandId } from '../../electron/shared/commands';
import { nextPane } from '../lib/panes';
import type { Exporter } from './exporter';
import type { InspectorModel } from './inspector-model.svelte';
import type { Intake } from './intake';
import type { LayerChoice } from './layer-choice.svelte';
import type { MatrixModel } from './matrix-model.svelte';
import type { PngModel } from './png-model.svelte';
import type { Session, UsePicture } from './session.svelte';
import type { SettingsModel } from './settings-model.svelte';
import type { UiModel } from './ui-model.svelte';
import type { WebcamModel } from './webcam-model.svelte';

/** What commands work on. */
export interface Commanded {
  readonly choice: LayerChoice;
  readonly export: Exporter['save'];
  readonly inspector: InspectorModel;
  readonly intake: Intake;
  readonly matrix: MatrixModel;
  readonly png: PngModel;
  readonly session: Session;
  readonly settings: SettingsModel;
  readonly ui: UiModel;
  readonly usePicture: UsePicture;
  readonly webcam: WebcamModel;
}

const RANGES = ['map', 'layer', 'fixed'] as const;

/** What each command of the one command table does. */
const actions: Record<CommandId, (app: Commanded) => void> = {
  open: (app) => void app.intake.choose('any'),
  sample: (app) => void app.usePicture({ kind: 'sample' }),
  webcam: (app) => app.webcam.open(),
  exportGrid: (app) => exportGrid(app),
  exportPicture: (app) => app.png.open(),
  export: (app) => void (app.ui.isExportOpen = app.session.analysis !== null),
  flip: (app) => app.settings.update({ transposed: !app.settings.value.transposed }),
  range: (app) => {
    const at = RANGES.indexOf(app.settings.value.range);
    app.settings.update({ range: RANGES[(at + 1) % RANGES.length]! });
  },
  larger: (app) => app.matrix.zoom(1),
  smaller: (app) => app.matrix.zoom(-1),
  previousMap: (app) => app.inspector.step(-1),
  nextMap: (app) => app.inspector.step(1),
  nextPane: () => nextPane(1),
  previousPane: () => nextPane(-1),
  help: (app) => void (app.ui.isHelpOpen = true),
  about: (app) => void (app.ui.isAboutOpen = true),
};

/** Runs a command, from whichever of menu, button and key it came. */
export function runCommand(app: Commanded, id: CommandId): void {
  if (isCommandEnabled(app, id)) actions[id](app);
}

/** False where a command has nothing to work on. */
export function isCommandEnabled(app: Commanded, id: CommandId): boolean {
  if (id === 'export') return app.session.analysis !== null;
  if (id === 'exportGrid') return app.session.analysis !== null && app.choice.chosenSpatial.length > 0;
  if (id === 'exportPicture') return app.session.analysis !== null;
  if (id === 'previousMap') return app.inspector.canStep(-1);
  if (id === 'nextMap') return app.inspector.canStep(1);
  return true;
}

/** How many filters a layer contributes to the grid picture: the classic figure has three. */
export const GRID_FILTERS = 3;

function exportGrid(app: Commanded): void {
  const { analysis } = app.session;
  if (!analysis) return;
  const layers = app.choice.chosenSpatial.map((layer) => layer.index);
  const { colormap } = app.settings.value;
  void app.export(
    { kind: 'grid', analysisId: analysis.analysisId, layers, filters: GRID_FILTERS, colormap },
    'sample.jpg',
  );
}
