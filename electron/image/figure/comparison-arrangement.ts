import { clamp } from '../../core/fit';
import { EM, figureSizes, type FigureCells, type FigureSizes } from '../../core/figure-sizes';
import { pixelsOf } from '../../core/lengths';
import type { FigureStyle } from '../../shared/contract';
import { isFeaturescopeError } from '../../shared/errors';
import { givenHeight, givenWidth, partSetting, type Setting } from './body';
import { barsText, classesEm, classLabels } from './comparison-classes';
import { aboveRowEm, type ComparisonForm, type ComparisonSizes, type PictureRow } from './comparison-rows';
import type { ComparisonContent } from './content';
import { oneLine } from './text';

const USUAL_WIDTH = { value: 174, unit: 'mm' } as const;
/** Words before the rows, from the least to the most, and as much as those of maps need. */
const WORDS_EM = { least: 8, most: 13, ofMaps: 10 } as const;
/** In columns of that width a number stands beside its bar. */
const ROOMY_EM = 7;
/** Where there is a choice, pictures are not smaller than that; below their words, all columns in one row are worth smaller ones. */
const LEGIBLE_EM = { before: 6.5, above: 5.5 } as const;
const BETWEEN_PARTS_EM = 2;

/** Rows that stand below each other, with the head of the columns above them. */
export interface Part {
  /** The classes stand below the first row. */
  readonly withClasses: boolean;
  readonly rows: readonly PictureRow[];
}

/** Parts side by side, and the sizes that they have in common. */
export interface Arrangement extends ComparisonSizes {
  readonly parts: readonly Part[];
  readonly betweenPx: number;
  readonly heightPx: number;
}

/** What is arranged, and for how much room. */
interface Task {
  readonly content: ComparisonContent;
  readonly setting: Setting;
  /** Height of everything else. */
  readonly aroundPx: number;
}

/**
 * The arrangement that suits the style. In a height that is given it is the one with the largest pictures. Otherwise parts stand side
 * by side where that is legible; else all rows stand below each other, their words before them or, in a narrow figure, above them; and
 * where the columns are too many for that, those that do not fit go on below.
 * @param splits  ways of making two parts of the whole
 * @throws FeaturescopeError usage/figure-…
 */
export function arranged(task: Task, whole: Part, splits: readonly (readonly Part[])[]): Arrangement {
  const { style, metrics } = task.setting;
  const before = inOneRow(task, [whole], false);
  const above = inOneRow(task, [whole], true);
  const two = splits.flatMap((parts) => inTwoParts(task, parts) ?? []);
  const height = givenHeight(style);
  if (height !== null) {
    const all = [before, ...two, above].filter((one) => one !== null);
    const fitting = all.filter(({ heightPx }) => heightPx + task.aroundPx <= height);
    const [first = all[0] ?? wrapped(task, whole)] = fitting;
    return fitting.reduce((best, one) => (isLarger(one, best) ? one : best), first);
  }
  const isLegible = ({ sizes, form }: Arrangement) =>
    sizes.cellPx >= metrics.em * LEGIBLE_EM[form.areWordsAbove ? 'above' : 'before'];
  if (style.cell !== null || style.columnsInRow !== null) return before ?? wrapped(task, whole);
  const lowest = two
    .filter(isLegible)
    .reduce<Arrangement | null>((best, one) => (best && best.heightPx <= one.heightPx ? best : one), null);
  if (lowest) return lowest;
  return [before, above].find((one) => one !== null && isLegible(one)) ?? wrapped(task, whole);
}

/** By its pictures; of equal ones the lower one. */
function isLarger(one: Arrangement, other: Arrangement): boolean {
  const more = one.sizes.cellPx - other.sizes.cellPx;
  return more > 0 || (more === 0 && one.heightPx < other.heightPx);
}

function inTwoParts(task: Task, parts: readonly Part[]): Arrangement | null {
  const { style, metrics } = task.setting;
  const betweenPx = metrics.ems(BETWEEN_PARTS_EM);
  const innerPx = givenWidth(style, usualPx(style)) - 2 * metrics.ems(EM.margin);
  const partPx = Math.floor((innerPx - betweenPx) / 2);
  const height = givenHeight(style);
  // Without a height they are as wide as there is room: two parts are never high.
  const cell = height === null ? { cell: { value: partPx, unit: 'px' } as const } : {};
  const found = inOneRow({ ...task, setting: partSetting(task.setting, partPx, height, cell) }, parts, false);
  return found && { ...found, betweenPx };
}

/** All columns side by side, with cells of one size in all parts; null where they would be too narrow. */
function inOneRow(task: Task, parts: readonly Part[], areWordsAbove: boolean): Arrangement | null {
  const { style } = task.setting;
  const count = task.content.columns.length;
  if (style.columnsInRow !== null && style.columnsInRow < count) return null;
  try {
    return inForm(task, parts, { ...style, columnsInRow: count }, areWordsAbove);
  } catch (error) {
    if (isFeaturescopeError(error) && error.code === 'usage/figure-text-in-cell') return null;
    throw error;
  }
}

/** As many columns side by side as are legible, the others below them. */
function wrapped(task: Task, whole: Part): Arrangement {
  const { style } = task.setting;
  const { columnsInRow } = inForm(task, [whole], style, false).sizes;
  // Fewer columns leave more for the words.
  return inForm(task, [whole], { ...style, columnsInRow }, false);
}

/** Roomy where the cells allow it. */
function inForm(task: Task, parts: readonly Part[], style: FigureStyle, areWordsAbove: boolean): Arrangement {
  const attempt = (isRoomy: boolean) => sized(task, parts, style, { isRoomy, areWordsAbove });
  const roomy = attempt(true);
  return isRoomyIn(task, roomy.sizes) ? roomy : attempt(false);
}

function sized(
  { content, setting, aroundPx }: Task,
  parts: readonly Part[],
  style: FigureStyle,
  form: ComparisonForm,
): Arrangement {
  const all = parts.map((part) => {
    const cells = cellsOf(content, part, { ...setting, style }, form);
    return figureSizes(style, cells, aroundPx);
  });
  const sizes = all.reduce((least, one) => (one.cellPx < least.cellPx ? one : least));
  const { metrics } = setting;
  const bandPx = Math.max(
    ...parts.map(
      (part) => metrics.ems(extraEm(content, part, form) + HEAD_EM) + part.rows.length * sizes.rowStepPx,
    ),
  );
  const heightPx = sizes.bands * (bandPx + metrics.ems(EM.band)) - metrics.ems(EM.band);
  const innerPx = sizes.rowHeaderPx + sizes.columnsInRow * sizes.columnStepPx - sizes.gapPx;
  return { parts, sizes, form, innerPx, betweenPx: 0, heightPx };
}

/** Numbers have room beside their bars, and names beside the numbers of their columns. */
function isRoomyIn({ content, setting: { metrics } }: Task, { cellPx }: FigureSizes): boolean {
  return (
    cellPx >= metrics.em * ROOMY_EM &&
    content.columns.every(({ label }, place) => {
      const number = metrics.measure(`${place + 1}`, 'index') + metrics.ems(0.5);
      return number + metrics.measure(oneLine(label), 'name') <= cellPx;
    })
  );
}

/** Of the head above the columns, as `figureSizes` counts it with a line for names. */
const HEAD_EM = EM.indexLine + EM.nameLine + EM.header;

/** Height of everything but heads and cells. */
function extraEm(content: ComparisonContent, { withClasses, rows }: Part, form: ComparisonForm): number {
  const classes = withClasses ? classesEm(content, form) : 0;
  return (classes === 0 ? 0 : classes + EM.gap) + rows.length * aboveRowEm(form);
}

function cellsOf(
  content: ComparisonContent,
  part: Part,
  setting: Setting,
  form: ComparisonForm,
): FigureCells {
  return {
    columns: content.columns.length,
    rows: part.rows.length,
    nameLetters: 1,
    headerLines: extraEm(content, part, form) / EM.line,
    ...{ withNumbers: false, withLimits: false, hasBars: false },
    rowHeaderEm: form.areWordsAbove ? 0 : wordsEm(content, setting),
  };
}

const usualPx = ({ dpi }: FigureStyle) => pixelsOf(USUAL_WIDTH, dpi);

/** Width for the words before the rows: as much as they need, less in a narrow figure. */
function wordsEm(content: ComparisonContent, { style, metrics, words }: Setting): number {
  const texts = [...classLabels(content), words.text('figure.fed')];
  const widest = Math.max(...texts.map((text) => metrics.measure(text, 'name'))) / metrics.em;
  const wanted = clamp(widest, WORDS_EM.ofMaps, WORDS_EM.most);
  const innerEm = givenWidth(style, usualPx(style)) / metrics.em - 2 * EM.margin;
  const columns = Math.min(content.columns.length, style.columnsInRow ?? Infinity);
  // The scale of the bars is never cut.
  const scale = metrics.measure(barsText(content, words), 'detail') / metrics.em;
  const least = Math.max(WORDS_EM.least, scale);
  return clamp(innerEm - EM.rowHeader - columns * (ROOMY_EM + EM.gap), least, Math.max(least, wanted));
}
