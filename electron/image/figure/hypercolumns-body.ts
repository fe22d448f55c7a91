import { EM } from '../../core/figure-sizes';
import { MAX_SIDE_PX } from '../../core/figure-style';
import type { PixelSize } from '../../core/fit';
import { overlay } from '../../core/overlay';
import { rangeOf } from '../../core/quantise';
import { resizeBilinearFloat, resizeRgb } from '../../core/resize';
import type { RgbImage } from '../../core/tensor';
import { colourMap, type ShownRange } from '../../core/colour-map';
import { givenHeight, givenWidth, type Body, type Setting } from './body';
import { placeEnds } from './cells';
import type { FigureHypercolumn, HypercolumnsContent } from './content';
import { moved, type Block, type Item } from './items';
import type { Legend } from './legend';
import { cutEnd, wrap } from './text';
import { drawnSizeIn } from './tile';

const MOST_LAYER_LINES = 2;
/** Width for the words above a small picture. */
const TILE_EM = 16;
/** Its bar is so wide below a narrow picture, so that both numbers have room. */
const BAR_EM = 8;
/** In a height that is given, pictures are not made smaller than that for other parts. */
const LEAST_PICTURE_EM = 4;

/**
 * Hypercolumns in the shape of the part of the picture that the model sees, enlarged from their numbers (half-pixel bilinear),
 * each with its layers above and its scale below. Without a width they have the picture's own pixels.
 */
export function hypercolumnsBody(content: HypercolumnsContent, setting: Setting): Body {
  const { hypercolumns, photo } = content;
  const { style, metrics, words } = setting;
  const { inRow, rows, gapPx, footPx } = rowsOf(content, setting);
  const isConstant = ({ values }: FigureHypercolumn) => {
    const { min, max } = rangeOf(values);
    return min === max;
  };
  const legend: Legend = {
    bars: [],
    marks: [
      ...(hypercolumns.some(isConstant)
        ? [{ mark: 'hatch', label: words.text('figure.hatched') } as const]
        : []),
      ...(hypercolumns.some(({ values }) => rangeOf(values).nonFiniteCount > 0)
        ? [{ mark: 'nonFinite', label: words.text('figure.nonFinite') } as const]
        : []),
    ],
  };
  const margins = 2 * metrics.ems(EM.margin) + (inRow - 1) * gapPx;
  return {
    legend,
    widthPx: () => givenWidth(style, Math.min(MAX_SIDE_PX, inRow * photo.width + margins)),
    layOut: (innerPx, aroundPx) => {
      const width = Math.floor((innerPx + gapPx) / inRow) - gapPx;
      const headPx = headPxOf(content, width, setting);
      const height = givenHeight(style);
      const mostPx =
        height === null ? Infinity : Math.floor((height - aroundPx + gapPx) / rows) - gapPx - headPx - footPx;
      const size = drawnSizeIn(photo, { width, height: Math.max(1, Math.min(mostPx, width * photo.height)) });
      // Words may be wider than a small picture.
      const tilePx = Math.max(size.width, Math.min(width, metrics.ems(TILE_EM)));
      const used = inRow * (tilePx + gapPx) - gapPx;
      const left = Math.max(0, Math.floor((innerPx - used) / 2));
      const tiles = hypercolumns.map((one, place) => ({
        items: moved(
          placeHypercolumn(one, content, size, { headPx, tilePx }, setting),
          left + (place % inRow) * (tilePx + gapPx),
          0,
        ),
      }));
      const bands: Block[] = Array.from({ length: rows }, (_, row) => ({
        items: tiles.slice(row * inRow, (row + 1) * inRow).flatMap(({ items }) => items),
        heightPx: headPx + size.height + footPx,
      }));
      return { bands, gapPx };
    },
  };
}

function rowsOf({ hypercolumns }: HypercolumnsContent, { style, metrics }: Setting) {
  const inRow = Math.min(hypercolumns.length, style.columnsInRow ?? (hypercolumns.length > 4 ? 3 : 2));
  const footPx = metrics.ems(EM.caption + EM.bar + EM.caption + EM.line);
  return { inRow, rows: Math.ceil(hypercolumns.length / inRow), gapPx: metrics.ems(EM.gap), footPx };
}

/** Of the words above each picture. */
function headPxOf({ hypercolumns }: HypercolumnsContent, widthPx: number, setting: Setting): number {
  const { metrics } = setting;
  const wordsPx = Math.min(widthPx, metrics.ems(TILE_EM));
  const layerLines = Math.max(...hypercolumns.map((one) => layersOf(one, wordsPx, setting).length));
  return metrics.ems(EM.nameLine + layerLines * EM.line + EM.caption);
}

/** The least height of hypercolumns that share a height with other parts. */
export function leastHypercolumnsPx(content: HypercolumnsContent, innerPx: number, setting: Setting): number {
  const { inRow, rows, gapPx, footPx } = rowsOf(content, setting);
  const width = Math.floor((innerPx + gapPx) / inRow) - gapPx;
  const picturePx = setting.metrics.ems(LEAST_PICTURE_EM);
  return rows * (headPxOf(content, width, setting) + picturePx + footPx + gapPx) - gapPx;
}

function placeHypercolumn(
  one: FigureHypercolumn,
  content: HypercolumnsContent,
  size: PixelSize,
  { headPx, tilePx }: { headPx: number; tilePx: number },
  { metrics, words }: Setting,
): Item[] {
  // Its layers below tell what it is where only the short name has room.
  const [long, short] = (['figure.hypercolumn', 'figure.meanOf'] as const).map((id) =>
    words.text(id, { count: one.mapCount }),
  ) as [string, string];
  const name =
    metrics.measure(long, 'name') <= tilePx ? long : cutEnd(short, 'name', tilePx, metrics.measure);
  const lines = layersOf(one, tilePx, { metrics, words });
  const box = { x: 0, y: headPx, ...size };
  const { min, max } = rangeOf(one.values);
  const bar = {
    ...{ x: 0, y: box.y + box.height + metrics.ems(2 * EM.caption) },
    ...{ width: Math.max(size.width, Math.min(tilePx, metrics.ems(BAR_EM))), height: metrics.ems(EM.bar) },
  };
  return [
    metrics.line(name, 'name', 0, 0),
    ...lines.map((text, line) =>
      metrics.line(text, 'detail', 0, metrics.ems(EM.nameLine) + line * metrics.ems(EM.line)),
    ),
    { kind: 'photo', pixels: () => pictureOf(one, content, size), box },
    ...(min === max ? [{ kind: 'hatch', box } as const] : []),
    ...(min < max
      ? [
          { kind: 'bar', colormap: content.colormap, box: bar } as const,
          ...placeEnds({ min, max }, bar, bar.y + bar.height + metrics.ems(EM.caption), metrics),
        ]
      : []),
  ];
}

function layersOf(
  { layers }: FigureHypercolumn,
  widthPx: number,
  { metrics, words }: Pick<Setting, 'metrics' | 'words'>,
): string[] {
  const text = words.text('figure.ofLayers', { layers: layers.join(', ') });
  return wrap(text, 'detail', widthPx, MOST_LAYER_LINES, metrics.measure);
}

/** The part of a hypercolumn that lies over the picture, in colours and in the size of its box. */
function pictureOf(
  { values, width: columns, height: rows }: FigureHypercolumn,
  { colormap, opacity, photo, target }: HypercolumnsContent,
  { width, height }: PixelSize,
): RgbImage {
  const whole = target.width === columns && target.height === rows;
  const part = whole ? values : partOf(values, columns, target);
  const { min, max } = rangeOf(values);
  const numbers = { values: part, width: target.width, height: target.height };
  return hypercolumnPixels(numbers, photo, { min, max, colormap, opacity }, { width, height });
}

/** A hypercolumn in colours, over the picture in the same place where it shows through. */
export function hypercolumnPixels(
  { values, ...own }: Pick<FigureHypercolumn, 'values' | 'width' | 'height'>,
  photo: RgbImage,
  { opacity, ...range }: ShownRange & { readonly opacity: number },
  { width, height }: PixelSize,
): RgbImage {
  const sized = resizeBilinearFloat(values, own.height, own.width, 1, height, width);
  const coloured = colourMap(sized, { width, height }, range);
  if (opacity >= 1) return coloured;
  return overlay(resizeRgb(photo, width, height, 'antialias'), coloured, opacity);
}

function partOf(
  values: Float32Array,
  columns: number,
  { x, y, width, height }: HypercolumnsContent['target'],
): Float32Array {
  const part = new Float32Array(width * height);
  for (let row = 0; row < height; row++) {
    const from = (y + row) * columns + x;
    part.set(values.subarray(from, from + width), row * width);
  }
  return part;
}
