import type { ColormapName } from '../../core/colormap';
import type { FigureRange } from '../../shared/contract';

/** One feature map, ready to be coloured. */
export interface GridFilter {
  /** Channel number in its layer, from 0. */
  readonly filter: number;
  readonly height: number;
  readonly width: number;
  /** Colour table index of each pixel, row-major, length height * width; 0 is `min`, 255 is `max`. */
  readonly indices: Uint8Array;
  /** Value of index 0. */
  readonly min: number;
  /** Value of index 255. */
  readonly max: number;
  /** The value of a map that has only one. */
  readonly constant: number | null;
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
  /** The maps to show, from the top; those beyond the rows are left out. Empty if the layer has no spatial extent. */
  readonly filters: readonly GridFilter[];
  /** The column's own colour map, where it is not that of the picture. */
  readonly colormap?: ColormapName;
}

/** What a grid picture shows: layers as columns, filters as rows, as in the 2018 script. */
export interface GridInput {
  /** Model, picture and best prediction in one line. */
  readonly title?: string;
  readonly columns: readonly GridColumn[];
  readonly rows: number;
  readonly colormap: ColormapName;
  /** What the colours cover; each map's own values where it is left out. */
  readonly range?: FigureRange;
}
