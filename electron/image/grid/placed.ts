import type { ColormapName } from '../../core/colormap';
import type { GridFilter } from './grid-input';
import type { TextStyle } from './text';

/** A rectangle in whole pixels, origin top left. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * One line of text. `x` is its left, middle or right end as `align` says; `baseline` is the y of its
 * baseline.
 */
export interface PlacedText {
  readonly text: string;
  readonly style: TextStyle;
  readonly align: 'left' | 'centre' | 'right';
  readonly x: number;
  readonly baseline: number;
}

/** A map and where it is drawn; the box has the size to which its pixels are brought. */
export interface PlacedMap {
  readonly map: GridFilter;
  /** Where it is not that of the picture. */
  readonly colormap: ColormapName | undefined;
  readonly box: Box;
}

/** A remark on a map, in a coloured box with its text in the middle. */
export interface PlacedMark {
  readonly kind: 'constant' | 'nonFinite';
  readonly text: PlacedText;
  readonly box: Box;
}

/** Everything that a grid picture consists of, in drawing order. */
export interface GridLayout {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Edge of every cell. */
  readonly cellPx: number;
  /** Cells without a map, drawn as thin outlines. */
  readonly blanks: readonly Box[];
  readonly maps: readonly PlacedMap[];
  readonly marks: readonly PlacedMark[];
  /** The colour bar. */
  readonly legend: Box;
  readonly texts: readonly PlacedText[];
}

/** A box of the given size in the middle of another, rounded to whole pixels. */
export function centredIn(cell: Box, width: number, height: number): Box {
  const x = cell.x + Math.floor((cell.width - width) / 2);
  const y = cell.y + Math.floor((cell.height - height) / 2);
  return { x, y, width, height };
}
