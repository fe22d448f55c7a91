import type { Failure, Hypercolumn } from '../../electron/shared/contract';
import type { Api } from '../api/api';
import { mapFromUnit, type Point } from '../lib/coordinates';
import { parseLayerSpec } from '../lib/layer-spec';
import { finiteRange } from '../lib/pixels';
import { Latest } from './latest';
import type { Session } from './session.svelte';
import type { SettingsModel } from './settings-model.svelte';

/** The two sets of the 2018 script, always visible. */
const PRESETS = [
  { id: 'A', layers: [1, 4, 7] },
  { id: 'B', layers: [1, 4, 7, 10, 11, 14, 17] },
] as const;
const CUSTOM_ID = 'C';

export interface HypercolumnView {
  readonly id: string;
  readonly layers: readonly number[];
  readonly isCustom: boolean;
  readonly result: Hypercolumn | null;
  readonly min: number;
  readonly max: number;
}

/** Layer sets and their mean hypercolumns. */
export class HypercolumnsModel {
  customFailure = $state.raw<Failure | null>(null);
  #custom = $state.raw<{ key: string; result: Hypercolumn } | null>(null);
  readonly #request = new Latest();

  readonly sets = $derived.by(() => {
    const layers = this.session.model?.layers ?? [];
    const custom = parseLayerSpec(this.settings.value.customSet, layers).indices;
    const spatial = new Set(layers.filter((layer) => layer.isSpatial).map((layer) => layer.index));
    const all = [
      ...PRESETS.map((set) => ({
        id: set.id as string,
        layers: [...set.layers] as number[],
        isCustom: false,
      })),
      ...(custom.length > 0 ? [{ id: CUSTOM_ID, layers: [...custom], isCustom: true }] : []),
    ];
    return all.map((set) => ({ ...set, usable: set.layers.filter((index) => spatial.has(index)) }));
  });
  readonly views: readonly HypercolumnView[] = $derived.by(() =>
    this.sets.map(({ id, layers, usable, isCustom }) => {
      const result = this.#find(usable);
      const range = result ? finiteRange(result.values) : { min: 0, max: 0 };
      return { id, layers, isCustom, result, ...range };
    }),
  );
  /** The model's input has the shape that its picture had: Stretch is undone for the eye, the values stay where they are. */
  readonly ratio = $derived.by(() => {
    const { analysis, model } = this.session;
    if (!analysis || !model) return 1;
    const { source, target } = analysis.shown;
    const [height, width] = model.inputSize;
    return (width * source.width * target.height) / (height * source.height * target.width);
  });

  constructor(
    readonly api: Api,
    readonly settings: SettingsModel,
    readonly session: Session,
  ) {}

  /** Layer lists to ask an analysis for. */
  get wishes(): number[][] {
    return this.sets.filter((set) => set.usable.length > 0).map((set) => set.usable);
  }

  setCustom(spec: string): void {
    this.customFailure = null;
    this.settings.update({ customSet: spec });
  }

  /** Asks for the custom set where the last analysis did not include it. */
  async fetchCustom(): Promise<void> {
    const custom = this.sets.find((set) => set.isCustom);
    const { analysis } = this.session;
    if (!custom || !analysis || custom.usable.length === 0 || this.#find(custom.usable)) return;
    const input = { analysisId: analysis.analysisId, layers: custom.usable };
    const outcome = await this.#request.ask((signal) => this.api.call('set:hypercolumn', input, { signal }), {
      isWanted: () => this.session.analysis === analysis,
      isPart: true,
    });
    if (outcome.kind === 'failed') this.customFailure = outcome.failure;
    if (outcome.kind !== 'done') return;
    this.#custom = { key: `${analysis.analysisId}/${custom.usable.join()}`, result: outcome.value };
    this.customFailure = null;
  }

  /** Value of a view at a position over the model's input; null where there is none. */
  valueAt(view: HypercolumnView, unit: Point | null): number | null {
    if (!view.result || !unit) return null;
    const { x, y } = mapFromUnit(unit, view.result);
    return view.result.values[y * view.result.width + x] ?? null;
  }

  #find(layers: readonly number[]): Hypercolumn | null {
    const { analysis } = this.session;
    const key = layers.join();
    const found = analysis?.hypercolumns.find((one) => one.layers.join() === key);
    if (found) return found;
    return this.#custom?.key === `${analysis?.analysisId}/${key}` ? this.#custom.result : null;
  }
}
