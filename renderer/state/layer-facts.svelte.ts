import type { Histogram, LayerDescription, LayerInfo } from '../../electron/shared/contract';
import type { Api } from '../api/api';
import type { Failures } from './failures';
import { follow } from './follow.svelte';
import { Latest } from './latest';
import type { OneLayer } from './one-layer.svelte';
import type { Session } from './session.svelte';

interface Parts {
  readonly api: Pick<Api, 'call'>;
  readonly failures: Pick<Failures, 'tell'>;
  readonly oneLayer: Pick<OneLayer, 'layer'>;
  readonly session: Pick<Session, 'analysis' | 'model'>;
}

/** What is known of the layer that is shown by itself: where it stands in the network, its settings, weights and values. */
export class LayerFacts {
  /** Of layers of the model that is used now, by their index: no picture changes them. */
  #descriptions = $state.raw<{ of: object | null; list: ReadonlyMap<number, LayerDescription> }>({
    of: null,
    list: new Map(),
  });
  #histogram = $state.raw<{ of: object; layer: number; values: Histogram } | null>(null);

  /** Null while it is not here. */
  readonly description: LayerDescription | null = $derived.by(() => {
    const { oneLayer, session } = this.parts;
    const known = this.#descriptions.of === session.model ? this.#descriptions.list : null;
    return (oneLayer.layer && known?.get(oneLayer.layer.index)) ?? null;
  });
  /** How the values of the layer are spread in the picture on screen; null while that is not here. */
  readonly histogram: Histogram | null = $derived.by(() => {
    const { oneLayer, session } = this.parts;
    const isOfNow =
      this.#histogram?.of === session.analysis && this.#histogram?.layer === oneLayer.layer?.index;
    return isOfNow ? (this.#histogram?.values ?? null) : null;
  });

  readonly #requests = { description: new Latest(), histogram: new Latest() };

  constructor(readonly parts: Parts) {
    const { oneLayer, session } = parts;
    follow(
      () => ({ layer: oneLayer.layer, model: session.model }),
      ({ layer }) => void this.#describe(layer),
    );
    follow(
      () => ({ layer: oneLayer.layer, analysis: session.analysis }),
      ({ layer }) => void this.#count(layer),
    );
  }

  async #describe(layer: LayerInfo | null): Promise<void> {
    const { api, session } = this.parts;
    const { model } = session;
    if (!layer || !model || this.description) return this.#requests.description.cancel();
    const wish = { modelId: model.modelId, layer: layer.index };
    const outcome = await this.#requests.description.ask(
      (signal) => api.call('layer:facts', wish, { signal }),
      { isWanted: () => session.model === model },
    );
    if (outcome.kind === 'failed') this.#tell(layer, outcome.failure);
    if (outcome.kind !== 'done') return;
    const before = this.#descriptions.of === model ? this.#descriptions.list : [];
    this.#descriptions = { of: model, list: new Map([...before, [layer.index, outcome.value]]) };
  }

  async #count(layer: LayerInfo | null): Promise<void> {
    const { api, session } = this.parts;
    const { analysis } = session;
    if (!layer || !analysis || this.histogram) return this.#requests.histogram.cancel();
    const wish = { analysisId: analysis.analysisId, layer: layer.index };
    const outcome = await this.#requests.histogram.ask(
      (signal) => api.call('layer:histogram', wish, { signal }),
      { isWanted: () => session.analysis === analysis, isPart: true },
    );
    if (outcome.kind === 'failed') this.#tell(layer, outcome.failure);
    if (outcome.kind === 'done')
      this.#histogram = { of: analysis, layer: layer.index, values: outcome.value };
  }

  #tell({ indexPath }: LayerInfo, failure: Parameters<Failures['tell']>[1]): void {
    this.parts.failures.tell('error.maps', failure, { layer: indexPath });
  }
}
