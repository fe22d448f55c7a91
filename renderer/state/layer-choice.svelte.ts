import { orderBy } from '../../electron/core/channel-order';
import type {
  Analysis,
  ChannelStatistics,
  Failure,
  LayerInfo,
  RequestInput,
  Settings,
} from '../../electron/shared/contract';
import { DETAIL_STATISTICS, isDetail } from '../../electron/shared/map-statistics';
import type { Api } from '../api/api';
import type { MatrixLayer } from '../lib/matrix-cells';
import { formatLayerSpec, parseLayerSpec } from '../lib/layer-spec';
import type { Failures } from './failures';
import { follow } from './follow.svelte';
import { Latest } from './latest';
import type { Session } from './session.svelte';
import type { SettingsModel } from './settings-model.svelte';

interface Parts {
  readonly api: Pick<Api, 'call'>;
  readonly failures: Pick<Failures, 'tell'>;
  readonly session: Pick<Session, 'analysis' | 'model' | 'picture'>;
  readonly settings: SettingsModel;
}

type Wish = RequestInput<'layer:statistics'>;

const FIRST_COUNT = 15;

/** Which layers are chosen, their statistics, and the order of their filters. */
export class LayerChoice {
  /** Fetched beside an analysis: layers that were chosen after it, and what takes long to count. */
  #fetched = $state.raw<{ of: Analysis | null; list: readonly ChannelStatistics[] }>({ of: null, list: [] });
  readonly statistics: ReadonlyMap<number, ChannelStatistics> = $derived.by(() => {
    const { analysis } = this.parts.session;
    const fetched = this.#fetched.of === analysis ? this.#fetched.list : [];
    return new Map([...(analysis?.statistics ?? []), ...fetched].map((one) => [one.layer, one]));
  });

  readonly spatial = $derived.by(
    () => this.parts.session.model?.layers.filter((layer) => layer.isSpatial) ?? [],
  );
  /** Layers that the matrix can show: those with maps, and those with one value for each unit. */
  readonly showable = $derived.by(() => this.parts.session.model?.layers.filter(isShowable) ?? []);
  readonly parsed = $derived.by(() =>
    parseLayerSpec(this.parts.settings.value.layers, this.parts.session.model?.layers ?? []),
  );
  readonly chosen = $derived.by(() => {
    const indices = new Set(this.parsed.indices);
    return this.showable.filter((layer) => indices.has(layer.index));
  });
  readonly matrix: readonly MatrixLayer[] = $derived.by(() => {
    const { filters, sort, smallestFirst } = this.parts.settings.value;
    return this.chosen.map((layer) =>
      describe(layer, this.statistics.get(layer.index) ?? null, { filters, sort, smallestFirst }),
    );
  });
  /** Those of the matrix that have maps. */
  readonly matrixSpatial = $derived(this.matrix.filter(({ layer }) => layer.isSpatial));
  readonly chosenSpatial = $derived(this.chosen.filter((layer) => layer.isSpatial));
  readonly mapCount = $derived(
    this.chosenSpatial.reduce((sum, layer) => sum + (layer.outputShape[2] ?? 0), 0),
  );
  readonly nonFiniteCount = $derived.by(() => {
    let count = 0;
    for (const layer of this.chosen) count += this.statistics.get(layer.index)?.nonFinite ?? 0;
    return count;
  });

  /** Statistics of chosen layers that are not here, with details where the order is by one of them; null: all are. */
  readonly #missing: Wish | null = $derived.by(() => {
    const { session, settings } = this.parts;
    const { sort } = settings.value;
    const withDetails = sort !== 'index' && isDetail(sort);
    const layers = this.chosen.map(({ index }) => index).filter((index) => !this.#knows(index, withDetails));
    return session.analysis && layers.length > 0
      ? { analysisId: session.analysis.analysisId, layers, withDetails }
      : null;
  });
  readonly #request = new Latest();

  constructor(readonly parts: Parts) {
    follow(
      () => JSON.stringify(this.#missing),
      () => void this.#fetchMissing(),
    );
  }

  /** SPEC of a preset; null where the model has nothing for it. */
  presetSpec(preset: 'first15' | 'blocks' | 'all'): string | null {
    if (preset === 'all') return 'all';
    // In place of a model inside the model, the layers of that one.
    const plain = this.spatial.filter(
      ({ isModel, depth, className, indexPath }) =>
        !isModel && !indexPath.includes('#') && (depth === 0 || className !== 'InputLayer'),
    );
    const layers =
      preset === 'first15' ? plain.slice(0, FIRST_COUNT) : plain.filter((layer) => layer.isBlockEnd);
    return layers.length > 0 ? specOf(layers) : null;
  }

  /** Adds or removes one layer. */
  toggle(index: number): void {
    const indices = new Set(this.chosen.map((layer) => layer.index));
    if (!indices.delete(index)) indices.add(index);
    const next = this.showable.filter((layer) => indices.has(layer.index));
    this.parts.settings.update({ layers: specOf(next) });
  }

  /** Asks for the details of one layer, where they are not known. Who shows them goes without if that fails. */
  async fetchDetails(layer: number): Promise<void> {
    const { analysis } = this.parts.session;
    if (!analysis || this.#knows(layer, true)) return;
    await this.#fetch(new Latest(), { analysisId: analysis.analysisId, layers: [layer], withDetails: true });
  }

  #knows(layer: number, withDetails: boolean): boolean {
    const known = this.statistics.get(layer);
    return known !== undefined && (!withDetails || DETAIL_STATISTICS.every((id) => known[id] !== undefined));
  }

  async #fetchMissing(): Promise<void> {
    if (!this.#missing) return this.#request.cancel();
    const { failures, session } = this.parts;
    const failure = await this.#fetch(this.#request, this.#missing);
    if (failure) failures.tell('error.analysis', failure, { name: session.picture?.name ?? '' });
  }

  async #fetch(request: Latest, wish: Wish): Promise<Failure | null> {
    const { api, session } = this.parts;
    const { analysis } = session;
    const outcome = await request.ask((signal) => api.call('layer:statistics', wish, { signal }), {
      isWanted: () => session.analysis === analysis,
      isPart: true,
    });
    if (outcome.kind === 'done') {
      const before = this.#fetched.of === analysis ? this.#fetched.list : [];
      this.#fetched = { of: analysis, list: [...before, ...outcome.value] };
    }
    return outcome.kind === 'failed' ? outcome.failure : null;
  }
}

function specOf(layers: readonly LayerInfo[]): string {
  return formatLayerSpec(layers.map(({ indexPath }) => indexPath));
}

/** Dense layers and the like have one value for each unit, of a number that is known. */
export function isShowable({ isSpatial, outputShape }: LayerInfo): boolean {
  return isSpatial || (outputShape.length === 1 && outputShape[0] !== null);
}

function describe(
  layer: LayerInfo,
  statistics: ChannelStatistics | null,
  { filters, sort, smallestFirst }: Pick<Settings, 'filters' | 'sort' | 'smallestFirst'>,
): MatrixLayer {
  const sides = layer.outputShape.map((side) => side ?? 1);
  const [height = 1, width = 1] = layer.isSpatial ? sides : [];
  const channels = sides.at(-1) ?? 0;
  const numbers = sort === 'index' ? null : statistics?.[sort];
  return {
    layer,
    height: statistics?.height ?? height,
    width: statistics?.width ?? width,
    channels,
    shown: filters === 'all' ? channels : Math.min(filters, channels),
    order: orderBy(numbers ?? undefined, smallestFirst),
    statistics,
  };
}
