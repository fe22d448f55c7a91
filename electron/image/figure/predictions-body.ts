import { clamp } from '../../core/fit';
import { pixelsOf } from '../../core/lengths';
import { givenHeight, givenWidth, type Body, type Setting } from './body';
import type { FigureClass, PredictionsContent } from './content';
import { moved, type Block, type Item } from './items';
import type { Metrics } from './metrics';
import { cutEnd, oneLine } from './text';

const USUAL_WIDTH = { value: 86, unit: 'mm' } as const;
/** Of a row; in little height rows are close, and stand in several columns. */
const ROW_EM = { close: 1.4, usual: 1.7, widest: 4 } as const;
/** A column is not made narrower than that for another one. */
const LEAST_COLUMN_EM = 13;
const BETWEEN_COLUMNS_EM = 2;
/** Labels take at most this share of the width. */
const LABEL_SHARE = 0.45;

/** The best classes with bars and numbers. */
export function predictionsBody(content: PredictionsContent, setting: Setting): Body {
  const { style } = setting;
  return {
    legend: { bars: [], marks: [] },
    widthPx: () => givenWidth(style, pixelsOf(USUAL_WIDTH, style.dpi)),
    layOut: (innerPx, aroundPx) => {
      const height = givenHeight(style);
      const roomPx = height === null ? null : height - aroundPx;
      return { bands: [layOutClasses(content, innerPx, setting, roomPx)], gapPx: 0 };
    },
  };
}

/** In how many columns classes stand, and the step from one row to the next. */
interface Rows {
  readonly columns: number;
  readonly rowEm: number;
}

/** Rows that fill a height, as far as that looks well; in as few columns as possible, and close where there is no other way. */
function rowsIn(count: number, widthPx: number, roomPx: number | null, { metrics }: Setting): Rows {
  if (roomPx === null) return { columns: 1, rowEm: ROW_EM.usual };
  const room = roomPx / metrics.em;
  const between = BETWEEN_COLUMNS_EM;
  const most = clamp(
    Math.floor((widthPx / metrics.em + between) / (LEAST_COLUMN_EM + between)),
    1,
    Math.max(1, count),
  );
  const inColumn = (columns: number) => Math.max(1, Math.ceil(count / columns));
  for (const rowEm of [ROW_EM.usual, ROW_EM.close])
    for (let columns = 1; columns <= most; columns++)
      if (inColumn(columns) * rowEm <= room)
        return { columns, rowEm: clamp(room / inColumn(columns), rowEm, ROW_EM.widest) };
  return { columns: most, rowEm: ROW_EM.close };
}

/** The least height of classes, in as many columns as the width has. */
export function leastClassesPx({ classes }: PredictionsContent, widthPx: number, setting: Setting): number {
  const { columns, rowEm } = rowsIn(classes.length, widthPx, 0, setting);
  return Math.ceil(classes.length / columns) * setting.metrics.ems(rowEm);
}

/**
 * A row for each class: its name, a bar from 0 on, its number.
 * @param roomPx  height into which the rows are fitted, over which they are spread as far as that looks well; null: as high as
 *                usual rows are
 */
export function layOutClasses(
  { classes, areShares }: PredictionsContent,
  widthPx: number,
  setting: Setting,
  roomPx: number | null,
): Block {
  const { metrics } = setting;
  const { columns, rowEm } = rowsIn(classes.length, widthPx, roomPx, setting);
  const between = metrics.ems(BETWEEN_COLUMNS_EM);
  const columnPx = Math.floor((widthPx - (columns - 1) * between) / columns);
  const inColumn = Math.ceil(classes.length / columns);
  const values = classes.map(({ value }) => value);
  const scale = {
    low: areShares ? 0 : Math.min(0, ...values),
    high: areShares ? 1 : Math.max(0, ...values),
  };
  const blocks = Array.from({ length: columns }, (_, column) => {
    const some = classes.slice(column * inColumn, (column + 1) * inColumn);
    return layOutColumn(some, classes, columnPx, rowEm, scale, metrics);
  });
  return {
    items: blocks.flatMap(({ items }, column) => moved(items, column * (columnPx + between), 0)),
    heightPx: Math.max(0, ...blocks.map(({ heightPx }) => heightPx)),
  };
}

/** @param all  of all columns, which share their edges and their scale */
function layOutColumn(
  classes: readonly FigureClass[],
  all: readonly FigureClass[],
  widthPx: number,
  rowEm: number,
  { low, high }: { readonly low: number; readonly high: number },
  metrics: Metrics,
): Block {
  if (classes.length === 0) return { items: [], heightPx: 0 };
  const { measure } = metrics;
  const widest = (texts: readonly string[]) => Math.max(0, ...texts.map((text) => measure(text, 'detail')));
  const labelPx = Math.ceil(Math.min(LABEL_SHARE * widthPx, widest(all.map(({ label }) => oneLine(label)))));
  const numberPx = Math.ceil(widest(all.map(({ text }) => text)));
  const gap = metrics.ems(0.7);
  const from = labelPx + gap;
  const to = Math.max(from + 1, widthPx - numberPx - gap);
  const xOf = (value: number) => from + ((value - low) / (high - low || 1)) * (to - from);
  const rowPx = metrics.ems(rowEm);
  const barPx = metrics.ems(Math.max(0.9, rowEm / 2));
  const items = classes.flatMap(({ label, value, text }, row): Item[] => {
    const y = row * rowPx;
    const [left, right] = [Math.min(value, 0), Math.max(value, 0)].map((end) => Math.round(xOf(end)));
    const bar = { x: left!, y, width: right! - left!, height: barPx };
    const textY = y + (barPx - metrics.sizePx('detail')) / 2;
    const name = cutEnd(oneLine(label), 'detail', labelPx, measure);
    return [
      metrics.line(name, 'detail', 0, textY, { tone: 'ink' }),
      ...(bar.width > 0 ? [{ kind: 'fill', tone: 'bar', box: bar } as const] : []),
      metrics.line(text, 'detail', widthPx, textY, { align: 'right', tone: 'ink' }),
    ];
  });
  const heightPx = (classes.length - 1) * rowPx + barPx + metrics.ems(0.2);
  const axis = { x: Math.round(xOf(0)), y: 0, width: Math.max(1, metrics.ems(0.06)), height: heightPx };
  return { items: [...items, { kind: 'fill', tone: 'quiet', box: axis }], heightPx };
}
