import type { Failure, Hypercolumn } from '../../electron/shared/contract';
import type { Api } from '../api/api';
import { mapFromUnit, type Point } from '../lib/coordinates';
import { HYPERCOLUMN_SETS } from '../lib/hypercolumn-sets';
import { finiteRange } from '../lib/pixels';
import { follow } from './follow.svelte';
import { Latest } from './latest';
import type { Session } from './session.svelte';
import type { SettingsModel } from './settings-model.svelte';

interface Parts {
  readonly api: Pick<Api, 'call'>;
  readonly session: Pick<Session, 'analysis' | 'model'>;
  readonly settings: SettingsModel;
}

export interface HypercolumnView {
  readonly id: string;
  readonly layers: readonly string[]; // their index paths, also of those that the model does not have
  readonly isCustom: boolean;
  /** Layers of the set without maps, or that the model does not have: the mean is without them. */
  readonly leftOut: readonly string[];
  readonly result: Hypercolumn | null;
  readonly min: number;
  readonly max: number;
}

/** Layer sets and their mean hypercolumns. */
export class HypercolumnsModel {
  /** What came of the custom set where the analysis does not include it. `key` says in which analysis, and of which layers. */
  #custom = $state.raw<{ key: string; result?: Hypercolumn; failure?: Failure } | null>(null);
  readonly #request = new Latest();

  readonly sets = $derived.by(() => {
    const layers = this.parts.session.model?.layers ?? [];
    const written = this.parts.settings.value.customSet;
    const sets = HYPERCOLUMN_SETS.map(({ id, isCustom, layersOf }) => {
      const { paths, usable } = layersOf(layers, written);
      const leftOut = paths.filter((path) => !usable.some(({ indexPath }) => indexPath === path));
      return { id, isCustom, layers: paths, leftOut, usable: usable.map(({ index }) => index) };
    }).filter((set) => set.layers.length > 0);
    // In a small model two sets may come to the same: that is said, and not drawn twice. What the user wrote is drawn.
    return sets.map((set, at) => {
      const twin = sets
        .slice(0, at)
        .find(({ usable }) => usable.length > 0 && sameLayers(usable, set.usable));
      return { ...set, sameAs: set.isCustom ? null : (twin?.id ?? null) };
    });
  });
  readonly #drawn = $derived(this.sets.filter(({ sameAs }) => sameAs === null));
  /** Layer lists to ask an analysis for. */
  readonly wishes = $derived(this.#drawn.map(({ usable }) => usable).filter(({ length }) => length > 0));
  /** The custom set that is still to be asked for, or could not be made; null: it is here, or there is none. */
  readonly #missing = $derived.by(() => {
    const { analysis } = this.parts.session;
    const layers = this.sets.find(({ isCustom }) => isCustom)?.usable ?? [];
    if (!analysis || layers.length === 0 || this.#find(layers)) return null;
    return { analysisId: analysis.analysisId, layers };
  });
  readonly #missingKey = $derived(this.#missing && keyOf(this.#missing));
  readonly customFailure: Failure | null = $derived(
    this.#custom?.key === this.#missingKey ? (this.#custom?.failure ?? null) : null,
  );
  readonly views: readonly HypercolumnView[] = $derived.by(() =>
    this.#drawn.map(({ id, layers, leftOut, usable, isCustom }) => {
      const result = this.#find(usable);
      const range = result ? finiteRange(result.values) : { min: 0, max: 0 };
      return { id, layers, isCustom, leftOut, result, ...range };
    }),
  );
  /** The model's input has the shape that its picture had: Stretch is undone for the eye, the values stay where they are. */
  readonly ratio = $derived.by(() => {
    const { analysis, model } = this.parts.session;
    if (!analysis || !model) return 1;
    const { source, target } = analysis.shown;
    const [height, width] = model.inputSize;
    return (width * source.width * target.height) / (height * source.height * target.width);
  });

  constructor(readonly parts: Parts) {
    follow(
      () => (this.customFailure ? null : this.#missingKey),
      () => void this.#fetch(),
    );
  }

  /** Chooses the custom set; one that could not be made is asked for again. */
  setCustom(spec: string): void {
    this.retry();
    this.parts.settings.update({ customSet: spec });
  }

  /** Asks for the custom set again, after a failure. */
  retry(): void {
    if (this.customFailure) this.#custom = null;
  }

  /** Value of a view at a position over the model's input; null where there is none. */
  valueAt(view: HypercolumnView, unit: Point | null): number | null {
    if (!view.result || !unit) return null;
    const { x, y } = mapFromUnit(unit, view.result);
    return view.result.values[y * view.result.width + x] ?? null;
  }

  async #fetch(): Promise<void> {
    const wish = this.#missing;
    if (!wish || this.customFailure) return;
    const { api, session } = this.parts;
    const { analysis } = session;
    const outcome = await this.#request.ask((signal) => api.call('set:hypercolumn', wish, { signal }), {
      isWanted: () => session.analysis === analysis,
      isPart: true,
    });
    const key = keyOf(wish);
    if (outcome.kind === 'done') this.#custom = { key, result: outcome.value };
    else if (outcome.kind === 'failed') this.#custom = { key, failure: outcome.failure };
  }

  #find(layers: readonly number[]): Hypercolumn | null {
    const { analysis } = this.parts.session;
    const named = layers.join();
    const found = analysis?.hypercolumns.find((one) => one.layers.join() === named);
    if (found || !analysis) return found ?? null;
    const key = keyOf({ analysisId: analysis.analysisId, layers });
    return this.#custom?.key === key ? (this.#custom.result ?? null) : null;
  }
}

function keyOf({ analysisId, layers }: { analysisId: string; layers: readonly number[] }): string {
  return `${analysisId}/${layers.join()}`;
}

function sameLayers(one: readonly number[], other: readonly number[]): boolean {
  return one.join() === other.join();
}
