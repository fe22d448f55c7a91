/** The figure that the matrix shows, as compute draws it. */
import type { Figure, FigureColours, LayerInfo, Settings } from '../../electron/shared/contract';

/** Of the figure of the 2018 script. */
const CLASSIC = { layers: 15, filters: 3 } as const;

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

/** Each layer once; in place of a model inside the model, the layers of that one. */
export function plainLayers(layers: readonly LayerInfo[]): LayerInfo[] {
  return layers.filter(
    ({ isModel, depth, className, indexPath }) =>
      !isModel && !indexPath.includes('#') && (depth === 0 || className !== 'InputLayer'),
  );
}

/** The figure of the 2018 script, with labels: as the command `grid` draws it where nothing else is asked for. */
export function classicFigure(layers: readonly LayerInfo[]): Figure {
  const columns = plainLayers(layers)
    .slice(0, CLASSIC.layers)
    .map(({ index, isSpatial, outputShape }) => {
      const count = isSpatial ? Math.min(CLASSIC.filters, outputShape.at(-1) ?? 0) : 0;
      return { layer: index, filters: Array.from({ length: count }, (_, filter) => filter) };
    });
  return { columns, range: { scope: 'map' }, colormap: 'viridis', divergingForSigned: false, labels: true };
}
