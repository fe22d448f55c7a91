import type { FigureStyle } from '../shared/contract';
import { failed } from '../shared/errors';
import { checkFigureStyle, MAX_SIDE_PX } from './figure-style';
import { lengthOf, lengthText, pixelsOf, POINTS_PER_INCH } from './lengths';

/** What stands in the cells of a figure, in numbers. */
export interface FigureCells {
  /** Layers; of one layer alone, its maps. */
  readonly columns: number;
  /** Cells below each other for each of them. */
  readonly rows: number;
  /** Letters of the longest name above a column; 0: no line with a name. */
  readonly nameLetters: number;
  /** Lines above a column besides its number and name. */
  readonly headerLines: number;
  /** Below each map: its number, and the limits of its colours; two lines where cells are narrow. */
  readonly withNumbers: boolean;
  readonly withLimits: boolean;
  /** Below each column: a colour bar with its limits. */
  readonly hasBars: boolean;
  /** Width of the words before the rows against the smallest text; 0: none. */
  readonly rowHeaderEm: number;
}

/** Sizes of the kinds of text against the smallest. */
const TEXTS = { title: 1.5, index: 1.3, name: 1, detail: 1, row: 1.3, mark: 1 } as const;
/** Distances and heights of lines against the smallest text. */
export const EM = {
  ...{ margin: 1, gap: 1, rowGap: 0.7, titleLine: 2, indexLine: 1.65, nameLine: 1.4, line: 1.4, bar: 0.9 },
  ...{ header: 0.6, rowHeader: 0.7, band: 1.4, caption: 0.25, letter: 0.6, around: 1, badge: 1.3 },
} as const;
/** Edge of a cell against the smallest text: below it numbers do not fit, from the second on all is legible. */
const CELL_EM = { least: 4.5, legible: 6.5, allInLine: 12, roomy: 10 } as const;
const COLUMNS_IN_ROW = 8;
/** Two columns of most journals. */
const USUAL_WIDTH = { value: 174, unit: 'mm' } as const;
/** Of the text on A4, with a caption below the figure. */
const PAGE_HEIGHT = { value: 230, unit: 'mm' } as const;
/** Few maps are not made larger than so many widths of the figure are high, all together. */
const HIGHEST_SHARE = 1.2;

export type TextKind = keyof typeof TEXTS;

/** The sizes of a figure in pixels; lengths are whole, those of text are not. */
export interface FigureSizes {
  readonly dpi: number;
  /** Of each kind of text. */
  readonly textPx: Readonly<Record<TextKind, number>>;
  readonly marginPx: number;
  /** Left and right of the margin too: the whole figure. */
  readonly widthPx: number;
  /** Cells side by side, and rows of layers. */
  readonly columnsInRow: number;
  readonly bands: number;
  readonly cellPx: number;
  readonly gapPx: number;
  /** From the beginning of one cell to that of the next, in both directions. */
  readonly columnStepPx: number;
  readonly rowStepPx: number;
  /** Before the first cell, for the words of the rows. */
  readonly rowHeaderPx: number;
  /** Above the cells of a band, and below them for bars. */
  readonly headerPx: number;
  readonly nameLines: number;
  readonly footerPx: number;
  readonly captionLines: number;
  /** Of a band with the distance to the next. */
  readonly bandPx: number;
  readonly bandGapPx: number;
  /** Of all bands without that below the last. */
  readonly bandsPx: number;
}

/** Sizes of all kinds of text from that of the smallest, in its unit. */
export function textSizes(smallest: number): Readonly<Record<TextKind, number>> {
  const entries = Object.entries(TEXTS).map(([kind, share]) => [kind, share * smallest]);
  return Object.fromEntries(entries) as Record<TextKind, number>;
}

/**
 * How large everything in a figure of cells is. Layers that do not fit side by side go on below, in bands.
 * - A width that is given is kept; cells have what it leaves them, and by themselves as many stand side by side as are
 *   legible, up to 8, closer in a narrow figure that would be higher than a page of paper otherwise. They are more where the
 *   figure would have a side of over 16,384 pixels otherwise and cannot have pages.
 * - Without a width, cells have the size that is given; without that too, the figure is 174 mm wide, or wider where it would
 *   be too high otherwise.
 * - A height that is given is kept where it can be, by smaller cells and more of them side by side.
 * @param aroundPx  height of what stands above and below the bands
 * @throws FeaturescopeError usage/figure-…: the style cannot be drawn (see `checkFigureStyle`), or its text is too large for the
 *         cells that it leaves
 */
export function figureSizes(style: FigureStyle, cells: FigureCells, aroundPx = 0): FigureSizes {
  checkFigureStyle(style);
  if (style.width !== null || style.cell !== null) return bestOf(style, cells, aroundPx);
  const usual = attempt({ ...style, width: USUAL_WIDTH }, cells, aroundPx);
  return usual && (isPaged(style) || isDrawable(usual, aroundPx)) ? usual : bestOf(style, cells, aroundPx);
}

/** Undefined where the text is too large for that width. */
function attempt(style: FigureStyle, cells: FigureCells, aroundPx: number): FigureSizes | undefined {
  return legibleOf(allOf(style, cells, aroundPx)).length > 0 ? bestOf(style, cells, aroundPx) : undefined;
}

function bestOf(style: FigureStyle, cells: FigureCells, aroundPx: number): FigureSizes {
  const all = allOf(style, cells, aroundPx);
  const legible = legibleOf(all);
  if (legible.length === 0) throw tooNarrow(style, all[0]!);
  if (style.columnsInRow !== null) return legible[0]!;
  const mostPx = heightOf(style) ?? MAX_SIDE_PX;
  const fitting = legible.filter(({ bandsPx }) => bandsPx + aroundPx <= mostPx);
  // What is too high for one page has several.
  if (fitting.length === 0) return isPaged(style) ? legible[0]! : legible.at(-1)!;
  if (style.height === null) return inWidth(style, fitting, aroundPx);
  return fitting.reduce((best, one) => (one.cellPx > best.cellPx ? one : best));
}

/** The first one; of narrow figures that are higher than a page of paper, the first that is not, or else the lowest one. */
function inWidth({ width, cell, dpi }: FigureStyle, fitting: readonly FigureSizes[], aroundPx: number) {
  const [first] = fitting;
  if (width === null || cell !== null) return first!;
  const pagePx = Math.max(pixelsOf(PAGE_HEIGHT, dpi), Math.SQRT2 * first!.widthPx);
  const usual = fitting.filter(({ columnsInRow }) => columnsInRow <= COLUMNS_IN_ROW);
  return usual.find(({ bandsPx }) => bandsPx + aroundPx <= pagePx) ?? usual.at(-1) ?? first!;
}

const isPaged = ({ format, height }: FigureStyle) => format === 'pdf' && height === null;
const isDrawable = ({ bandsPx }: FigureSizes, aroundPx: number) => bandsPx + aroundPx <= MAX_SIDE_PX;
const allOf = (style: FigureStyle, cells: FigureCells, aroundPx: number) =>
  columnCounts(style, cells).map((count) => new Cells(style, cells, count, aroundPx).sizes());
const legibleOf = (all: readonly FigureSizes[]) =>
  all.filter(({ cellPx, textPx }) => cellPx >= CELL_EM.least * textPx.detail);

/** Numbers of columns in a row, the best first. */
function columnCounts(style: FigureStyle, { columns }: FigureCells): number[] {
  if (style.columnsInRow !== null) return [Math.min(columns, style.columnsInRow)];
  if (style.height !== null) return Array.from({ length: columns }, (_, place) => place + 1);
  const usual = Math.min(COLUMNS_IN_ROW, columns, sideBySide(style));
  // As many in each row: 9 layers are 5 and 4, not 8 and 1.
  const even = Math.ceil(columns / Math.ceil(columns / usual));
  return [even, ...Array.from({ length: columns - usual }, (_, more) => usual + more + 1)];
}

/** How many cells of the given edge, or of a legible one, stand side by side in the width. */
function sideBySide(style: FigureStyle): number {
  if (style.width === null) return Infinity;
  const em = smallestPx(style);
  const edge = style.cell === null ? CELL_EM.legible * em : pixelsOf(style.cell, style.dpi);
  const room = pixelsOf(style.width, style.dpi) - 2 * EM.margin * em;
  return Math.max(1, Math.floor((room + gapOf(style)) / (edge + gapOf(style))));
}

const smallestPx = ({ textPt, dpi }: FigureStyle) => (textPt * dpi) / POINTS_PER_INCH;
const gapOf = (style: FigureStyle) =>
  Math.round(style.gap === null ? EM.gap * smallestPx(style) : pixelsOf(style.gap, style.dpi));
const widthOf = ({ width, dpi }: FigureStyle) => (width === null ? null : Math.round(pixelsOf(width, dpi)));
const heightOf = ({ height, dpi }: FigureStyle) =>
  height === null ? null : Math.round(pixelsOf(height, dpi));

/** The cells of a figure with so many columns in a row. */
class Cells {
  readonly #em: number;
  readonly #marginPx: number;
  readonly #gapPx: number;
  readonly #rowHeaderPx: number;
  readonly #bands: number;

  constructor(
    private readonly style: FigureStyle,
    private readonly cells: FigureCells,
    private readonly columnsInRow: number,
    private readonly aroundPx: number,
  ) {
    const { rowHeaderEm, columns } = cells;
    this.#em = smallestPx(style);
    this.#marginPx = this.#ems(EM.margin);
    this.#gapPx = gapOf(style);
    this.#rowHeaderPx = rowHeaderEm === 0 ? 0 : Math.ceil((rowHeaderEm + EM.rowHeader) * this.#em);
    this.#bands = Math.ceil(columns / columnsInRow);
  }

  sizes(): FigureSizes {
    const cellPx = this.#cellPx();
    const columnStepPx = cellPx + this.#gapPx;
    const ownPx = 2 * this.#marginPx + this.#rowHeaderPx + this.columnsInRow * columnStepPx - this.#gapPx;
    return {
      dpi: this.style.dpi,
      textPx: textSizes(this.#em),
      marginPx: this.#marginPx,
      widthPx: widthOf(this.style) ?? ownPx,
      columnsInRow: this.columnsInRow,
      bands: this.#bands,
      cellPx,
      gapPx: this.#gapPx,
      columnStepPx,
      rowHeaderPx: this.#rowHeaderPx,
      ...this.#heights(cellPx),
    };
  }

  /** The edge that is asked for, or the largest one that width and height allow. */
  #cellPx(): number {
    const { cell, dpi } = this.style;
    const width = widthOf(this.style);
    const inWidth =
      width === null
        ? Infinity
        : Math.floor((width - 2 * this.#marginPx - this.#rowHeaderPx + this.#gapPx) / this.columnsInRow) -
          this.#gapPx;
    const most =
      cell === null
        ? Math.min(inWidth, width === null ? this.#ems(CELL_EM.legible) : Infinity)
        : Math.min(inWidth, Math.round(pixelsOf(cell, dpi)));
    const height = heightOf(this.style);
    if (height === null && (cell !== null || width === null)) return most;
    const least = Math.ceil((height === null ? CELL_EM.roomy : CELL_EM.least) * this.#em);
    const room = height === null ? HIGHEST_SHARE * width! : height - this.aroundPx;
    return largestBelow(least, most, (edge) => this.#heights(edge).bandsPx <= room);
  }

  #heights(cellPx: number) {
    const { nameLetters, headerLines, hasBars, rows } = this.cells;
    const captionLines = captionLinesOf(this.cells, cellPx / this.#em);
    const lettersInLine = (cellPx + this.#gapPx) / (EM.letter * TEXTS.name * this.#em);
    const nameLines = nameLetters === 0 ? 0 : nameLetters > lettersInLine ? 2 : 1;
    const captionPx = captionLines === 0 ? 0 : this.#ems(captionLines * EM.line + EM.caption);
    const hasHeader = nameLines + headerLines > 0;
    const headerPx = hasHeader
      ? this.#ems(EM.indexLine + nameLines * EM.nameLine + headerLines * EM.line + EM.header)
      : 0;
    const bandGapPx = hasHeader ? this.#ems(EM.band) : 0;
    const footerPx = hasBars ? this.#ems(EM.caption + EM.bar + EM.line) : 0;
    const rowStepPx = cellPx + captionPx + (captionLines === 0 ? this.#gapPx : this.#ems(EM.rowGap));
    const bandPx = headerPx + rows * rowStepPx + footerPx + bandGapPx;
    const bandsPx = this.#bands * bandPx - bandGapPx;
    return { captionLines, nameLines, headerPx, footerPx, rowStepPx, bandPx, bandGapPx, bandsPx };
  }

  #ems(count: number): number {
    return Math.round(count * this.#em);
  }
}

function captionLinesOf({ withNumbers, withLimits }: FigureCells, cellEm: number): number {
  if (withNumbers && withLimits) return cellEm >= CELL_EM.allInLine ? 1 : 2;
  return withNumbers || withLimits ? 1 : 0;
}

/** The largest whole number from `least` to `most` that passes; `least` where none does, `most` where that is less. */
function largestBelow(least: number, most: number, passes: (value: number) => boolean): number {
  if (most <= least || passes(most)) return most;
  let below = least;
  let above = most;
  while (above - below > 1) {
    const middle = Math.floor((below + above) / 2);
    if (passes(middle)) below = middle;
    else above = middle;
  }
  return below;
}

function tooNarrow({ textPt, width, cell, dpi }: FigureStyle, { cellPx, columnsInRow }: FigureSizes) {
  const unit = (width ?? cell)?.unit ?? 'mm';
  return failed('usage/figure-text-in-cell', {
    points: textPt,
    columns: columnsInRow,
    cell: lengthText(lengthOf(Math.max(0, cellPx), unit, dpi)),
    least: lengthText(lengthOf(Math.ceil((CELL_EM.least * textPt * dpi) / POINTS_PER_INCH), unit, dpi)),
  });
}
