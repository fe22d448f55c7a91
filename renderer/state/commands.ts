import type { CommandId } from '../../electron/shared/commands';
import { nextPane } from '../lib/focus';
import type { FigureModel } from './figure-model.svelte';
import type { InspectorModel } from './inspector-model.svelte';
import type { Intake } from './intake';
import type { MapLook } from './map-look.svelte';
import type { OneLayer } from './one-layer.svelte';
import type { PictureOpening } from './picture-opening';
import type { PngModel } from './png-model.svelte';
import type { Session } from './session.svelte';
import type { SettingsModel } from './settings-model.svelte';
import type { TileGrid } from './tile-grid.svelte';
import type { UiModel } from './ui-model.svelte';
import type { VerdictsModel } from './verdicts-model.svelte';
import type { WebcamModel } from './webcam-model.svelte';

/** What commands work on. */
interface Parts {
  readonly figures: Pick<FigureModel, 'offered' | 'open'>;
  readonly inspector: Pick<InspectorModel, 'canStep' | 'map' | 'resize' | 'step'>;
  readonly intake: Pick<Intake, 'choose'>;
  readonly look: Pick<MapLook, 'nextTab'>;
  readonly grid: Pick<TileGrid, 'active' | 'columns' | 'zoom'>;
  readonly oneLayer: Pick<OneLayer, 'canStep' | 'close' | 'layer' | 'open' | 'step'>;
  readonly pictureOpening: Pick<PictureOpening, 'use'>;
  readonly png: Pick<PngModel, 'open'>;
  readonly session: Pick<Session, 'analysis'>;
  readonly settings: SettingsModel;
  readonly ui: UiModel;
  readonly verdicts: Pick<VerdictsModel, 'hideInactive' | 'hidesInactive' | 'nextOnly'>;
  readonly webcam: Pick<WebcamModel, 'open'>;
}

const RANGES = ['map', 'layer', 'fixed'] as const;

/** What each command of the one command table does, from whichever of menu, button and key it came. */
export class Commands {
  readonly #actions: Record<CommandId, () => void> = {
    open: () => void this.parts.intake.choose('any'),
    sample: () => void this.parts.pictureOpening.use({ kind: 'sample' }),
    webcam: () => this.parts.webcam.open(),
    exportFigure: () => this.parts.figures.open(),
    exportPicture: () => this.parts.png.open(),
    export: () => void (this.parts.ui.isExportOpen = true),
    flip: () => this.parts.settings.update({ transposed: !this.parts.settings.value.transposed }),
    range: () => this.#nextRange(),
    nextVerdict: () => this.parts.verdicts.nextOnly(),
    hideInactive: () => this.parts.verdicts.hideInactive(!this.parts.verdicts.hidesInactive),
    larger: () => this.parts.grid.zoom(1),
    smaller: () => this.parts.grid.zoom(-1),
    previousMap: () => this.parts.inspector.step(-1),
    nextMap: () => this.parts.inspector.step(1),
    nextTab: () => this.parts.look.nextTab(),
    fillWindow: () => this.parts.inspector.resize(),
    oneLayer: () => this.#toggleLayer(),
    previousLayer: () => this.parts.oneLayer.step(-1),
    nextLayer: () => this.parts.oneLayer.step(1),
    nextPane: () => nextPane(1),
    previousPane: () => nextPane(-1),
    help: () => void (this.parts.ui.isHelpOpen = true),
    about: () => void (this.parts.ui.isAboutOpen = true),
  };

  constructor(readonly parts: Parts) {}

  run(id: CommandId): void {
    if (this.isEnabled(id)) this.#actions[id]();
  }

  /** False where a command has nothing to work on. */
  isEnabled(id: CommandId): boolean {
    const { figures, grid, inspector, oneLayer, session } = this.parts;
    if (id === 'export' || id === 'exportPicture') return session.analysis !== null;
    if (id === 'exportFigure') return session.analysis !== null && figures.offered.length > 0;
    if (id === 'fillWindow' || id === 'nextTab') return inspector.map !== null;
    if (id === 'oneLayer') return grid.columns.length > 0;
    if (id === 'previousLayer') return oneLayer.canStep(-1);
    if (id === 'nextLayer') return oneLayer.canStep(1);
    if (id === 'previousMap') return inspector.canStep(-1);
    if (id === 'nextMap') return inspector.canStep(1);
    return true;
  }

  /** The layer of the inspected map, or else the one where the keyboard is; and back to the matrix. */
  #toggleLayer(): void {
    const { grid, inspector, oneLayer } = this.parts;
    if (oneLayer.layer) return oneLayer.close();
    const layer = inspector.map?.layer ?? grid.columns[grid.active.position]?.layer.index;
    if (layer !== undefined) oneLayer.open(layer);
  }

  #nextRange(): void {
    const { settings } = this.parts;
    const at = RANGES.indexOf(settings.value.range);
    settings.update({ range: RANGES[(at + 1) % RANGES.length]! });
  }
}
