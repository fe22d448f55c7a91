import { shownRange } from '../../core/colour-map';
import { unionOf } from '../../core/quantise';
import type { PassRequest, PassResult } from '../../engine/pass';
import type { FigureLayer } from '../../image/figure/content';
import type { TensorRef } from '../../model/network';
import type { Figure } from '../../shared/contract';
import { inGroups } from '../../core/in-groups';
import { LAYER_BYTES_PER_PASS, requireMemory } from '../memory';
import type { FigureColumn } from './figure';
import { FigureLayers } from './figure-layers';
import { figureMapOf, mapValuesOf, type MapValues } from './map-values';
import { NOTHING } from './prepared-figure';
import type { ComparedSource } from './source';

/** The maps of one column of a comparison as numbers, which get their colours when those of all columns are known. */
export class ComparedMaps {
  readonly layers: FigureLayers;
  readonly #values = new Map<FigureColumn, MapValues>();

  /**
   * @param isExact  every map is read from a pass for its layer alone, as `writeMapPictures` does it
   * @throws FeaturescopeError layers/out-of-range
   */
  constructor(
    private readonly source: ComparedSource,
    private readonly figure: Figure,
    private readonly isExact: boolean,
  ) {
    this.layers = new FigureLayers(source.session, source.input, figure);
  }

  /** All results that are drawn. */
  get refs(): TensorRef[] {
    return this.layers.refs;
  }

  /**
   * Refuses maps of so many columns.
   * @throws FeaturescopeError engine/no-memory
   */
  requireMemory(columns: number): void {
    // As numbers and as colours.
    requireMemory(this.source.session, this.source.input, columns * 5 * this.layers.pixels);
  }

  /**
   * Computes the numbers.
   * @param more  what the first pass gives besides
   * @returns what the first pass gave of that
   */
  run(more: PassRequest): PassResult {
    const bytesOf = (column: FigureColumn) => this.layers.bytesOf(column);
    const groups = inGroups(this.layers.withMaps, bytesOf, this.isExact ? 0 : LAYER_BYTES_PER_PASS);
    const { session, input } = this.source;
    const passFor = (group: readonly FigureColumn[], besides: PassRequest) => {
      const activations = group.map(({ layer }) => layer.output);
      const pass = session.engine.run({ ...besides, activations }, input.tensor);
      group.forEach((column, at) => {
        const values = mapValuesOf(pass.activations[at]!, column.filters, this.figure.range);
        this.#values.set(column, values);
      });
      return pass;
    };
    const isAlone = this.isExact && more.hypercolumns?.length === 0;
    const first = isAlone ? NOTHING : passFor(this.isExact ? [] : groups.shift()!, more);
    for (const group of groups) passFor(group, {});
    return { ...first, activations: [] };
  }

  get isFinite(): boolean {
    return [...this.#values.values()].every(({ own }) =>
      own.every(({ nonFiniteCount }) => nonFiniteCount === 0),
    );
  }

  valuesAt(place: number): MapValues | undefined {
    return this.#values.get(this.layers.columns[place]!);
  }
}

/**
 * The layers of each column with their maps, in the order of the figure. The limits of a map are the same in all columns: those of
 * the map in all of them, of its layer in all of them, or fixed, as the figure says.
 * @param all  computed, of the same layers
 */
export function onSharedScales(all: readonly ComparedMaps[], figure: Figure): FigureLayer[][] {
  const { layers } = all[0]!;
  const limits = layers.columns.map(({ layer, filters }, place) => {
    const values = all.flatMap((one) => one.valuesAt(place) ?? []);
    const ofLayer = unionOf(values.flatMap((one) => one.ofLayer ?? []));
    return filters.map((_, at) => {
      const own = unionOf(values.map((one) => one.own[at]!));
      return shownRange(figure, own, () => ofLayer, layers.isSigned(layer));
    });
  });
  return all.map((one) =>
    one.layers.columns.map(({ layer, filters }, place) => {
      const values = one.valuesAt(place);
      return {
        ...one.layers.headOf(layer),
        filters: values
          ? filters.map((filter, at) => figureMapOf(values, at, filter, limits[place]![at]!))
          : [],
      };
    }),
  );
}
