import type { FigureColours } from '../shared/contract';
import { colormapTable, type ColormapName } from './colormap';
import { quantiser } from './quantise';
import type { RgbImage } from './tensor';

/** Smallest and largest value. */
export interface Limits {
  readonly min: number;
  readonly max: number;
}

/** The limits and the colour map that a map is shown with. */
export interface ShownRange extends Limits {
  readonly colormap: ColormapName;
}

/**
 * The limits and the colour map of one map of a figure.
 * @param own      of the map
 * @param ofLayer  of all maps of its layer; null while they are not known
 * @param isSigned whether the layer may give values below zero
 */
export function shownRange(
  { range, colormap, divergingForSigned }: FigureColours,
  own: Limits,
  ofLayer: () => Limits | null,
  isSigned: boolean,
): ShownRange {
  const { min, max } = range.scope === 'fixed' ? range : (range.scope === 'layer' && ofLayer()) || own;
  if (!divergingForSigned || !isSigned) return { min, max, colormap };
  const largest = Math.max(Math.abs(min), Math.abs(max));
  return { min: -largest, max: largest, colormap: 'diverging' };
}

/** Colour of NaN and infinite values, which no colour map holds: red, green, blue. */
export const NON_FINITE_RGB = [0xff, 0x00, 0xd4] as const;

/**
 * A float map as a colour picture in its own pixels, coloured as matplotlib's `imshow` does; NaN and infinite values are
 * marked in one colour of their own. A map without spread has the lowest colour.
 * @param values float32 [height, width], any range
 */
export function colourMap(
  values: Float32Array,
  { width, height }: { readonly width: number; readonly height: number },
  { min, max, colormap }: ShownRange,
): RgbImage & { readonly data: Uint8Array<ArrayBuffer> } {
  const table = colormapTable(colormap);
  const indexOf = quantiser(min, max);
  const data = new Uint8Array(values.length * 3);
  for (let from = 0, to = 0; from < values.length; from++, to += 3) {
    const value = values[from]!;
    if (!Number.isFinite(value)) {
      data.set(NON_FINITE_RGB, to);
      continue;
    }
    const at = indexOf(value) * 3;
    data[to] = table[at]!;
    data[to + 1] = table[at + 1]!;
    data[to + 2] = table[at + 2]!;
  }
  return { data, width, height };
}
