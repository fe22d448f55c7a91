import { ByteCache } from '../core/byte-cache';
import { histogramOf, type Histogram } from '../core/histogram';
import { likenessTo } from '../core/likeness';
import { channelOf, sizeOf, type Tensor } from '../core/tensor';
import { failed } from '../shared/errors';
import { message } from '../shared/messages/message';
import type { MapRange } from '../shared/contract';
import type { MapStatistics, PassRequest, PassResult } from '../engine/pass';
import { receptiveField, type ReceptiveField } from '../model/field/receptive-field';
import { refKey, shapeOf, type ListedLayer, type TensorRef } from '../model/network';
import { inferShapes } from '../model/kinds/infer-shapes';
import { isSpatial, type Shape } from '../model/shapes';
import { mapsOfChannels, markedMaps, type LayerByteMaps, type WantedMaps } from './byte-maps';
import { hypercolumnRefs } from './hypercolumns';
import { layersAt, type ModelSession } from './model-session';
import { inGroups } from '../core/in-groups';
import { LAYER_BYTES_PER_PASS } from './memory';
import { firstNotFinite, holdsNotFinite, type NotFinite } from './not-finite';
import type { ModelInput } from './source-picture';

/** Statistics of a layer, and how many of its values are not finite. */
export type LayerStatistics = MapStatistics & {
  readonly nonFinite: number;
};

/** A hypercolumn and how many maps it averages. */
export interface HypercolumnResult {
  readonly layers: readonly number[];
  readonly mapCount: number;
  readonly height: number;
  readonly width: number;
  readonly values: Float32Array;
}

/** Values that one pass may turn into bytes, or count in detail: the first 15 layers of InceptionV3 have 11 million. */
const VALUES_PER_PASS = 12_000_000;
/** Bytes of maps that are kept, so that scrolling back costs nothing, and as many of results as floats: some of the last layers'. */
const KEPT_BYTES = 48_000_000;

/**
 * One picture in one model: everything that a window asks for about it, with as few passes as possible. Layers are
 * meant by their places in the session's list. Maps are computed
 * for many layers at once, because a new set of outputs costs a slow first run, and kept for scrolling back.
 */
export class PictureAnalysis {
  /** Duration of the last native pass. */
  lastPassMs = 0;
  readonly #maps = new ByteCache<LayerByteMaps>(KEPT_BYTES);
  readonly #statistics = new Map<number, LayerStatistics>();
  /** With which layers each one's statistics were counted: one graph gives maps of any of them. */
  readonly #groups = new Map<number, readonly number[]>();
  #lastRange: MapRange = { scope: 'map' };
  #shapes: Shape[][] | undefined;
  readonly #floats = new ByteCache<Tensor>(KEPT_BYTES);

  /** @param layers  the layers that the window shows, for which maps are computed together */
  constructor(
    private readonly session: ModelSession,
    readonly input: ModelInput,
    private readonly layers: readonly number[],
  ) {}

  /** Of memory: the input, and what is kept of the maps. */
  get bytes(): number {
    const { image, tensor } = this.input;
    return this.#maps.bytes + this.#floats.bytes + tensor.data.byteLength + image.data.byteLength;
  }

  /** Makes ready what `analyse` runs; true if that run will be a slow first one. */
  prepare(sets: readonly (readonly number[])[]): boolean {
    return this.session.engine.prepare(
      this.#firstRequest(this.#firstGroup({ scope: 'map' }), sets),
      this.input.tensor.shape,
    );
  }

  /** True if statistics of all these layers are known, so that asking for them costs no pass. */
  hasStatisticsOf(layers: readonly number[]): boolean {
    return layers.every((layer) => this.#statistics.has(layer));
  }

  /** Predictions, hypercolumns, and the statistics and maps of the first shown layers, from one pass. */
  analyse(sets: readonly (readonly number[])[]): {
    /** What the model's output gave; empty without one. */
    outputs: Float32Array;
    hypercolumns: HypercolumnResult[];
  } {
    const group = this.#firstGroup({ scope: 'map' });
    const { head } = this.session;
    const result = this.#run(this.#firstRequest(group, sets));
    this.#keepGroup(group, { scope: 'map' }, result);
    return {
      outputs: head ? result.activations[0]!.data : new Float32Array(0),
      hypercolumns: sets.map((set, place) => this.#hypercolumnResult(set, result.hypercolumns[place]!)),
    };
  }

  /**
   * Where what the model gave, layers whose statistics are known, or hypercolumns stop being numbers.
   * @returns undefined where all are numbers
   */
  notFiniteIn(
    outputs: Float32Array,
    layers: readonly number[],
    hypercolumns: readonly HypercolumnResult[],
  ): NotFinite | undefined {
    const { head } = this.session;
    const suspects = [
      ...layers.filter((layer) => (this.#statistics.get(layer)?.nonFinite ?? 0) > 0),
      ...hypercolumns.flatMap((one) => (holdsNotFinite(one.values) ? one.layers : [])),
    ].map((layer) => this.#refAt(layer));
    if (head && holdsNotFinite(outputs)) suspects.push(head.ref);
    return suspects.length > 0 ? firstNotFinite(this.session, this.input, suspects) : undefined;
  }

  /**
   * Statistics of layers; those that are not known yet come from one pass, or a few where they are large.
   * @param withDetails   the statistics that take long are wanted too, with all that verdicts look at
   * @param withVerdicts  what verdicts look at is wanted too
   */
  statisticsOf(layers: readonly number[], withDetails = false, withVerdicts = false): LayerStatistics[] {
    for (const group of this.#unknownOf(layers, withDetails, withVerdicts, LAYER_BYTES_PER_PASS)) {
      const statistics = group.map((layer) => this.#refAt(layer));
      const result = this.#run({ statistics, withDetails, withVerdicts });
      group.forEach((layer, place) => {
        this.#keepStatistics(layer, result.statistics[place]!);
        this.#groups.set(layer, group);
      });
    }
    return layers.map((layer) => this.#statistics.get(layer)!);
  }

  /** Layers of which something is not known, in parts that take a moment each. */
  unknownInParts(layers: readonly number[], withDetails: boolean, withVerdicts: boolean): number[][] {
    return this.#unknownOf(layers, withDetails, withVerdicts, 4 * VALUES_PER_PASS);
  }

  #unknownOf(layers: readonly number[], withDetails: boolean, withVerdicts: boolean, mostBytes: number) {
    const unknown = layers.filter((layer) => {
      const known = this.#statistics.get(layer);
      return !known || (withDetails && !known.places) || (withVerdicts && !known.twins);
    });
    return inGroups(unknown, (layer) => 4 * this.#sizeAt(layer), mostBytes);
  }

  /**
   * Maps as bytes. What is not kept comes from passes over graphs that have run before, when the statistics of the layers were
   * counted, since the first run of a graph is a slow one; only the wanted channels become bytes.
   * @param wanted  each layer once
   * @throws FeaturescopeError layers/no-maps, layers/out-of-range
   */
  mapsOf(wanted: readonly WantedMaps[], range: MapRange): LayerByteMaps[] {
    this.#checkWanted(wanted);
    this.#lastRange = range;
    this.statisticsOf(wanted.map(({ layer }) => layer)); // tell which ones hold values that are not finite
    const found = new Map<number, LayerByteMaps>();
    const missing: WantedMaps[] = [];
    for (const one of wanted) {
      const whole = this.#wholeMaps(one.layer, range);
      if (whole) found.set(one.layer, mapsOfChannels(whole, one.channels));
      else missing.push(one);
    }
    for (const group of new Set(missing.map(({ layer }) => this.#groups.get(layer)))) {
      const some = missing.filter(({ layer }) => this.#groups.get(layer) === group);
      const { maps } = this.#run(this.#someRequest(some, range, group));
      some.forEach(({ layer }, place) => found.set(layer, { ...maps[place]!, nonFinite: null }));
    }
    return wanted.map(({ layer }) => found.get(layer)!);
  }

  /** All maps of a layer, where they are kept or hold values that are not finite. */
  #wholeMaps(layer: number, range: MapRange): LayerByteMaps | undefined {
    const known = this.#maps.get(mapKey(layer, range));
    if (known || this.#statistics.get(layer)!.nonFinite === 0) return known;
    return this.#keepMaps(layer, range, this.#markedMaps(layer, range));
  }

  #someRequest(wanted: readonly WantedMaps[], range: MapRange, beside: readonly number[] = []): PassRequest {
    return {
      maps: wanted.map(({ layer, channels }) => ({ ref: this.#refAt(layer), channels })),
      ...scopeOf(range),
      beside: beside.map((layer) => this.#refAt(layer)),
    };
  }

  /**
   * Makes the next shown layers' maps before they are asked for, with the range of those that were asked for last.
   * @returns false when all are there, or when no more could be kept without dropping others
   */
  mapsAhead(): boolean {
    const [first] = this.#firstGroup(this.#lastRange);
    if (first === undefined) return false;
    const range = this.#lastRange;
    const group = (this.#groups.get(first) ?? [first]).filter((layer) => this.#lacksMaps(layer, range));
    const next = inGroups(group, (layer) => this.#sizeAt(layer), VALUES_PER_PASS)[0]!;
    const bytes = next.reduce((sum, layer) => sum + this.#sizeAt(layer), 0);
    if (this.#maps.bytes + bytes > KEPT_BYTES) return false;
    const wanted = next.map((layer) => ({ layer, channels: this.#channelsOf(layer) }));
    this.mapsOf(wanted, range).forEach((maps, place) => this.#keepMaps(next[place]!, range, maps));
    return true;
  }

  #channelsOf(layer: number): number[] {
    const [, , , count] = this.#shapeAt(layer);
    return Array.from({ length: count! }, (_, channel) => channel);
  }

  /**
   * Results as floats, with the batch axis. Those looked at last are kept, for a point that moves over a map asks about one value
   * after the other; the rest comes from one pass.
   */
  resultsOf(refs: readonly TensorRef[]): Tensor[] {
    const found = new Map(refs.map((ref) => [refKey(ref), this.#floats.get(refKey(ref))]));
    const missing = refs.filter((ref) => !found.get(refKey(ref)));
    const made = missing.length > 0 ? this.#run({ activations: missing }).activations : [];
    missing.forEach((ref, place) => {
      const tensor = made[place]!;
      found.set(refKey(ref), tensor);
      const { byteLength } = tensor.data;
      if (byteLength <= KEPT_BYTES) this.#floats.set(refKey(ref), tensor, byteLength);
    });
    return refs.map((ref) => found.get(refKey(ref))!);
  }

  /** One map as floats. */
  valuesOf(layer: number, filter: number): { height: number; width: number; values: Float32Array } {
    const tensor = this.#floatsWith(layer, filter);
    const [height, width] = tensor.shape as [number, number];
    return { height, width, values: channelOf(tensor, filter) };
  }

  /**
   * How alike the maps of a layer are to one of them: Pearson's r, one a channel; NaN for a map of one value.
   * @throws FeaturescopeError layers/no-maps, layers/out-of-range
   */
  likenessTo(layer: number, filter: number): Float32Array<ArrayBuffer> {
    return likenessTo(this.#floatsWith(layer, filter), filter);
  }

  /** All numbers of a layer that has this filter. */
  #floatsWith(layer: number, filter: number): Tensor {
    this.#checkWanted([{ layer, channels: [filter] }]);
    const [{ data, shape }] = this.resultsOf([this.#refAt(layer)]) as [Tensor];
    const [, height, width] = this.#shapeAt(layer) as [number, number, number];
    return { data, shape: [height, width, shape.at(-1)!] };
  }

  /**
   * How all values of a layer are spread.
   * @param pause  called between slices of large arrays; it may wait, and throw to stop
   */
  histogramOf(layer: number, pause: () => Promise<void>): Promise<Histogram> {
    return histogramOf(this.resultsOf([this.#refAt(layer)])[0]!.data, pause);
  }

  /** What the places of a layer see of the network's input. */
  fieldOf(layer: number): ReceptiveField {
    return receptiveField(this.session.network, this.#allShapes, this.#refAt(layer));
  }

  /** Mean hypercolumn of a layer set at input size. */
  hypercolumnOf(set: readonly number[]): HypercolumnResult {
    const result = this.#run({ hypercolumns: [hypercolumnRefs(this.session, this.#layersAt(set))] });
    return this.#hypercolumnResult(set, result.hypercolumns[0]!);
  }

  /** The first shown layers whose maps are not there. */
  #firstGroup(range: MapRange): number[] {
    const first = this.layers.find((layer) => this.#lacksMaps(layer, range));
    return first === undefined ? [] : this.#groupOf(first, range);
  }

  #firstRequest(group: readonly number[], sets: readonly (readonly number[])[]): PassRequest {
    const { head } = this.session;
    return {
      activations: head ? [head.ref] : [],
      hypercolumns: sets.map((set) => hypercolumnRefs(this.session, this.#layersAt(set))),
      ...this.#groupRequest(group, { scope: 'map' }),
    };
  }

  #run(request: PassRequest): PassResult {
    const result = this.session.engine.run(request, this.input.tensor);
    this.lastPassMs = result.elapsedMs;
    return result;
  }

  #layersAt(places: readonly number[]): ListedLayer[] {
    return layersAt(this.session, places);
  }

  #refAt(layer: number) {
    return this.#layersAt([layer])[0]!.output;
  }

  #labelOf(layer: number): string {
    return this.#layersAt([layer])[0]!.indexPath;
  }

  /** Shapes of every call's results for this input. */
  get #allShapes(): Shape[][] {
    this.#shapes ??= inferShapes(this.session.network, this.input.tensor.shape);
    return this.#shapes;
  }

  /** Number of values that a layer gives. */
  #sizeAt(layer: number): number {
    const { call, output } = this.#refAt(layer);
    return sizeOf(this.#allShapes[call]![output]!.map((length) => length ?? 1));
  }

  /** Actual output shape, for open sizes too. */
  #shapeAt(layer: number): readonly number[] {
    const known =
      this.#statistics.get(layer) ??
      this.#maps.get(mapKey(layer, { scope: 'map' })) ??
      this.statisticsOf([layer])[0]!;
    return [1, known.height, known.width, known.channels];
  }

  #isSpatial(layer: number): boolean {
    return isSpatial(shapeOf(this.session.network, this.#refAt(layer)));
  }

  /** True for maps that would have to be computed. */
  #lacksMaps(layer: number, range: MapRange): boolean {
    return this.#isSpatial(layer) && !this.#maps.has(mapKey(layer, range));
  }

  #checkWanted(wanted: readonly WantedMaps[]): void {
    for (const { layer, channels } of wanted) {
      this.#requireSpatial(layer);
      const count = shapeOf(this.session.network, this.#refAt(layer)).at(-1)!;
      const filter = channels.find((channel) => channel >= count);
      if (filter !== undefined)
        throw failed('layers/out-of-range', {
          problem: message('part/no-filter', { layer: this.#labelOf(layer), filter, last: count - 1 }),
        });
    }
  }

  #requireSpatial(layer: number): void {
    if (!this.#isSpatial(layer))
      throw failed(
        'layers/no-maps',
        { problem: message('part/no-height-and-width'), remedy: message('part/look-at-statistics') },
        { during: [message('doing/showing-maps', { layer: this.#labelOf(layer) })] },
      );
  }

  /** The shown layers that are computed together with this one: those after it, as many as one pass may hold. */
  #groupOf(layer: number, range: MapRange): number[] {
    const group: number[] = [];
    let values = 0;
    for (const other of this.layers.slice(this.layers.indexOf(layer))) {
      if (!this.#lacksMaps(other, range)) continue;
      values += this.#sizeAt(other);
      if (group.length > 0 && values > VALUES_PER_PASS) break;
      group.push(other);
    }
    return group;
  }

  #groupRequest(group: readonly number[], range: MapRange): PassRequest {
    const unknown = group.filter((layer) => !this.#statistics.has(layer));
    return {
      maps: group.map((layer) => ({ ref: this.#refAt(layer) })),
      ...scopeOf(range),
      statistics: unknown.map((layer) => this.#refAt(layer)),
    };
  }

  #keepGroup(group: readonly number[], range: MapRange, result: PassResult): void {
    const unknown = group.filter((layer) => !this.#statistics.has(layer));
    unknown.forEach((layer, place) => {
      this.#keepStatistics(layer, result.statistics[place]!);
    });
    group.forEach((layer, place) => {
      if (!this.#groups.has(layer)) this.#groups.set(layer, group);
      const maps = result.maps[place]!;
      const isFinite = this.#statistics.get(layer)!.nonFinite === 0;
      this.#keepMaps(layer, range, isFinite ? { ...maps, nonFinite: null } : this.#markedMaps(layer, range));
    });
  }

  #keepMaps(layer: number, range: MapRange, maps: LayerByteMaps): LayerByteMaps {
    const bytes = maps.indices.byteLength + (maps.nonFinite?.byteLength ?? 0);
    this.#maps.set(mapKey(layer, range), maps, bytes);
    return maps;
  }

  #markedMaps(layer: number, range: MapRange): LayerByteMaps {
    return markedMaps(this.#run({ activations: [this.#refAt(layer)] }).activations[0]!, range);
  }

  /** A sum that is not finite tells that some value is not; only then the layer is read and counted. */
  #keepStatistics(layer: number, statistics: MapStatistics): void {
    const isSuspect = [...statistics.mean, ...statistics.min, ...statistics.max].some(
      (value) => !Number.isFinite(value),
    );
    const nonFinite = isSuspect
      ? this.#run({ activations: [this.#refAt(layer)] }).activations[0]!.data.reduce(
          (count, value) => count + (Number.isFinite(value) ? 0 : 1),
          0,
        )
      : 0;
    this.#statistics.set(layer, { ...statistics, nonFinite });
  }

  #hypercolumnResult(
    set: readonly number[],
    { data, shape }: PassResult['hypercolumns'][number],
  ): HypercolumnResult {
    const mapCount = this.#layersAt(set).reduce(
      (sum, layer) => sum + shapeOf(this.session.network, layer.output).at(-1)!,
      0,
    );
    return { layers: set, mapCount, height: shape[1]!, width: shape[2]!, values: data };
  }
}

function scopeOf(range: MapRange): Pick<PassRequest, 'mapScope' | 'fixedRange'> {
  return {
    mapScope: range.scope,
    ...(range.scope === 'fixed' && { fixedRange: [range.min, range.max] as const }),
  };
}

function mapKey(layer: number, range: MapRange): string {
  const limits = range.scope === 'fixed' ? `${range.min}..${range.max}` : range.scope;
  return `${layer} ${limits}`;
}
