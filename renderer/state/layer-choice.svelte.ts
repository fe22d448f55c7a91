import type {
  Analysis,
  ChannelStatistics,
  Failure,
  LayerInfo,
  RequestInput,
} from '../../electron/shared/contract';
import { DETAIL_STATISTICS, isDetail, STATISTIC_IDS } from '../../electron/shared/map-statistics';
import type { Api } from '../api/api';
import { plainLayers } from '../lib/figure';
import type { MatrixLayer } from '../lib/matrix-cells';
import { chosenLayers, columnOf, isShowable, type Wish as Shown } from '../lib/matrix-columns';
import { formatLayerSpec } from '../lib/layer-spec';
import type { Failures } from './failures';
import { follow } from './follow.svelte';
import { Latest } from './latest';
import type { LikenessModel } from './likeness-model.svelte';
import type { Session } from './session.svelte';
import type { SettingsModel } from './settings-model.svelte';
import type { VerdictsModel } from './verdicts-model.svelte';

interface Parts {
  readonly api: Pick<Api, 'call'>;
  readonly failures: Pick<Failures, 'tell'>;
  readonly likeness: Pick<LikenessModel, 'known'>;
  readonly session: Pick<Session, 'analysis' | 'model' | 'picture'>;
  readonly settings: SettingsModel;
  readonly verdicts: Pick<VerdictsModel, 'groupsOf' | 'hidden' | 'of' | 'only'>;
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
  readonly chosen = $derived.by(() =>
    chosenLayers(this.parts.session.model?.layers ?? [], this.parts.settings.value.layers),
  );
  readonly #shown: Shown = $derived.by(() => {
    const { filters, sort, smallestFirst } = this.parts.settings.value;
    const { only, hidden } = this.parts.verdicts;
    return { filters, sort, smallestFirst, only, hidden };
  });
  /** What the matrix shows. Where only maps of some verdicts are wanted, layers without one are left out. */
  readonly matrix: readonly MatrixLayer[] = $derived.by(() => {
    const columns = this.chosen.map((layer) => this.columnOf(layer));
    return this.#shown.only.size > 0 ? columns.filter(({ shown }) => shown > 0) : columns;
  });
  /** Rows do not tell the channels: some layer has another order, or not all of them. */
  readonly isByRank = $derived.by(() => this.matrix.some(({ order }) => order !== null));
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
    const withDetails = STATISTIC_IDS.some((id) => id === sort && isDetail(id));
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

  /** A layer as the matrix shows it, whether it is chosen or not. */
  columnOf(layer: LayerInfo): MatrixLayer {
    const { likeness, verdicts } = this.parts;
    const { index } = layer;
    const known = {
      statistics: this.statistics.get(index) ?? null,
      verdicts: verdicts.of(index) ?? null,
      groups: verdicts.groupsOf(index),
      likeness: likeness.known?.layer === index ? likeness.known : null,
    };
    return columnOf(layer, known, this.#shown);
  }

  /** SPEC of a preset; null where the model has nothing for it. */
  presetSpec(preset: 'first15' | 'blocks' | 'all'): string | null {
    if (preset === 'all') return 'all';
    const plain = plainLayers(this.spatial);
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

  /** Asks for the details of one layer, where they are not known. Who shows them goes without if that fails, or if it asks for others by the same request. */
  async fetchDetails(layer: number, request = new Latest()): Promise<void> {
    const { analysis } = this.parts.session;
    if (!analysis || this.#knows(layer, true)) return;
    await this.#fetch(request, { analysisId: analysis.analysisId, layers: [layer], withDetails: true });
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
