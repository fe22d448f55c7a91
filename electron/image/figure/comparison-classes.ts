import { EM } from '../../core/figure-sizes';
import type { Translator } from '../../shared/texts/translator';
import type { Setting } from './body';
import type { ComparisonForm, ComparisonSizes } from './comparison-rows';
import type { ComparisonContent, FigureClass } from './content';
import { moved, type Block, type Item, type Tone } from './items';
import { cutEnd, formatValue, oneLine } from './text';

/** From one class to the next, without its name above it. */
const ROW_EM = { beside: 1.4, above: 2.5 } as const;
const BAR_EM = { beside: 0.8, above: 0.55 } as const;
const GAP_EM = 0.5;

/** Names of the classes, which all columns share. */
export function classLabels({ columns }: ComparisonContent): string[] {
  const classes = columns.map((column) => column.classes).find((known) => known !== null);
  return (classes ?? []).map(({ label }) => oneLine(label));
}

function rowEm({ isRoomy, areWordsAbove }: ComparisonForm): number {
  return ROW_EM[isRoomy ? 'beside' : 'above'] + (areWordsAbove ? EM.line : 0);
}

/** Of all classes with the line that tells their scale; 0 where the model has none. */
export function classesEm(content: ComparisonContent, form: ComparisonForm): number {
  const count = classLabels(content).length;
  return count === 0 ? 0 : EM.line + count * rowEm(form);
}

/** A row for each class: its name, and in each column its bar and number. All bars have one scale. */
export function placeClasses(
  content: ComparisonContent,
  columns: readonly number[],
  { sizes, form, innerPx }: ComparisonSizes,
  { metrics, words }: Setting,
): Block {
  const { isRoomy, areWordsAbove } = form;
  const labels = classLabels(content);
  if (labels.length === 0) return { items: [], heightPx: 0 };
  const rowPx = metrics.ems(rowEm(form));
  const firstPx = metrics.ems(EM.line);
  const roomPx = areWordsAbove ? innerPx : sizes.rowHeaderPx - metrics.ems(EM.rowHeader);
  const scale = scaleOf(content);
  const line = (text: string, y: number, tone: Tone) =>
    metrics.line(cutEnd(text, 'detail', roomPx, metrics.measure), 'detail', 0, y, { tone });
  const cells = columns.flatMap((column, place) => {
    const x = sizes.rowHeaderPx + place * sizes.columnStepPx;
    const { classes } = content.columns[column]!;
    const top = firstPx + (areWordsAbove ? metrics.ems(EM.line) : 0);
    if (!classes) return [metrics.line(words.text('figure.noClasses'), 'detail', x, top)];
    const best = classes.reduce((most, { value }) => Math.max(most, value), -Infinity);
    return classes.flatMap((one, row) => moved(placeClass(one, one.value === best), x, top + row * rowPx));
  });
  return {
    items: [
      line(barsText(content, words), 0, 'quiet'),
      ...labels.map((label, row) => line(label, firstPx + row * rowPx, 'ink')),
      ...cells,
    ],
    heightPx: metrics.ems(classesEm(content, form)),
  };

  /** The best class of a column has the number in ink. */
  function placeClass({ value, text }: FigureClass, isBest: boolean): Item[] {
    const { cellPx } = sizes;
    const numberPx = isRoomy ? widestNumber() + metrics.ems(GAP_EM) : 0;
    const track = {
      x: 0,
      y: isRoomy ? metrics.ems(0.1) : metrics.ems(1.2),
      width: Math.max(1, cellPx - numberPx),
      height: metrics.ems(BAR_EM[isRoomy ? 'beside' : 'above']),
    };
    const xOf = (one: number) =>
      Math.round(((one - scale.low) / (scale.high - scale.low || 1)) * track.width);
    const [left, right] = [xOf(Math.min(value, 0)), xOf(Math.max(value, 0))];
    const bar = { ...track, x: left, width: right - left };
    return [
      { kind: 'frame', tone: 'outline', box: track },
      ...(bar.width > 0 ? [{ kind: 'fill', tone: 'bar', box: bar } as const] : []),
      metrics.line(text, 'detail', cellPx, 0, { align: 'right', tone: isBest ? 'ink' : 'quiet' }),
    ];
  }

  function widestNumber(): number {
    const texts = content.columns.flatMap(({ classes }) => (classes ?? []).map(({ text }) => text));
    return Math.ceil(Math.max(0, ...texts.map((text) => metrics.measure(text, 'detail'))));
  }
}

/** The scale of the bars in words. */
export function barsText(content: ComparisonContent, words: Translator): string {
  const { low, high } = scaleOf(content);
  const [from, to] = content.areShares ? ['0', '100 %'] : [formatValue(low), formatValue(high)];
  return words.text('figure.bars', { from: from!, to: to! });
}

/** What the bars of all columns cover, with 0. */
function scaleOf({ columns, areShares }: ComparisonContent): { low: number; high: number } {
  if (areShares) return { low: 0, high: 1 };
  const values = columns.flatMap(({ classes }) => (classes ?? []).map(({ value }) => value));
  return { low: Math.min(0, ...values), high: Math.max(0, ...values) };
}
