import { EM, type FigureSizes } from '../../core/figure-sizes';
import type { Limits } from '../../core/colour-map';
import type { ColormapName } from '../../core/colormap';
import { rangeOf, unionOf } from '../../core/quantise';
import { resizeRgb } from '../../core/resize';
import type { Setting } from './body';
import { mapItems, nameLines, placeEnds } from './cells';
import type { ComparisonContent, FigureHypercolumn } from './content';
import { hypercolumnPixels } from './hypercolumns-body';
import { centredIn, type Block, type Box, type Item } from './items';
import { cutEnd, formatValue, oneLine, wrap } from './text';
import { drawnSizeIn } from './tile';

/** Of a scale with its numbers below the words before a row. */
const SCALE_EM = EM.caption + EM.bar + EM.caption + EM.line;
/** Words above a row have one line, with the scale at its end. */
const ABOVE_EM = { line: 1.6, bar: 6 } as const;
const MOST_TITLE_LINES = 3;
/** Less of a detail says nothing. */
const LEAST_DETAIL_EM = 4;

/** How the parts of a comparison stand. */
export interface ComparisonForm {
  /** Numbers stand beside their bars and names beside the numbers of their columns, not in a line of their own. */
  readonly isRoomy: boolean;
  /** The words of a row stand above it, not before it. */
  readonly areWordsAbove: boolean;
}

/** How large everything is. */
export interface ComparisonSizes {
  readonly sizes: FigureSizes;
  readonly form: ComparisonForm;
  /** From the left edge of the words to the right edge of the last column. */
  readonly innerPx: number;
}

/** A row of pictures, one for each column, with words and the scale that all of them share. */
export interface PictureRow {
  readonly title: string;
  /** What else is told of it, in at most so many lines; at least 1. */
  details(roomPx: number, lines: number): string[];
  readonly scale: (Limits & { readonly colormap: ColormapName }) | null;
  pictureOf(column: number, cell: Box): Item[];
}

/** Height of the words above a row. */
export const aboveRowEm = ({ areWordsAbove }: ComparisonForm) => (areWordsAbove ? ABOVE_EM.line : 0);

/** The pictures that are fed. */
export function photoRow({ columns }: ComparisonContent, { words }: Setting): PictureRow {
  const { width, height } = columns[0]!.photo;
  const areAlike = columns.every(({ photo }) => photo.width === width && photo.height === height);
  return {
    scale: null,
    title: words.text('figure.fed'),
    details: () => (areAlike ? [`${width} × ${height}`] : []),
    pictureOf: (column, cell) => {
      const { photo } = columns[column]!;
      const { width, height } = drawnSizeIn(photo, cell);
      const pixels = () => resizeRgb(photo, width, height, 'antialias');
      return [{ kind: 'photo', pixels, box: centredIn(cell, width, height) }];
    },
  };
}

/** A row for each map. */
export function mapRows(content: ComparisonContent, setting: Setting): PictureRow[] {
  const { metrics, words } = setting;
  const { columns } = content;
  return columns[0]!.layers.flatMap((layer, place) =>
    layer.filters.map(({ filter, min, max }, row): PictureRow => {
      const colormap = layer.colormap ?? content.colormap;
      return {
        scale: { min, max, colormap },
        title: words.text('figure.layerChannel', { layer: oneLine(layer.index), channel: filter }),
        details: (roomPx, lines) => nameLines(oneLine(layer.name), roomPx, lines, metrics),
        pictureOf: (column, cell) => {
          const map = columns[column]!.layers[place]!.filters[row]!;
          const { width, height } = drawnSizeIn(map, cell);
          return mapItems(map, colormap, centredIn(cell, width, height), metrics);
        },
      };
    }),
  );
}

/** A row for each hypercolumn. */
export function hypercolumnRows(content: ComparisonContent, { metrics, words }: Setting): PictureRow[] {
  const { columns, hypercolumnColormap: colormap, opacity } = content;
  return columns[0]!.hypercolumns.map(({ layers, mapCount }, place): PictureRow => {
    const limits = unionOf(columns.map(({ hypercolumns }) => rangeOf(hypercolumns[place]!.values)));
    const scale = { ...limits, colormap };
    return {
      scale,
      title: words.text('figure.hypercolumnOf', { layers: layers.join(', ') }),
      details: (roomPx, lines) =>
        wrap(words.text('figure.meanOf', { count: mapCount }), 'detail', roomPx, lines, metrics.measure),
      pictureOf: (column, cell) => {
        const { photo, hypercolumns } = columns[column]!;
        const one = hypercolumns[place]!;
        const size = drawnSizeIn(photo, cell);
        const box = centredIn(cell, size.width, size.height);
        const pixels = () => hypercolumnPixels(one, photo, { ...scale, opacity }, size);
        return [
          { kind: 'photo', pixels, box },
          ...(isConstant(one) ? [{ kind: 'hatch', box } as const] : []),
        ];
      },
    };
  });
}

export function isConstant({ values }: FigureHypercolumn): boolean {
  const { min, max } = rangeOf(values);
  return min === max;
}

/** A row: its words and its scale before it or above it, and a picture for each of some columns. */
export function placeRow(
  row: PictureRow,
  columns: readonly number[],
  { sizes, form, innerPx }: ComparisonSizes,
  setting: Setting,
): Block {
  const { cellPx, columnStepPx, rowHeaderPx } = sizes;
  const top = setting.metrics.ems(aboveRowEm(form));
  const roomPx = rowHeaderPx - setting.metrics.ems(EM.rowHeader);
  const words = form.areWordsAbove
    ? wordsAbove(row, innerPx, setting)
    : wordsBefore(row, roomPx, cellPx, setting);
  const pictures = columns.flatMap((column, place) =>
    row.pictureOf(column, { x: rowHeaderPx + place * columnStepPx, y: top, width: cellPx, height: cellPx }),
  );
  return { items: [...words, ...pictures], heightPx: top + cellPx };
}

/** As many lines as there is room for beside the pictures, then the scale. */
function wordsBefore(row: PictureRow, roomPx: number, cellPx: number, setting: Setting): Item[] {
  const { metrics } = setting;
  const scalePx = row.scale ? metrics.ems(SCALE_EM) : 0;
  const lines = Math.max(1, Math.floor((cellPx - scalePx) / metrics.ems(EM.line)));
  const title = wrap(row.title, 'name', roomPx, Math.min(MOST_TITLE_LINES, lines), metrics.measure);
  const left = Math.min(2, lines - title.length);
  const all = [...title, ...(left > 0 ? row.details(roomPx, left) : [])];
  const items = all.map((text, line) =>
    metrics.line(text, line < title.length ? 'name' : 'detail', 0, line * metrics.ems(EM.line)),
  );
  if (!row.scale) return items;
  const y = all.length * metrics.ems(EM.line) + metrics.ems(EM.caption);
  const box = { x: 0, y, width: roomPx, height: metrics.ems(EM.bar) };
  const { min, max, colormap } = row.scale;
  if (!(min < max)) return [...items, metrics.line(onlyValue(row.scale, roomPx, setting), 'detail', 0, y)];
  const ends = placeEnds(row.scale, box, y + box.height + metrics.ems(EM.caption), metrics);
  return [...items, { kind: 'bar', colormap, box }, ...ends];
}

/** In one line: title, detail, and the scale at its end. */
function wordsAbove(row: PictureRow, innerPx: number, setting: Setting): Item[] {
  const { metrics } = setting;
  const { measure } = metrics;
  const gap = metrics.ems(0.5);
  const items: Item[] = [];
  let right = innerPx;
  const atRight = (text: string) => {
    items.push(metrics.line(text, 'detail', right, 0, { align: 'right' }));
    right -= Math.ceil(measure(text, 'detail')) + gap;
  };
  if (row.scale) {
    const { min, max, colormap } = row.scale;
    if (min < max) {
      atRight(formatValue(max));
      const width = metrics.ems(ABOVE_EM.bar);
      const box = { x: right - width, y: metrics.ems(0.05), width, height: metrics.ems(EM.bar) };
      items.push({ kind: 'bar', colormap, box });
      right = box.x - gap;
      atRight(formatValue(min));
    } else atRight(onlyValue(row.scale, innerPx / 2, setting));
  }
  const title = cutEnd(row.title, 'name', right - gap, measure);
  items.push(metrics.line(title, 'name', 0, 0));
  const x = Math.ceil(measure(title, 'name')) + 2 * gap;
  if (right - x > metrics.ems(LEAST_DETAIL_EM))
    items.push(
      ...row
        .details(right - x, 1)
        .filter((text) => !text.endsWith('…'))
        .map((text) => metrics.line(text, 'detail', x, 0)),
    );
  return items;
}

/** Of a scale without a spread. */
function onlyValue({ min }: Limits, roomPx: number, { metrics, words }: Setting): string {
  const text = Number.isNaN(min)
    ? words.text('figure.noNumbers')
    : words.text('figure.allValues', { value: formatValue(min) });
  return cutEnd(text, 'detail', roomPx, metrics.measure);
}
