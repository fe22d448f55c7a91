import type { ChannelStatistics, Failure, LayerInfo, Settings } from '../../electron/shared/contract';
import { DETAIL_STATISTICS, isDetail } from '../../electron/shared/map-statistics';
import type { Api } from '../api/api';
import type { MatrixLayer } from '../lib/matrix-cells';
import { formatLayerSpec, parseLayerSpec } from '../lib/layer-spec';
import { Latest } from './latest';
import type { Session } from './session.svelte';
import type { SettingsModel } from './settings-model.svelte';

const FIRST_COUNT = 15;

/** Which layers are chosen, their statistics, and the order of their filters. */
export class LayerChoice {
  statistics = $state.raw<ReadonlyMap<number, ChannelStatistics>>(new Map());

  readonly spatial = $derived.by(() => this.session.model?.layers.filter((layer) => layer.isSpatial) ?? []);
  /** Layers that the matrix can show: those with maps, and those with one value for each unit. */
  readonly showable = $derived.by(() => this.session.model?.layers.filter(isShowable) ?? []);
  readonly parsed = $derived.by(() =>
    parseLayerSpec(this.settings.value.layers, this.session.model?.layers ?? []),
  );
  readonly chosen = $derived.by(() => {
    const indices = new Set(this.parsed.indices);
    return this.showable.filter((layer) => indices.has(layer.index));
  });
  readonly matrix: readonly MatrixLayer[] = $derived.by(() => {
    const { filters, sort } = this.settings.value;
    return this.chosen.map((layer) =>
      describe(layer, this.statistics.get(layer.index) ?? null, filters, sort),
    );
  });
  readonly chosenSpatial = $derived(this.chosen.filter((layer) => layer.isSpatial));
  readonly mapCount = $derived(
    this.chosenSpatial.reduce((sum, layer) => sum + (layer.outputShape[2] ?? 0), 0),
  );
  readonly nonFiniteCount = $derived.by(() => {
    let count = 0;
    for (const layer of this.chosen) count += this.statistics.get(layer.index)?.nonFinite ?? 0;
    return count;
  });

  readonly #missing = new Latest();

  constructor(
    readonly api: Api,
    readonly settings: SettingsModel,
    readonly session: Session,
  ) {}

  /** SPEC of a preset; null where the model has nothing for it. */
  presetSpec(preset: 'first15' | 'blocks' | 'all'): string | null {
    if (preset === 'all') return 'all';
    const layers =
      preset === 'first15'
        ? this.spatial.slice(0, FIRST_COUNT)
        : this.spatial.filter((layer) => layer.isBlockEnd);
    return layers.length > 0 ? formatLayerSpec(layers.map((layer) => layer.index)) : null;
  }

  /** Adds or removes one layer. */
  toggle(index: number): void {
    const indices = this.chosen.map((layer) => layer.index);
    const next = indices.includes(index)
      ? indices.filter((other) => other !== index)
      : [...indices, index].sort((a, b) => a - b);
    this.settings.update({ layers: formatLayerSpec(next) });
  }

  /** Takes the statistics of a new analysis in place of the old ones. */
  takeAnalysis(): void {
    const statistics = this.session.analysis?.statistics ?? [];
    this.statistics = new Map(statistics.map((one) => [one.layer, one]));
  }

  /** Asks for the statistics of chosen layers that have none yet, with details where the order is by one of them. */
  async fetchMissing(): Promise<Failure | null> {
    const { sort } = this.settings.value;
    const withDetails = sort !== 'index' && isDetail(sort);
    const layers = this.chosen.map((layer) => layer.index);
    const missing = layers.filter((index) => !this.#knows(index, withDetails));
    if (missing.length === 0) this.#missing.cancel();
    return missing.length > 0 ? this.#fetch(this.#missing, missing, withDetails) : null;
  }

  /** Asks for the details of one layer, where they are not known. */
  async fetchDetails(layer: number): Promise<void> {
    if (!this.#knows(layer, true)) await this.#fetch(new Latest(), [layer], true);
  }

  #knows(layer: number, withDetails: boolean): boolean {
    const known = this.statistics.get(layer);
    return known !== undefined && (!withDetails || DETAIL_STATISTICS.every((id) => known[id] !== undefined));
  }

  async #fetch(request: Latest, layers: number[], withDetails: boolean): Promise<Failure | null> {
    const { analysis } = this.session;
    if (!analysis) return null;
    const input = { analysisId: analysis.analysisId, layers, withDetails };
    const outcome = await request.ask((signal) => this.api.call('layer:statistics', input, { signal }), {
      isWanted: () => this.session.analysis === analysis,
      isPart: true,
    });
    if (outcome.kind === 'done')
      this.statistics = new Map([
        ...this.statistics,
        ...outcome.value.map((one) => [one.layer, one] as const),
      ]);
    return outcome.kind === 'failed' ? outcome.failure : null;
  }
}

/** Dense layers and the like have one value for each unit, of a number that is known. */
export function isShowable({ isSpatial, outputShape }: LayerInfo): boolean {
  return isSpatial || (outputShape.length === 1 && outputShape[0] !== null);
}

function describe(
  layer: LayerInfo,
  statistics: ChannelStatistics | null,
  filters: Settings['filters'],
  sort: Settings['sort'],
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
    order: numbers ? sortedFilters(numbers) : null,
    statistics,
  };
}

/** Filter numbers from the largest value to the smallest; equal ones by number, NaN last. */
export function sortedFilters(values: Float32Array): Uint32Array {
  const rank = (value: number) => (Number.isNaN(value) ? -Infinity : value);
  return Uint32Array.from(values.keys()).sort((a, b) => {
    const first = rank(values[a]!);
    const second = rank(values[b]!);
    return first === second ? a - b : second > first ? 1 : -1;
  });
}
