/** The figure that the matrix shows, as compute draws it. */
import type { Figure, FigureColours, Settings } from '../../electron/shared/contract';

export type ColourSettings = Pick<
  Settings,
  'range' | 'fixedMin' | 'fixedMax' | 'colormap' | 'divergingForSigned'
>;

/** A layer's maps in the order in which the matrix shows them. */
interface ShownLayer {
  readonly layer: { readonly index: number };
  readonly shown: number;
  readonly order: Uint32Array | null;
}

/** How values become colours. */
export function coloursOf({
  range,
  fixedMin,
  fixedMax,
  colormap,
  divergingForSigned,
}: ColourSettings): FigureColours {
  const scope =
    range === 'fixed' ? ({ scope: range, min: fixedMin, max: fixedMax } as const) : { scope: range };
  return { range: scope, colormap, divergingForSigned };
}

/** @param most  filters of each layer, where not all that are shown are wanted */
export function figureOf(settings: ColourSettings, layers: readonly ShownLayer[], most = Infinity): Figure {
  const columns = layers.map(({ layer, shown, order }) => ({
    layer: layer.index,
    filters: Array.from({ length: Math.min(shown, most) }, (_, rank) => order?.[rank] ?? rank),
  }));
  return { ...coloursOf(settings), columns, labels: true };
}
