import type { Failure, RequestOutput } from '../../electron/shared/contract';
import type { Api } from '../api/api';
import { mapFromUnit, type Point } from '../lib/coordinates';
import type { MatrixLayer } from '../lib/matrix-cells';
import { finiteRange } from '../lib/pixels';
import { Latest } from './latest';
import type { LayerChoice } from './layer-choice.svelte';
import type { MatrixModel } from './matrix-model.svelte';
import type { Session } from './session.svelte';

export type MapValues = RequestOutput<'map:values'>;
export type InspectorState =
  | { readonly kind: 'closed' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly values: MapValues; readonly min: number; readonly max: number }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** One map, large, with its exact values. */
export class InspectorModel {
  map = $state.raw<{ layer: number; filter: number } | null>(null);
  state = $state.raw<InspectorState>({ kind: 'closed' });
  readonly #request = new Latest();

  readonly layer = $derived.by(
    () => this.session.model?.layers.find(({ index }) => index === this.map?.layer) ?? null,
  );
  readonly column: MatrixLayer | null = $derived.by(
    () => this.choice.matrix.find((column) => column.layer.index === this.map?.layer) ?? null,
  );

  constructor(
    readonly api: Api,
    readonly session: Session,
    readonly choice: LayerChoice,
    readonly matrix: MatrixModel,
  ) {}

  open(layer: number, filter: number): void {
    this.map = { layer, filter };
    void this.refresh();
  }

  close(): void {
    this.#request.cancel();
    this.map = null;
    this.state = { kind: 'closed' };
  }

  /** The values on screen belong to another model. */
  forget(): void {
    this.#request.cancel();
    if (this.map) this.state = { kind: 'loading' };
  }

  /** The next or previous map of the same layer, in the order of the matrix. */
  step(ranks: number): void {
    const place = this.map && this.matrix.find(this.map.layer, this.map.filter);
    const cell = place && this.matrix.cell({ ...place, rank: place.rank + ranks });
    if (cell && cell.filter >= 0) {
      this.matrix.active = cell.place;
      this.open(cell.column.layer.index, cell.filter);
    }
  }

  canStep(ranks: number): boolean {
    const place = this.map && this.matrix.find(this.map.layer, this.map.filter);
    return place !== null && (this.matrix.cell({ ...place, rank: place.rank + ranks })?.filter ?? -1) >= 0;
  }

  /** Fetches the values again, e.g. after a new analysis; a map that the model does not have closes the inspector. */
  async refresh(): Promise<void> {
    this.#request.cancel();
    const { map } = this;
    const { analysis, model } = this.session;
    if (!map || !analysis) return;
    const layer = model?.layers.find(({ index }) => index === map.layer);
    if (!layer || map.filter >= (layer.outputShape.at(-1) ?? 0)) return this.close();
    if (!layer.isSpatial) return this.#showUnit(map);
    // What takes long to count is asked for of this layer alone; the map does not wait for it.
    void this.choice.fetchDetails(map.layer);
    if (this.state.kind !== 'ready') this.state = { kind: 'loading' };
    const input = { analysisId: analysis.analysisId, ...map };
    const outcome = await this.#request.ask(
      (signal) => this.api.call('map:values', input, { signal, purpose: 'inspector' }),
      {
        isWanted: () => this.map === map && this.session.analysis === analysis,
        isPart: true,
      },
    );
    if (outcome.kind === 'failed') this.state = outcome;
    else if (outcome.kind === 'done')
      this.state = { kind: 'ready', values: outcome.value, ...finiteRange(outcome.value.values) };
  }

  /** A layer without height and width has one value for each unit, which its statistics tell. */
  #showUnit({ layer, filter }: { layer: number; filter: number }): void {
    const value = this.choice.statistics.get(layer)?.mean[filter];
    if (value === undefined) {
      this.state = { kind: 'loading' };
      return;
    }
    const values = { layer, filter, height: 1, width: 1, values: Float32Array.of(value) };
    this.state = { kind: 'ready', values, min: value, max: value };
  }

  /** Value under a position over the model's input. */
  valueAt(unit: Point | null): number | null {
    if (this.state.kind !== 'ready' || !unit) return null;
    const { values } = this.state;
    const { x, y } = mapFromUnit(unit, values);
    return values.values[y * values.width + x] ?? null;
  }
}
