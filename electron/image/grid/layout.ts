import type { GridColumn, GridInput } from './grid-input';
import { CAPTION_PX, placeColumn } from './cells';
import { message } from '../../shared/messages/message';
import { checkGridSize } from './limits';
import type { Box, GridLayout, PlacedText } from './placed';
import { cutEnd, cutStart, formatShape, formatValue, oneLine, textStyles, wrap } from './text';
import type { MeasureText, TextStyle } from './text';
import { bestCellPx } from './tile';

/** Distances in pixels. */
const space = {
  ...{ margin: 24, columnGap: 20, rowGap: 14, rowHeader: 12, small: 10, legend: 18, label: 8 },
  band: 24,
};
const lineHeights = { title: 24, index: 18, name: 16, detail: 15 };
const NARROWEST_PX = 400;
const SMALLEST_CELL_PX = 96;
const barSize = { width: 160, height: 12 };
/** Of a band: index, name, class and shape of each layer. */
const HEADER_PX =
  textStyles.index.sizePx + lineHeights.index + lineHeights.name + lineHeights.detail + space.small;
/** About what title, legend and margins take, for the limit of size only. */
const surroundings = { width: 80, height: 160 };
const TITLE_LINES = 3;
const NOTE_LINES = 6;

/** The longest side that common viewers show. */
const MAX_SIDE_PX = 16_384;
/** Up to so many layers stand side by side, as in the figure of the 2018 script; more are wrapped. */
const MOST_UNWRAPPED = 15;
const WRAPPED_COLUMNS = 8;

/** What may be said of a grid's layout. */
export interface GridWishes {
  /** Edge of every cell, at least 96; by default the one that suits the maps, see `bestCellPx`. */
  readonly cellPx?: number | undefined;
  /** Layers side by side; by default all of up to 15, otherwise 8, or more where the picture would become too high. */
  readonly columnsInRow?: number | undefined;
}

/**
 * Places everything of a grid picture: title, a column a layer (index, name, class and shape above it), a row
 * a filter, below each map its smallest and largest value, and a legend. Layers that do not fit side by side go on below, in
 * bands with headers of their own. Nothing overlaps and every text fits: names that are too long lose their beginning, other
 * texts their end.
 * @param input   what to show; 1 or more columns and rows
 * @param measure width of a text in the font that will draw it
 * @throws FeaturescopeError `layers/none` or `output/too-large`, see `checkGridSize`
 * @throws RangeError if the edge is not a whole number of at least 96, or the columns are no whole number above 0
 */
export function layOutGrid(input: GridInput, measure: MeasureText, wishes: GridWishes = {}): GridLayout {
  const { columns, rows, range = { scope: 'map' } } = input;
  const { cellPx, columnStep, rowStep, columnsInRow } = cellsOf(input, wishes);

  // Sorted filters have their numbers below them, and the rows count places.
  const isByNumber = columns.every(({ filters }) => filters.every(({ filter }, row) => filter === row));
  const rowLabels = Array.from({ length: rows }, (_, row) => String(isByNumber ? row : row + 1));
  const widestRowLabel = Math.max(...rowLabels.map((label) => measure(label, 'row')));
  const gridX =
    space.margin + Math.ceil(Math.max(measure('filter', 'detail'), widestRowLabel)) + space.rowHeader;
  const columnX = (column: number) => gridX + column * columnStep;
  const widthPx = Math.max(NARROWEST_PX, columnX(columnsInRow) - space.columnGap + space.margin);

  const title = placeTitle(input.title ?? '', widthPx, measure);
  const top = space.margin + (title.length > 0 ? title.length * lineHeights.title + space.small : 0);
  const bandStep = HEADER_PX + rows * rowStep - space.rowGap + space.band;
  const bands = Array.from({ length: Math.ceil(columns.length / columnsInRow) }, (_, band) => {
    const shapeBaseline = top + band * bandStep + HEADER_PX - space.small;
    return { shapeBaseline, rowY: (row: number) => shapeBaseline + space.small + row * rowStep };
  });
  const gridBottom = bands.at(-1)!.rowY(rows) - space.rowGap;

  const captionsOf = ({ colormap }: GridColumn) => ({
    withNumber: !isByNumber,
    withRange: range.scope !== 'fixed' || colormap !== undefined,
  });
  const placed = columns.map((column, place) => {
    const { shapeBaseline, rowY } = bands[Math.floor(place / columnsInRow)]!;
    const x = columnX(place % columnsInRow);
    const cells = rowLabels.map((_, row) => ({ x, y: rowY(row), width: cellPx, height: cellPx }));
    const header = placeHeader(column, x, shapeBaseline, columnStep - space.small, measure);
    return { header, ...placeColumn(column, cells, captionsOf(column), measure) };
  });
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
      ...bands.flatMap(({ shapeBaseline, rowY }) => [
        rowHeader(isByNumber ? 'filter' : 'place', 'detail', shapeBaseline),
        ...rowLabels.map((label, row) => rowHeader(label, 'row', rowY(row) + Math.round(cellPx / 2) + 5)),
      ]),
      ...placed.flatMap((column) => [...column.header, ...column.texts]),
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
 * The edge of a grid's cells, the way from one to the next, and how many columns stand side by side. It needs no map, so that a
 * grid that is too large is refused before any is computed.
 * @throws FeaturescopeError `layers/none` or `output/too-large`; RangeError, see `layOutGrid`
 */
export function cellsOf(
  { columns, rows }: GridShape,
  { cellPx: wantedCellPx, columnsInRow }: GridWishes = {},
) {
  const shown = columns.flatMap(({ filters }) => filters.slice(0, rows));
  const cellPx = wantedCellPx ?? bestCellPx(shown.map(({ height, width }) => Math.max(height, width)));
  if (!Number.isInteger(cellPx) || cellPx < SMALLEST_CELL_PX)
    throw new RangeError(`Cells of ${cellPx} pixels.`);
  if (columnsInRow !== undefined && !(Number.isInteger(columnsInRow) && columnsInRow > 0))
    throw new RangeError(`${columnsInRow} columns in a row.`);
  const columnStep = cellPx + space.columnGap;
  const rowStep = cellPx + CAPTION_PX + space.rowGap;
  const sizeOf = (layers: number, filters: number, inRow: number) =>
    [
      Math.min(layers, inRow) * columnStep + surroundings.width,
      Math.ceil(layers / inRow) * (filters * rowStep + HEADER_PX + space.band) + surroundings.height,
    ] as const;
  const inRow = (layers: number, filters: number) => {
    if (columnsInRow !== undefined || layers <= MOST_UNWRAPPED) return columnsInRow ?? Math.max(1, layers);
    let count = WRAPPED_COLUMNS;
    while (count < layers && sizeOf(layers, filters, count)[1] > MAX_SIDE_PX) count++;
    return count;
  };
  checkGridSize(message('part/the-grid'), columns.length, rows, MAX_SIDE_PX, (layers, filters) =>
    sizeOf(layers, filters, inRow(layers, filters)),
  );
  return { cellPx, columnStep, rowStep, columnsInRow: Math.min(columns.length, inRow(columns.length, rows)) };
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
