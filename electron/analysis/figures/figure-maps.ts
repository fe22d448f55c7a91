import { shownRange, type Limits } from '../../core/colour-map';
import { quantiseMap, rangeOf } from '../../core/quantise';
import { channelOf, sizeOf } from '../../core/tensor';
import type { ByteMaps, MapStatistics, PassRequest, PassResult } from '../../engine/pass';
import type { FigureLayer, FigureMap, LayerHead } from '../../image/figure/content';
import { shortNameOf } from '../../model/kinds';
import { inferShapes } from '../../model/kinds/infer-shapes';
import type { Layer, ListedLayer, TensorRef } from '../../model/network';
import type { Shape } from '../../model/shapes';
import type { Figure } from '../../shared/contract';
import { signedLayers } from '../layer-facts';
import { inGroups, LAYER_BYTES_PER_PASS, requireMemory } from '../memory';
import type { ModelSession } from '../model-session';
import type { ModelInput } from '../source-picture';
import { columnsOf, type FigureColumn } from './figure';

/** A column whose maps were computed. */
interface Computed {
  readonly maps: ByteMaps | undefined;
  readonly isFinite: boolean;
}

/**
 * The maps of a figure for one input. They come as bytes from a pass, which may give other results too; maps that the pass
 * cannot colour as the figure says, and those with NaN or infinite values, are read as floats layer by layer.
 */
export class FigureMaps {
  readonly #columns: readonly FigureColumn[];
  readonly #signed: ReadonlySet<Layer>;
  readonly #shapes: readonly Shape[][];
  readonly #computed = new Map<FigureColumn, Computed>();

  /**
   * @param isExact  every map is read from a pass for its layer alone, as `writeMapPictures` does it: what else a pass gives
   *                 changes the last digits of a result, and with them one colour of some thousand pixels
   * @throws FeaturescopeError layers/out-of-range
   */
  constructor(
    private readonly session: ModelSession,
    private readonly input: ModelInput,
    private readonly figure: Figure,
    private readonly isExact = false,
  ) {
    this.#columns = columnsOf(session, figure);
    this.#signed = signedLayers(session.network, session.preprocess);
    this.#shapes = inferShapes(session.network, input.tensor.shape);
  }

  /** The largest number of filters of a layer that was asked for. */
  get rows(): number {
    return this.figure.columns.reduce((most, { filters }) => Math.max(most, filters.length), 1);
  }

  /** @throws FeaturescopeError engine/no-memory */
  requireMemory(): void {
    const bytes = this.#columns.reduce((sum, { layer, filters }) => {
      const [height = 1, width = 1] = this.#shapeOf(layer);
      return sum + filters.length * height * width;
    }, 0);
    requireMemory(this.session, this.input, bytes);
  }

  /** All results that are drawn. */
  get refs(): TensorRef[] {
    return this.#columns.filter(hasMaps).map(({ layer }) => layer.output);
  }

  /**
   * Computes the maps, in one pass unless the layers are so large that their results would fill the memory.
   * @param more             what the first pass gives besides
   * @param withStatistics   of all maps of the layers, with details
   * @returns what the first pass gave, and the statistics of each layer
   */
  run(more: PassRequest, withStatistics = false): { pass: PassResult; statistics: MapStatistics[] } {
    const bytesOf = ({ layer }: FigureColumn) => 4 * sizeOf(this.#shapeOf(layer));
    const groups = inGroups(this.#columns, bytesOf, LAYER_BYTES_PER_PASS);
    const passes = groups.map((group, place) => {
      const pass = this.session.engine.run(
        { ...(place === 0 && more), ...this.#requestOf(group, withStatistics) },
        this.input.tensor,
      );
      this.#keep(group, pass);
      return pass;
    });
    return { pass: passes[0]!, statistics: passes.flatMap(({ statistics }) => statistics) };
  }

  /** True if all drawn maps are finite. */
  get isFinite(): boolean {
    return [...this.#computed.values()].every(({ isFinite }) => isFinite);
  }

  /** The layers with their maps, in the order of the figure. */
  layers(): FigureLayer[] {
    return this.#columns.map((column) => this.#drawn(column));
  }

  /** The same before anything is computed: maps have their sizes and no values. */
  outlines(): FigureLayer[] {
    return this.#columns.map(({ layer, filters }) => {
      const head = this.#headOf(layer);
      const [height = 1, width = 1] = head.shape;
      const empty = { height, width, indices: new Uint8Array(0), min: 0, max: 1, constant: null };
      return {
        ...head,
        ...this.#colormapOf(layer),
        filters: filters.map((filter) => ({ filter, ...empty })),
      };
    });
  }

  #requestOf(group: readonly FigureColumn[], withStatistics: boolean): PassRequest {
    const withMaps = group.filter(hasMaps);
    const inBytes = withMaps.filter(({ layer }) => this.#isInBytes(layer));
    return {
      maps: inBytes.map(({ layer, filters }) => ({ ref: layer.output, channels: filters })),
      finiteness: withMaps.map(({ layer }) => layer.output),
      statistics: withStatistics ? group.map(({ layer }) => layer.output) : [],
      withDetails: withStatistics,
    };
  }

  #keep(group: readonly FigureColumn[], { maps, finiteness }: PassResult): void {
    let next = 0;
    group.filter(hasMaps).forEach((column, place) => {
      const { hasNan, hasInfinite } = finiteness[place]!;
      this.#computed.set(column, {
        maps: this.#isInBytes(column.layer) ? maps[next++] : undefined,
        isFinite: !hasNan && !hasInfinite,
      });
    });
  }

  #isInBytes(layer: ListedLayer): boolean {
    return !this.isExact && this.figure.range.scope === 'map' && !this.#isDiverging(layer);
  }

  #isDiverging({ layer }: ListedLayer): boolean {
    return this.figure.divergingForSigned && this.#signed.has(layer);
  }

  #shapeOf(layer: ListedLayer): number[] {
    const { call, output } = layer.output;
    return this.#shapes[call]![output]!.slice(1).map((length) => length ?? 1);
  }

  #drawn(column: FigureColumn): FigureLayer {
    const { layer } = column;
    const head = { ...this.#headOf(layer), ...this.#colormapOf(layer) };
    const computed = this.#computed.get(column);
    if (!computed) return { ...head, filters: [] };
    const { maps, isFinite } = computed;
    return { ...head, filters: maps && isFinite ? filtersOf(column, maps) : this.#fromFloats(column) };
  }

  #headOf(layer: ListedLayer): LayerHead & { readonly shape: readonly number[] } {
    const { indexPath: index, name, className } = layer;
    const shortClassName = shortNameOf(layer.layer.className);
    return { index, name, className, shortClassName, shape: this.#shapeOf(layer) };
  }

  #colormapOf(layer: ListedLayer): Pick<FigureLayer, 'colormap'> {
    return this.#isDiverging(layer) ? { colormap: 'diverging' } : {};
  }

  #fromFloats({ layer, filters }: FigureColumn): FigureMap[] {
    const pass = this.session.engine.run({ activations: [layer.output] }, this.input.tensor);
    const { data, shape } = pass.activations[0]!;
    const tensor = { data, shape: shape.slice(1) };
    const [height, width] = tensor.shape as [number, number];
    let known: Limits | undefined;
    const ofLayer = () => (known ??= rangeOf(data));
    return filters.map((filter) => {
      const values = channelOf(tensor, filter);
      const own = rangeOf(values);
      const { min, max } = shownRange(this.figure, own, ofLayer, this.#signed.has(layer.layer));
      return {
        ...{ filter, height, width, min, max },
        indices: quantiseMap(values, min, max),
        constant: own.min === own.max ? own.min : null,
        ...(own.nonFiniteCount > 0 && {
          nonFinite: Uint8Array.from(values, (value) => (Number.isFinite(value) ? 0 : 1)),
        }),
      };
    });
  }
}

const hasMaps = ({ filters }: FigureColumn) => filters.length > 0;

function filtersOf({ filters }: FigureColumn, { height, width, indices, min, max }: ByteMaps): FigureMap[] {
  const size = height * width;
  return filters.map((filter, place) => ({
    ...{ filter, height, width, min: min[place]!, max: max[place]! },
    indices: indices.subarray(place * size, (place + 1) * size),
    constant: min[place] === max[place] ? min[place]! : null,
  }));
}
