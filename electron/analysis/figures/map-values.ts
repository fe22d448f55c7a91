import type { Limits } from '../../core/colour-map';
import { quantiseMap, rangeOf, type ValueRange } from '../../core/quantise';
import { channelOf, type Tensor } from '../../core/tensor';
import type { FigureMap } from '../../image/figure/content';
import type { FigureRange } from '../../shared/contract';

/** Maps of a layer as numbers, and what they cover. */
export interface MapValues {
  readonly height: number;
  readonly width: number;
  /** float32 [height, width] of each map that was asked for. */
  readonly maps: readonly Float32Array[];
  /** Of each of them. */
  readonly own: readonly ValueRange[];
  /** Of all maps of the layer, where that is wanted. */
  readonly ofLayer: Limits | null;
}

/**
 * Some maps of a layer, as far as a figure's range needs them.
 * @param result  float32 [1, height, width, channels]
 */
export function mapValuesOf(
  { data, shape }: Tensor,
  filters: readonly number[],
  { scope }: FigureRange,
): MapValues {
  const tensor = { data, shape: shape.slice(1) };
  const [height, width] = tensor.shape as [number, number];
  const maps = filters.map((filter) => channelOf(tensor, filter));
  const ofLayer = scope === 'layer' ? rangeOf(data) : null;
  return { height, width, maps, own: maps.map(rangeOf), ofLayer };
}

/** One of the maps, its colours from `min` to `max`. */
export function figureMapOf(
  { height, width, maps, own }: MapValues,
  place: number,
  filter: number,
  { min, max }: Limits,
): FigureMap {
  const values = maps[place]!;
  const range = own[place]!;
  return {
    ...{ filter, height, width, min, max },
    indices: quantiseMap(values, min, max),
    constant: range.min === range.max ? range.min : null,
    ...(range.nonFiniteCount > 0 && {
      nonFinite: Uint8Array.from(values, (value) => (Number.isFinite(value) ? 0 : 1)),
    }),
  };
}
