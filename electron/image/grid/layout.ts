import type { GridColumn, GridInput } from './grid-input';
import { CAPTION_PX, placeColumn } from './cells';
import { message } from '../../shared/messages/message';
import { checkGridSize } from './limits';
import type { Box, GridLayout, PlacedText } from './placed';
import { cutEnd, cutStart, formatShape, formatValue, oneLine, textStyles, wrap } from './text';
import type { MeasureText, TextStyle } from './text';
import { bestCellPx } from './tile';

/** Distances in pixels. */
const space = { margin: 24, columnGap: 20, rowGap: 14, rowHeader: 12, small: 10, legend: 18, label: 8 };
const lineHeights = { title: 24, index: 18, name: 16, detail: 15 };
const NARROWEST_PX = 400;
const SMALLEST_CELL_PX = 96;
const barSize = { width: 160, height: 12 };
/** About what title, headers, legend and margins take, for the limit of size only. */
const surroundings = { width: 80, height: 220 };
const TITLE_LINES = 3;
const NOTE_LINES = 6;

/**
 * Places everything of a grid picture: title, a column a layer (index, name, class and shape above it), a row
 * a filter, below each map its smallest and largest value, and a legend. Nothing overlaps and every text
 * fits: names that are too long lose their beginning, other texts their end.
 * @param input   what to show; 1 or more columns and rows
 * @param measure width of a text in the font that will draw it
 * @param wantedCellPx  edge of every cell, at least 96; by default the one that suits the maps, see `bestCellPx`
 * @throws FeaturescopeError `layers/none` or `output/too-large`, see `checkGridSize`
 * @throws RangeError if the edge is not a whole number of at least 96
 */
export function layOutGrid(input: GridInput, measure: MeasureText, wantedCellPx?: number): GridLayout {
  const { columns, rows, range = { scope: 'map' } } = input;
  const { cellPx, columnStep, rowStep } = cellsOf(input, wantedCellPx);

  // Sorted filters have their numbers below them, and the rows count places.
  const isByNumber = columns.every(({ filters }) => filters.every(({ filter }, row) => filter === row));
  const rowLabels = Array.from({ length: rows }, (_, row) => String(isByNumber ? row : row + 1));
  const widestRowLabel = Math.max(...rowLabels.map((label) => measure(label, 'row')));
  const gridX =
    space.margin + Math.ceil(Math.max(measure('filter', 'detail'), widestRowLabel)) + space.rowHeader;
  const columnX = (column: number) => gridX + column * columnStep;
  const widthPx = Math.max(NARROWEST_PX, columnX(columns.length) - space.columnGap + space.margin);

  const title = placeTitle(input.title ?? '', widthPx, measure);
  const headerY = space.margin + (title.length > 0 ? title.length * lineHeights.title + space.small : 0);
  const shapeBaseline =
    headerY + textStyles.index.sizePx + lineHeights.index + lineHeights.name + lineHeights.detail;
  const gridY = shapeBaseline + space.small;
  const rowY = (row: number) => gridY + row * rowStep;
  const gridBottom = rowY(rows) - space.rowGap;

  const cellsIn = (column: number) =>
    rowLabels.map((_, row) => ({ x: columnX(column), y: rowY(row), width: cellPx, height: cellPx }));
  const captionsOf = ({ colormap }: GridColumn) => ({
    withNumber: !isByNumber,
    withRange: range.scope !== 'fixed' || colormap !== undefined,
  });
  const placed = columns.map((column, i) => placeColumn(column, cellsIn(i), captionsOf(column), measure));
  const marks = placed.flatMap((column) => column.marks);
  const hasConstant = marks.some(({ kind }) => kind === 'constant');
  const legend = placeLegend(
    legendNote(input, hasConstant),
    range.scope === 'fixed' ? [formatValue(range.min), formatValue(range.max)] : ['min', 'max'],
    gridX,
    gridBottom + space.legend,
    widthPx,
    measure,
  );
  const rowHeader = (text: string, style: TextStyle, baseline: number): PlacedText => {
    return { text, style, align: 'right', x: gridX - space.rowHeader, baseline };
  };
  return {
    widthPx,
    heightPx: legend.bottom + space.margin,
    cellPx,
    blanks: placed.flatMap((column) => column.blanks),
    maps: placed.flatMap((column) => column.maps),
    marks,
    legend: legend.bar,
    texts: [
      ...title,
      rowHeader(isByNumber ? 'filter' : 'place', 'detail', shapeBaseline),
      ...rowLabels.map((label, row) => rowHeader(label, 'row', rowY(row) + Math.round(cellPx / 2) + 5)),
      ...columns.flatMap((column, i) =>
        placeHeader(column, columnX(i), shapeBaseline, columnStep - space.small, measure),
      ),
      ...placed.flatMap((column) => column.texts),
      ...legend.texts,
    ],
  };
}

/** Sizes of the maps of each column. */
interface GridShape {
  readonly columns: readonly { readonly filters: readonly { height: number; width: number }[] }[];
  readonly rows: number;
}

/**
 * The edge of a grid's cells, and the way from one to the next. It needs no map, so that a grid that is too large is refused
 * before any is computed.
 * @param wantedCellPx  see `layOutGrid`
 * @throws FeaturescopeError `layers/none` or `output/too-large`; RangeError
 */
export function cellsOf({ columns, rows }: GridShape, wantedCellPx?: number) {
  const shown = columns.flatMap(({ filters }) => filters.slice(0, rows));
  const cellPx = wantedCellPx ?? bestCellPx(shown.map(({ height, width }) => Math.max(height, width)));
  if (!Number.isInteger(cellPx) || cellPx < SMALLEST_CELL_PX)
    throw new RangeError(`Cells of ${cellPx} pixels.`);
  const columnStep = cellPx + space.columnGap;
  const rowStep = cellPx + CAPTION_PX + space.rowGap;
  checkGridSize(message('part/the-grid'), columns.length, rows, (layers, filters) => [
    layers * columnStep + surroundings.width,
    filters * rowStep + surroundings.height,
  ]);
  return { cellPx, columnStep, rowStep };
}

function placeTitle(title: string, widthPx: number, measure: MeasureText): PlacedText[] {
  const lines = wrap(oneLine(title), 'title', widthPx - 2 * space.margin, TITLE_LINES, measure);
  return lines.map((text, line) => {
    const baseline = space.margin + textStyles.title.sizePx + line * lineHeights.title;
    return { text, style: 'title', align: 'left', x: space.margin, baseline };
  });
}

/** Index, name, class and shape of a layer, the shape on the given baseline and the others above it. */
function placeHeader(
  { index, name, className, shape }: GridColumn,
  x: number,
  shapeBaseline: number,
  widthPx: number,
  measure: MeasureText,
): PlacedText[] {
  const classBaseline = shapeBaseline - lineHeights.detail;
  const nameBaseline = classBaseline - lineHeights.name;
  const indexBaseline = nameBaseline - lineHeights.index;
  const line = (text: string, style: TextStyle, baseline: number, cut = cutEnd): PlacedText => {
    return { text: cut(oneLine(text), style, widthPx, measure), style, align: 'left', x, baseline };
  };
  return [
    line(index, 'index', indexBaseline),
    line(name, 'name', nameBaseline, cutStart),
    line(className, 'detail', classBaseline),
    line(formatShape(shape), 'detail', shapeBaseline),
  ];
}

function legendNote({ colormap, columns, range }: GridInput, hasConstant: boolean): string {
  return [
    range?.scope === 'fixed'
      ? `for all maps alike; colours: ${colormap}.`
      : range?.scope === 'layer'
        ? `of each layer: the numbers below its maps. Every layer has its own scale; colours: ${colormap}.`
        : `of each map: the numbers below it. Every map has its own scale; colours: ${colormap}.`,
    ...(columns.some((column) => column.colormap !== undefined)
      ? ['Layers with values below 0 are blue below it, white at 0 and red above it.']
      : []),
    ...(hasConstant ? ['Constant: one value everywhere, drawn in the lowest colour.'] : []),
  ].join(' ');
}

/** `min`, colour bar, `max`, and the note beside them or, where it is too long, below. */
function placeLegend(
  note: string,
  [min, max]: readonly [string, string],
  x: number,
  y: number,
  widthPx: number,
  measure: MeasureText,
) {
  const baseline = y + barSize.height - 2;
  const barX = Math.ceil(x + measure(min, 'detail')) + space.label;
  const bar: Box = { x: barX, y, ...barSize };
  const maxX = barX + bar.width + space.label;
  const noteX = Math.ceil(maxX + measure(max, 'detail')) + space.columnGap;
  const detail = (text: string, at: number, on: number): PlacedText => {
    return { text, style: 'detail', align: 'left', x: at, baseline: on };
  };
  const texts = [detail(min, x, baseline), detail(max, maxX, baseline)];
  const right = widthPx - space.margin;
  if (noteX + measure(note, 'detail') <= right) {
    return { bar, texts: [...texts, detail(note, noteX, baseline)], bottom: y + bar.height };
  }
  const lines = wrap(note, 'detail', right - x, NOTE_LINES, measure);
  const lineY = (line: number) => y + bar.height + 4 + (line + 1) * lineHeights.detail;
  return {
    bar,
    texts: [...texts, ...lines.map((text, i) => detail(text, x, lineY(i)))],
    bottom: lineY(lines.length - 1),
  };
}
