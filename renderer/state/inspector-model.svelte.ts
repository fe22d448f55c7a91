import type { ShownRange } from '../../electron/core/colour-map';
import type { Analysis, Failure, RequestOutput } from '../../electron/shared/contract';
import type { Api } from '../api/api';
import { mapFromUnit, unitFromCell, type Point } from '../lib/coordinates';
import { displayRange } from '../lib/map-colours';
import type { MatrixLayer, Place } from '../lib/matrix-cells';
import { finiteRange } from '../lib/pixels';
import { strongestPlaces, type StrongPlace } from '../lib/strongest-places';
import { follow } from './follow.svelte';
import { Latest } from './latest';
import type { LayerChoice } from './layer-choice.svelte';
import type { Session } from './session.svelte';
import type { SettingsModel } from './settings-model.svelte';
import type { TileGrid } from './tile-grid.svelte';
import type { VerdictsModel } from './verdicts-model.svelte';

interface Parts {
  readonly api: Pick<Api, 'call'>;
  readonly choice: Pick<LayerChoice, 'columnOf' | 'fetchDetails' | 'statistics'>;
  /** What is on screen. */
  readonly grid: Pick<TileGrid, 'active' | 'cell' | 'find'>;
  readonly session: Pick<Session, 'analysis' | 'model'>;
  readonly settings: SettingsModel;
  readonly verdicts: Pick<VerdictsModel, 'want'>;
}

export type MapValues = RequestOutput<'map:values'>;
type Shown =
  | { readonly kind: 'ready'; readonly values: MapValues; readonly min: number; readonly max: number }
  | { readonly kind: 'failed'; readonly failure: Failure };
export type InspectorState = { readonly kind: 'closed' } | { readonly kind: 'loading' } | Shown;

const loading = { kind: 'loading' } as const;

/** One map, large, with its exact values. */
export class InspectorModel {
  map = $state.raw<{ layer: number; filter: number } | null>(null);
  /** It fills the window. */
  isLarge = $state(false);
  /** The last answer. Its values stay on screen until the next one, unless they are of another model. */
  #answer = $state.raw<{ modelId: string; shown: Shown } | null>(null);
  readonly #request = new Latest();

  readonly layer = $derived.by(
    () => this.parts.session.model?.layers.find(({ index }) => index === this.map?.layer) ?? null,
  );
  /** The layer as the matrix shows it; it need not be among those that are chosen there. */
  readonly column: MatrixLayer | null = $derived.by(
    () => this.layer && this.parts.choice.columnOf(this.layer),
  );
  readonly state: InspectorState = $derived.by(() => {
    if (!this.map) return { kind: 'closed' };
    const { analysis } = this.parts.session;
    if (!analysis) return loading;
    if (this.layer?.isSpatial === false) return this.#unit(this.map);
    return this.#answer?.modelId === analysis.modelId ? this.#answer.shown : loading;
  });
  /** What its colours run over; null while there are no values. */
  readonly range: ShownRange | null = $derived.by(() =>
    this.state.kind === 'ready' ? displayRange(this.parts.settings.value, this.column, this.state) : null,
  );
  /** The same places over the model's input, 0..1. */
  readonly placesInUnit: readonly Point[] = $derived.by(() => {
    const { state } = this;
    return state.kind === 'ready' ? this.places.map((place) => unitFromCell(place, state.values)) : [];
  });
  /** Where the map is strongest, in its own pixels. */
  readonly places: readonly StrongPlace[] = $derived.by(() => {
    const { analysis, model } = this.parts.session;
    if (this.state.kind !== 'ready' || !this.layer?.isSpatial || !analysis || !model) return [];
    const { values } = this.state;
    const { target } = analysis.shown;
    const [height, width] = model.inputSize;
    return strongestPlaces(values.values, values, (cell) => {
      const { x, y } = unitFromCell(cell, values);
      const [across, down] = [x * width - target.x, y * height - target.y];
      return across >= 0 && down >= 0 && across < target.width && down < target.height;
    });
  });

  constructor(readonly parts: Parts) {
    follow(
      () => ({ map: this.map, analysis: this.parts.session.analysis }),
      ({ analysis }) => void this.#fetch(analysis),
    );
  }

  open(layer: number, filter: number): void {
    this.map = { layer, filter };
  }

  /** Opens a map that a link names, and takes the keyboard along where the map is on screen. */
  go(layer: number, filter: number): void {
    const { grid } = this.parts;
    const place = grid.find(layer, filter);
    if (place) grid.active = place;
    this.open(layer, filter);
  }

  close(): void {
    this.map = null;
    this.isLarge = false;
    this.#answer = null;
  }

  /** Fills the window, or no longer. */
  resize(): void {
    this.isLarge = this.map !== null && !this.isLarge;
  }

  /** Asks again, after a failure. */
  retry(): void {
    void this.#fetch(this.parts.session.analysis);
  }

  /** The next or previous map of the same layer, in the order on screen. */
  step(ranks: number): void {
    const { grid } = this.parts;
    const next = this.#neighbour(ranks);
    if (!next) return;
    if (next.place) grid.active = next.place;
    this.open(next.layer, next.filter);
  }

  canStep(ranks: number): boolean {
    return this.#neighbour(ranks) !== null;
  }

  /** Value under a position over the model's input. */
  valueAt(unit: Point | null): number | null {
    if (this.state.kind !== 'ready' || !unit) return null;
    const { values } = this.state;
    const { x, y } = mapFromUnit(unit, values);
    return values.values[y * values.width + x] ?? null;
  }

  /** Off the screen the order is that of the channels. */
  #neighbour(ranks: number): { layer: number; filter: number; place: Place | null } | null {
    const { grid } = this.parts;
    if (!this.map || !this.column) return null;
    const { layer, filter } = this.map;
    const place = grid.find(layer, filter);
    if (!place) {
      const next = filter + ranks;
      return next >= 0 && next < this.column.channels ? { layer, filter: next, place } : null;
    }
    const cell = grid.cell({ ...place, rank: place.rank + ranks });
    return cell && cell.filter >= 0 ? { layer, filter: cell.filter, place: cell.place } : null;
  }

  /** Fetches the values of the open map; one that the model does not have closes the inspector. */
  async #fetch(analysis: Analysis | null): Promise<void> {
    this.#request.cancel();
    const { api, choice, session } = this.parts;
    const { layer, map } = this;
    if (!map || !analysis) return;
    if (!layer || map.filter >= (layer.outputShape.at(-1) ?? 0)) return this.close();
    if (!layer.isSpatial) return;
    if (this.#answer?.shown.kind === 'failed') this.#answer = null;
    const input = { analysisId: analysis.analysisId, ...map };
    const asked = this.#request.ask(
      (signal) => api.call('map:values', input, { signal, purpose: 'inspector' }),
      { isWanted: () => this.map === map && session.analysis === analysis, isPart: true },
    );
    // What takes long to count is asked for of this layer alone, behind the map.
    void choice.fetchDetails(map.layer);
    void this.parts.verdicts.want(map.layer);
    const outcome = await asked;
    const { modelId } = analysis;
    if (outcome.kind === 'failed') this.#answer = { modelId, shown: outcome };
    else if (outcome.kind === 'done') {
      const values = outcome.value;
      this.#answer = { modelId, shown: { kind: 'ready', values, ...finiteRange(values.values) } };
    }
  }

  /** A layer without height and width has one value for each unit, which its statistics tell. */
  #unit({ layer, filter }: { layer: number; filter: number }): InspectorState {
    const value = this.parts.choice.statistics.get(layer)?.mean[filter];
    if (value === undefined) return loading;
    const values = { layer, filter, height: 1, width: 1, values: Float32Array.of(value) };
    return { kind: 'ready', values, min: value, max: value };
  }
}
