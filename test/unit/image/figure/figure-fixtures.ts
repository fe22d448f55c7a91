import path from 'node:path';
import type { FigureData, FigureLayer, MapsContent } from '../../../../electron/image/figure/content';
import type { FigureStyle } from '../../../../electron/shared/contract';
import { DEFAULT_FIGURE_STYLE } from '../../../../electron/shared/figure-styles';
import { figureMapOf } from '../../drawing-fixtures';

export const fontsDir = path.resolve(import.meta.dirname, '../../../../electron/image/fonts');

export const styleWith = (change: Partial<FigureStyle>): FigureStyle => ({
  ...DEFAULT_FIGURE_STYLE,
  ...change,
});
export const mm = (value: number) => ({ value, unit: 'mm' as const });

/** A layer of square maps. */
export function layerOf(
  index: number,
  maps: readonly Float32Array[],
  side: number,
  name = `layer_${index}`,
): FigureLayer {
  return {
    ...{ index: String(index), name, className: 'BatchNormalization', shortClassName: 'BatchNorm' },
    shape: [side, side, maps.length],
    filters: maps.map((values, filter) => figureMapOf(filter, values, side, side)),
  };
}

/** A layer with some numbers in its maps. */
export function plainLayer(index: number, filters: number, side: number, name?: string): FigureLayer {
  const maps = Array.from({ length: filters }, (_, filter) =>
    Float32Array.from({ length: side * side }, (_, i) => i * filter),
  );
  return layerOf(index, maps, side, name);
}

export function dataOf(
  columns: readonly FigureLayer[],
  rows: number,
  change: Partial<MapsContent> = {},
): FigureData {
  return {
    content: { kind: 'maps', columns, rows, colormap: 'viridis', range: { scope: 'map' }, ...change },
    title: 'Model  ·  photo.png  ·  cat 43 %',
    facts: {
      ...{ model: 'Model', preprocess: 'tf' },
      input: { width: 224, height: 224 },
      pictures: [{ picture: 'photo.png', fitted: { width: 451, height: 300, fit: 'stretch' } }],
    },
  };
}
