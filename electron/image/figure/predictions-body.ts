import { clamp } from '../../core/fit';
import { pixelsOf } from '../../core/lengths';
import { givenHeight, givenWidth, type Body, type Setting } from './body';
import type { PredictionsContent } from './content';
import type { Block, Item } from './items';
import { cutEnd, oneLine } from './text';

const USUAL_WIDTH = { value: 86, unit: 'mm' } as const;
const ROW_EM = 1.7;
const WIDEST_ROW_EM = 4;
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
      const room = height === null ? 0 : height - aroundPx;
      return { bands: [layOutClasses(content, innerPx, setting, room)], gapPx: 0 };
    },
  };
}

/**
 * A row for each class: its name, a bar from 0 on, its number.
 * @param roomPx  height over which the rows are spread, as far as that looks well
 */
export function layOutClasses(
  { classes, areShares }: PredictionsContent,
  widthPx: number,
  { metrics }: Setting,
  roomPx = 0,
): Block {
  const { measure } = metrics;
  const widest = (texts: readonly string[]) => Math.max(0, ...texts.map((text) => measure(text, 'detail')));
  const labels = classes.map(({ label }) => oneLine(label));
  const labelPx = Math.ceil(Math.min(LABEL_SHARE * widthPx, widest(labels)));
  const numberPx = Math.ceil(widest(classes.map(({ text }) => text)));
  const gap = metrics.ems(0.7);
  const from = labelPx + gap;
  const to = Math.max(from + 1, widthPx - numberPx - gap);
  const values = classes.map(({ value }) => value);
  const low = areShares ? 0 : Math.min(0, ...values);
  const high = areShares ? 1 : Math.max(0, ...values);
  const xOf = (value: number) => from + ((value - low) / (high - low || 1)) * (to - from);
  const spread = clamp(roomPx / Math.max(1, classes.length) / metrics.em, ROW_EM, WIDEST_ROW_EM);
  const rowPx = metrics.ems(spread);
  const barPx = metrics.ems(Math.max(0.9, spread / 2));
  const items = classes.flatMap(({ value, text }, row): Item[] => {
    const y = row * rowPx;
    const [left, right] = [Math.min(value, 0), Math.max(value, 0)].map((end) => Math.round(xOf(end)));
    const bar = { x: left!, y, width: right! - left!, height: barPx };
    const textY = y + (barPx - metrics.sizePx('detail')) / 2;
    return [
      metrics.line(cutEnd(labels[row]!, 'detail', labelPx, measure), 'detail', 0, textY, { tone: 'ink' }),
      ...(bar.width > 0 ? [{ kind: 'fill', tone: 'bar', box: bar } as const] : []),
      metrics.line(text, 'detail', widthPx, textY, { align: 'right', tone: 'ink' }),
    ];
  });
  const heightPx = (classes.length - 1) * rowPx + barPx + metrics.ems(0.2);
  const axis = { x: Math.round(xOf(0)), y: 0, width: Math.max(1, metrics.ems(0.06)), height: heightPx };
  return { items: [...items, { kind: 'fill', tone: 'quiet', box: axis }], heightPx };
}
