import type { ColormapName } from '../../core/colormap';
import type { TextKind } from '../../core/figure-sizes';
import type { RgbImage } from '../../core/tensor';
import type { VerdictKind } from '../../shared/verdicts';
import type { FigureMap } from './content';

/** A rectangle in whole pixels, origin top left. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A colour by its task; the background decides which it is. */
export type Tone = 'ink' | 'quiet' | 'outline' | 'hatch' | 'bar' | 'nonFinite';

/** One line of text. */
export interface TextItem {
  readonly kind: 'text';
  readonly text: string;
  readonly style: TextKind;
  readonly tone: Tone;
  /** Which end or middle `x` is. */
  readonly align: 'left' | 'centre' | 'right';
  readonly x: number;
  /** y of its baseline. */
  readonly baseline: number;
}

/** A map in the size to which its pixels are brought, hatched where it has one value only. */
export interface MapItem {
  readonly kind: 'map';
  readonly map: FigureMap;
  readonly colormap: ColormapName;
  readonly box: Box;
}

/** Everything that a figure consists of. */
export type Item =
  | MapItem
  | TextItem
  /** A picture that is made in the size of its box when it is drawn. */
  | { readonly kind: 'photo'; readonly pixels: () => RgbImage; readonly box: Box }
  /** All colours of a colour map from left to right. */
  | { readonly kind: 'bar'; readonly colormap: ColormapName; readonly box: Box }
  | { readonly kind: 'fill' | 'frame'; readonly tone: Tone; readonly box: Box }
  | { readonly kind: 'hatch'; readonly box: Box }
  /** The sign of a verdict, as on the tiles of the matrix. */
  | { readonly kind: 'badge'; readonly verdict: VerdictKind; readonly box: Box };

/** Something that was laid out from (0, 0); its items may be made when they are asked for. */
export interface Block {
  readonly items: readonly Item[];
  readonly heightPx: number;
}

/** One page, or the picture, in drawing order. */
export interface Page {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly items: readonly Item[];
}

/** The same at another place. */
export function moved(items: readonly Item[], dx: number, dy: number): Item[] {
  return items.map((item) =>
    item.kind === 'text'
      ? { ...item, x: item.x + dx, baseline: item.baseline + dy }
      : { ...item, box: { ...item.box, x: item.box.x + dx, y: item.box.y + dy } },
  );
}

/** Blocks one below the other, with a distance between those that have anything. */
export function stacked(blocks: readonly Block[], distancePx: number): Block {
  const items: Item[] = [];
  let heightPx = 0;
  for (const block of blocks.filter(({ heightPx }) => heightPx > 0)) {
    const y = heightPx === 0 ? 0 : heightPx + distancePx;
    for (const item of moved(block.items, 0, y)) items.push(item);
    heightPx = y + block.heightPx;
  }
  return { items, heightPx };
}

/** A box of the given size in the middle of another, rounded to whole pixels. */
export function centredIn(cell: Box, width: number, height: number): Box {
  const x = cell.x + Math.floor((cell.width - width) / 2);
  const y = cell.y + Math.floor((cell.height - height) / 2);
  return { x, y, width, height };
}
