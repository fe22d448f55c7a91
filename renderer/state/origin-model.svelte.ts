import type { Failure, KernelView } from '../../electron/shared/contract';
import type { Api } from '../api/api';
import type { MapPlace } from '../lib/matrix-cells';
import { follow } from './follow.svelte';
import type { InspectorModel } from './inspector-model.svelte';
import { Latest } from './latest';
import type { MapLook } from './map-look.svelte';
import type { Session } from './session.svelte';

interface Parts {
  readonly api: Pick<Api, 'call'>;
  readonly inspector: Pick<InspectorModel, 'map'>;
  readonly look: Pick<MapLook, 'tab'>;
  readonly session: Pick<Session, 'analysis' | 'model'>;
}

/** An answer on the origin of a map; null: no kernel makes it. */
export type Origin<Value> =
  | { readonly kind: 'ready'; readonly value: Value | null }
  | { readonly kind: 'failed'; readonly failure: Failure };

/**
 * How the inspected map comes about. Its kernel is asked for beside its values while the tab that shows it is open. What was
 * there before stays until the answer comes, unless it belongs to another layer or model.
 */
export class OriginModel {
  #kernel = $state.raw<{ of: object; map: MapPlace; origin: Origin<KernelView> } | null>(null);
  readonly #requests = { kernel: new Latest() };

  /** Of the inspected map; null while it is not known, or not looked at. */
  readonly kernel: Origin<KernelView> | null = $derived.by(() => {
    const { inspector, session } = this.parts;
    const isOfLayer = this.#kernel?.of === session.model && this.#kernel?.map.layer === inspector.map?.layer;
    return isOfLayer ? (this.#kernel?.origin ?? null) : null;
  });

  constructor(readonly parts: Parts) {
    const { inspector, look, session } = parts;
    follow(
      // While there is no result, the map may be one that another model had.
      () => ({ map: look.tab === 'looks' && session.analysis ? inspector.map : null, model: session.model }),
      ({ map }) => void this.#fetchKernel(map),
    );
  }

  async #fetchKernel(map: MapPlace | null): Promise<void> {
    const { api, session } = this.parts;
    const { model } = session;
    if (!map || !model || this.#isKnown(map)) return this.#requests.kernel.cancel();
    const outcome = await this.#requests.kernel.ask(
      (signal) => api.call('map:kernel', { modelId: model.modelId, ...map }, { signal }),
      { isWanted: () => session.model === model },
    );
    if (outcome.kind === 'failed') this.#kernel = { of: model, map, origin: outcome };
    if (outcome.kind === 'done')
      this.#kernel = { of: model, map, origin: { kind: 'ready', value: outcome.value } };
  }

  #isKnown({ layer, filter }: MapPlace): boolean {
    const known = this.#kernel;
    return (
      known?.of === this.parts.session.model &&
      known?.origin.kind === 'ready' &&
      known?.map.layer === layer &&
      known?.map.filter === filter
    );
  }
}
