import type { ColormapName } from '../../core/colormap';
import { quantiseMap, rangeOf } from '../../core/quantise';

/** One feature map, ready to be coloured. */
export interface GridFilter {
  /** Channel number in its layer, from 0: the row that it stands in. */
  readonly filter: number;
  readonly height: number;
  readonly width: number;
  /** Colour table index of each pixel, row-major, length height * width; 0 is `min`, 255 is `max`. */
  readonly indices: Uint8Array;
  /** Value of index 0. */
  readonly min: number;
  /** Value of index 255. */
  readonly max: number;
  /** True if all values of the map are equal (to `min`). */
  readonly constant: boolean;
  /** Number of NaN and infinite values, if there are any. */
  readonly nonFiniteCount?: number;
}

/** One layer of the grid. */
export interface GridColumn {
  /** The layer's number as the user names it: `7`, or `7#1` for the second call of a shared layer. */
  readonly index: string;
  readonly name: string;
  readonly className: string;
  /** Output shape without the batch axis; null where it is open. */
  readonly shape: readonly (number | null)[];
  /**
   * The maps to show; those whose `filter` is not below `rows` are left out. Empty if the layer has no
   * spatial extent.
   */
  readonly filters: readonly GridFilter[];
}

/** What a grid picture shows: layers as columns, filters as rows, as in the 2018 script. */
export interface GridInput {
  /** Model, picture and best prediction in one line. */
  readonly title?: string;
  readonly columns: readonly GridColumn[];
  /** Number of rows: row r holds filter r of every layer. */
  readonly rows: number;
  readonly colormap: ColormapName;
}

/**
 * One map of floats as a map of the grid, scaled from its own minimum to its own maximum.
 * @param filter channel number, from 0
 * @param values float32 [height, width]
 */
export function gridFilterOf(
  filter: number,
  values: Float32Array,
  height: number,
  width: number,
): GridFilter {
  const { min, max, nonFiniteCount } = rangeOf(values);
  return {
    filter,
    height,
    width,
    indices: quantiseMap(values, min, max),
    min,
    max,
    constant: min === max,
    ...(nonFiniteCount > 0 && { nonFiniteCount }),
  };
}
