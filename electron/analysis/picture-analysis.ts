import { ByteCache } from '../core/byte-cache';
import { histogramOf, type Histogram } from '../core/histogram';
import { likenessTo } from '../core/likeness';
import { quantiseMap, rangeOf } from '../core/quantise';
import { sizeOf, type Tensor } from '../core/tensor';
import { failed } from '../shared/errors';
import { message } from '../shared/messages/message';
import type { MapRange } from '../shared/contract';
import type { ByteMaps, MapStatistics, PassRequest, PassResult } from '../engine/pass';
import { shapeOf, type ListedLayer } from '../model/network';
import { inferShapes } from '../model/kinds/infer-shapes';
import { isSpatial, type Shape } from '../model/shapes';
import { hypercolumnRefs } from './hypercolumns';
import { layersAt, type ModelSession } from './model-session';
import { inGroups, LAYER_BYTES_PER_PASS } from './memory';
import { firstNotFinite, holdsNotFinite, type NotFinite } from './not-finite';
import type { ModelInput } from './source-picture';

/** All maps of a layer as bytes, with a mark for each value that is not a finite number. */
export interface LayerByteMaps extends ByteMaps {
  /** 1 where a value is NaN or infinite, laid out like `indices`; null if all are finite. */
  readonly nonFinite: Uint8Array | null;
}

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

/** All numbers of one layer. */
interface LayerFloats {
  readonly layer: number;
  readonly data: Float32Array;
  readonly channels: number;
}

/** Values that one pass may turn into bytes: the first 15 layers of InceptionV3 have 11 million. */
const VALUES_PER_PASS = 12_000_000;
/** Bytes of maps that are kept, so that scrolling back costs nothing, and of one layer's numbers. */
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
  #lastRange: MapRange = { scope: 'map' };
  #shapes: Shape[][] | undefined;
  #floats: LayerFloats | undefined;

  /** @param layers  the layers that the window shows, for which maps are computed together */
  constructor(
    private readonly session: ModelSession,
    readonly input: ModelInput,
    private readonly layers: readonly number[],
  ) {}

  /** Of memory: the input, and what is kept of the maps. */
  get bytes(): number {
    const { image, tensor } = this.input;
    const floats = this.#floats?.data.byteLength ?? 0;
    return this.#maps.bytes + floats + tensor.data.byteLength + image.data.byteLength;
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
    const unknown = layers.filter((layer) => {
      const known = this.#statistics.get(layer);
      return !known || (withDetails && !known.places) || (withVerdicts && !known.twins);
    });
    const bytesOf = (layer: number) => 4 * this.#sizeAt(layer);
    for (const group of inGroups(unknown, bytesOf, LAYER_BYTES_PER_PASS)) {
      const statistics = group.map((layer) => this.#refAt(layer));
      const result = this.#run({ statistics, withDetails, withVerdicts });
      group.forEach((layer, place) => {
        this.#keepStatistics(layer, result.statistics[place]!);
      });
    }
    return layers.map((layer) => this.#statistics.get(layer)!);
  }

  /**
   * All maps of a layer as bytes.
   * @param beside  layers that are wanted next, which the same pass computes as far as it may
   * @throws FeaturescopeError layers/no-maps
   */
  mapsOf(layer: number, range: MapRange, beside: readonly number[] = []): LayerByteMaps {
    this.#requireSpatial(layer);
    this.#lastRange = range;
    const known = this.#maps.get(mapKey(layer, range));
    if (known) return known;
    const group = this.#groupOf(layer, range, beside);
    const result = this.#run(this.#groupRequest(group, range));
    this.#keepGroup(group, range, result);
    return this.#maps.get(mapKey(layer, range))!;
  }

  /**
   * Computes the next shown layers' maps before they are asked for, with the range of those that were asked for last: a first
   * pass over new outputs is a slow one.
   * @returns false when all are there, or when no more could be kept without dropping others
   */
  mapsAhead(): boolean {
    const next = this.#firstGroup(this.#lastRange);
    const bytes = next.reduce((sum, layer) => sum + this.#sizeAt(layer), 0);
    if (bytes === 0 || this.#maps.bytes + bytes > KEPT_BYTES) return false;
    this.#keepGroup(next, this.#lastRange, this.#run(this.#groupRequest(next, this.#lastRange)));
    return true;
  }

  /** One map as floats; the layer's floats are kept for its next map. */
  valuesOf(layer: number, filter: number): { height: number; width: number; values: Float32Array } {
    const { data, shape } = this.#floatsWith(layer, filter);
    const [height, width, channels] = shape as [number, number, number];
    const values = Float32Array.from(
      { length: height * width },
      (_, pixel) => data[pixel * channels + filter]!,
    );
    return { height, width, values };
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
    this.#requireSpatial(layer);
    const { data, channels } = this.#floatsOf(layer);
    if (filter >= channels)
      throw failed('layers/out-of-range', {
        problem: message('part/no-filter', { layer: this.#labelOf(layer), filter, last: channels - 1 }),
      });
    const [, height, width] = this.#shapeAt(layer) as [number, number, number];
    return { data, shape: [height, width, channels] };
  }

  /**
   * How all values of a layer are spread; they are kept for its maps.
   * @param pause  called between slices of large arrays; it may wait, and throw to stop
   */
  histogramOf(layer: number, pause: () => Promise<void>): Promise<Histogram> {
    return histogramOf(this.#floatsOf(layer).data, pause);
  }

  #floatsOf(layer: number): LayerFloats {
    if (this.#floats?.layer === layer) return this.#floats;
    this.#floats = undefined; // before others of their size are made
    const { data, shape } = this.#run({ activations: [this.#refAt(layer)] }).activations[0]!;
    const floats = { layer, data, channels: shape.at(-1)! };
    if (data.byteLength <= KEPT_BYTES) this.#floats = floats;
    return floats;
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

  /** Number of values that a layer gives. */
  #sizeAt(layer: number): number {
    this.#shapes ??= inferShapes(this.session.network, this.input.tensor.shape);
    const { call, output } = this.#refAt(layer);
    return sizeOf(this.#shapes[call]![output]!.map((length) => length ?? 1));
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

  #requireSpatial(layer: number): void {
    if (!this.#isSpatial(layer))
      throw failed(
        'layers/no-maps',
        { problem: message('part/no-height-and-width'), remedy: message('part/look-at-statistics') },
        { during: [message('doing/showing-maps', { layer: this.#labelOf(layer) })] },
      );
  }

  /**
   * The layers that are computed together with this one, as many as one pass may hold: those that are wanted beside it, then
   * the shown ones after it.
   */
  #groupOf(layer: number, range: MapRange, beside: readonly number[] = []): number[] {
    const shown = this.layers.indexOf(layer);
    const after = shown < 0 ? [] : this.layers.slice(shown + 1);
    const group: number[] = [];
    let values = 0;
    for (const other of new Set([layer, ...beside, ...after])) {
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
      mapScope: range.scope,
      ...(range.scope === 'fixed' && { fixedRange: [range.min, range.max] as const }),
      statistics: unknown.map((layer) => this.#refAt(layer)),
    };
  }

  #keepGroup(group: readonly number[], range: MapRange, result: PassResult): void {
    const unknown = group.filter((layer) => !this.#statistics.has(layer));
    unknown.forEach((layer, place) => {
      this.#keepStatistics(layer, result.statistics[place]!);
    });
    group.forEach((layer, place) => {
      const maps = result.maps[place]!;
      const isFinite = this.#statistics.get(layer)!.nonFinite === 0;
      const kept = isFinite ? { ...maps, nonFinite: null } : this.#markedMaps(layer, range);
      const bytes = kept.indices.byteLength + (kept.nonFinite?.byteLength ?? 0);
      this.#maps.set(mapKey(layer, range), kept, bytes);
    });
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

  /** Maps of a layer with NaN or infinite values: scaled by the finite ones, the others marked. */
  #markedMaps(layer: number, range: MapRange): LayerByteMaps {
    const { data, shape } = this.#run({ activations: [this.#refAt(layer)] }).activations[0]!;
    const [, height, width, channels] = shape as [number, number, number, number];
    const size = height * width;
    const indices = new Uint8Array(data.length);
    const nonFinite = new Uint8Array(data.length);
    const min = new Float32Array(channels);
    const max = new Float32Array(channels);
    for (let channel = 0; channel < channels; channel++) {
      const values = Float32Array.from({ length: size }, (_, pixel) => data[pixel * channels + channel]!);
      const limits = range.scope === 'map' ? rangeOf(values) : range;
      [min[channel], max[channel]] = [limits.min, limits.max];
      indices.set(quantiseMap(values, limits.min, limits.max), channel * size);
      values.forEach((value, pixel) => {
        if (!Number.isFinite(value)) nonFinite[channel * size + pixel] = 1;
      });
    }
    return { height, width, channels, indices, min, max, nonFinite };
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

function mapKey(layer: number, range: MapRange): string {
  const limits = range.scope === 'fixed' ? `${range.min}..${range.max}` : range.scope;
  return `${layer} ${limits}`;
}
