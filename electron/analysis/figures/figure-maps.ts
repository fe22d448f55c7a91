import { shownRange } from '../../core/colour-map';
import type { ByteMaps, MapStatistics, PassRequest, PassResult } from '../../engine/pass';
import type { FigureLayer, FigureMap } from '../../image/figure/content';
import type { ListedLayer, TensorRef } from '../../model/network';
import type { Figure } from '../../shared/contract';
import { inGroups } from '../../core/in-groups';
import { LAYER_BYTES_PER_PASS, requireMemory } from '../memory';
import type { ModelSession } from '../model-session';
import type { ModelInput } from '../source-picture';
import type { FigureColumn } from './figure';
import { FigureLayers } from './figure-layers';
import { figureMapOf, mapValuesOf } from './map-values';

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
  readonly #layers: FigureLayers;
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
    this.#layers = new FigureLayers(session, input, figure);
  }

  /** The largest number of filters of a layer that was asked for. */
  get rows(): number {
    return this.figure.columns.reduce((most, { filters }) => Math.max(most, filters.length), 1);
  }

  /** @throws FeaturescopeError engine/no-memory */
  requireMemory(): void {
    requireMemory(this.session, this.input, this.#layers.pixels);
  }

  /** All results that are drawn. */
  get refs(): TensorRef[] {
    return this.#layers.refs;
  }

  /**
   * Computes the maps, in one pass unless the layers are so large that their results would fill the memory.
   * @param more             what the first pass gives besides
   * @param withStatistics   of all maps of the layers, with details
   * @returns what the first pass gave, and the statistics of each layer
   */
  run(more: PassRequest, withStatistics = false): { pass: PassResult; statistics: MapStatistics[] } {
    const bytesOf = (column: FigureColumn) => this.#layers.bytesOf(column);
    const groups = inGroups(this.#layers.columns, bytesOf, LAYER_BYTES_PER_PASS);
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
    return this.#layers.columns.map((column) => this.#drawn(column));
  }

  /** The same before anything is computed: maps have their sizes and no values. */
  outlines(): FigureLayer[] {
    return this.#layers.outlines();
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
    return !this.isExact && this.figure.range.scope === 'map' && !this.#layers.isDiverging(layer);
  }

  #drawn(column: FigureColumn): FigureLayer {
    const head = this.#layers.headOf(column.layer);
    const computed = this.#computed.get(column);
    if (!computed) return { ...head, filters: [] };
    const { maps, isFinite } = computed;
    return { ...head, filters: maps && isFinite ? filtersOf(column, maps) : this.#fromFloats(column) };
  }

  #fromFloats({ layer, filters }: FigureColumn): FigureMap[] {
    const pass = this.session.engine.run({ activations: [layer.output] }, this.input.tensor);
    const values = mapValuesOf(pass.activations[0]!, filters, this.figure.range);
    const isSigned = this.#layers.isSigned(layer);
    return filters.map((filter, place) =>
      figureMapOf(
        values,
        place,
        filter,
        shownRange(this.figure, values.own[place]!, () => values.ofLayer, isSigned),
      ),
    );
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
