import { EM, type FigureSizes } from '../../core/figure-sizes';
import type { Limits } from '../../core/colour-map';
import type { ColormapName } from '../../core/colormap';
import { shortShape } from '../../core/tensor';
import type { Translator } from '../../shared/texts/translator';
import type { FigureMap, LayerHead } from './content';
import { centredIn, type Box, type Item, type TextItem } from './items';
import type { Metrics } from './metrics';
import { cutEnd, cutStart, formatShape, formatValue, longestFit, oneLine, wrap } from './text';
import { drawnSizeIn } from './tile';

/** A column of cells. */
export interface CellColumn {
  /** What stands above it. */
  readonly head: LayerHead | null;
  /** From the top; null where there is no map. */
  readonly maps: readonly (FigureMap | null)[];
  readonly colormap: ColormapName;
  /** Why cells are empty, for the first of them. */
  readonly reason: (row: number) => string;
  /** The limits of its bar. */
  readonly bar: Limits | null;
}

/** What all cells of a figure have in common. */
export interface CellSetting {
  readonly sizes: FigureSizes;
  readonly metrics: Metrics;
  readonly words: Translator;
  readonly withNumbers: boolean;
  readonly withLimits: boolean;
}

/** Places a column whose left edge is at `x`, with its head from y = 0 on. */
export function placeColumn(column: CellColumn, x: number, setting: CellSetting): Item[] {
  const { sizes } = setting;
  const cells = column.maps.map((_, row) => ({
    ...{ x, y: sizes.headerPx + row * sizes.rowStepPx },
    ...{ width: sizes.cellPx, height: sizes.cellPx },
  }));
  const firstEmpty = column.maps.indexOf(null);
  return [
    ...(column.head ? placeHead(column.head, x, setting) : []),
    ...column.maps.flatMap((map, row) => {
      const cell = cells[row]!;
      if (map) return placeMap(map, column.colormap, cell, setting);
      return placeEmpty(cell, row === firstEmpty ? column.reason(row) : '', setting);
    }),
    ...(column.bar ? placeBar(column, x, setting) : []),
  ];
}

/** Index, name, class and shape of a layer, in lines that all columns share. */
function placeHead(head: LayerHead, x: number, { metrics, sizes }: CellSetting): Item[] {
  const { measure } = metrics;
  const room = sizes.columnStepPx - metrics.ems(0.25);
  const names = nameLines(oneLine(head.name), room, sizes.nameLines, metrics);
  const whole = (text: string, short: string) => (measure(text, 'detail') <= room ? text : short);
  const nameY = metrics.ems(EM.indexLine);
  const detailY = nameY + sizes.nameLines * metrics.ems(EM.nameLine);
  const details = [
    whole(head.className, head.shortClassName),
    whole(formatShape(head.shape), shortShape(head.shape)),
  ];
  return [
    metrics.line(cutStart(oneLine(head.index), 'index', room, measure), 'index', x, 0),
    ...names.map((text, line) => metrics.line(text, 'name', x, nameY + line * metrics.ems(EM.nameLine))),
    ...details.map((text, line) =>
      metrics.line(
        cutEnd(oneLine(text), 'detail', room, measure),
        'detail',
        x,
        detailY + line * metrics.ems(EM.line),
      ),
    ),
  ];
}

/** A name in at most so many lines, broken behind `_`, `/` and `.`; where it is too long still, its beginning is cut. */
export function nameLines(name: string, room: number, count: number, { measure }: Metrics): string[] {
  if (count < 2 || measure(name, 'name') <= room) return [cutStart(name, 'name', room, measure)];
  const parts = name.split(/(?<=[_/.\s])/);
  let first = '';
  while (parts.length > 1 && measure(first + parts[0]!, 'name') <= room) first += parts.shift()!;
  const rest = parts.join('');
  if (first !== '' && measure(rest, 'name') <= room) return [first, rest];
  const letters = Array.from(name);
  const kept = Math.max(1, longestFit(letters, 'name', room, measure));
  return [letters.slice(0, kept).join(''), cutStart(letters.slice(kept).join(''), 'name', room, measure)];
}

/** A map in the middle of its cell, with what stands below it. */
function placeMap(map: FigureMap, colormap: ColormapName, cell: Box, setting: CellSetting): Item[] {
  const size = drawnSizeIn(map, cell);
  const box = centredIn(cell, size.width, size.height);
  return [...mapItems(map, colormap, box, setting.metrics), ...placeCaption(map, cell, setting)];
}

/** A map in its box, hatched where it has one value only, with the badge of its verdict in the corner. */
export function mapItems(map: FigureMap, colormap: ColormapName, box: Box, metrics: Metrics): Item[] {
  const { constant, verdict } = map;
  const side = Math.min(metrics.ems(EM.badge), box.width, box.height);
  const corner = { x: box.x, y: box.y + box.height - side, width: side, height: side };
  return [
    { kind: 'map', map, colormap, box },
    ...(constant === null ? [] : [{ kind: 'hatch', box } as const]),
    ...(verdict === undefined ? [] : [{ kind: 'badge', verdict, box: corner } as const]),
  ];
}

/** The number of a map and the limits of its colours, in one line or two. */
function placeCaption(map: FigureMap, cell: Box, { sizes, metrics, words, ...setting }: CellSetting): Item[] {
  const top = cell.y + cell.height + metrics.ems(EM.caption);
  const value =
    setting.withLimits || map.constant === null
      ? ''
      : `   ${words.text('figure.allValues', { value: formatValue(map.constant) })}`;
  const number = setting.withNumbers ? `#${map.filter}${value}` : '';
  const beside = number !== '' && sizes.captionLines === 1 ? metrics.measure(`${number}   `, 'detail') : 0;
  const limits = { ...cell, x: cell.x + beside, width: cell.width - beside };
  const limitsY = number !== '' && beside === 0 ? top + metrics.ems(EM.line) : top;
  return [
    ...(number === '' ? [] : [metrics.line(number, 'detail', cell.x, top)]),
    ...(setting.withLimits ? placeLimits(map, limits, limitsY, metrics, words) : []),
  ];
}

/** The values of a map's first and last colour below its left and right edge; a word where it has only one or none. */
function placeLimits(
  { constant, min, max }: FigureMap,
  cell: Box,
  top: number,
  metrics: Metrics,
  words: Translator,
): Item[] {
  if (constant === null && min <= max) return placeEnds({ min, max }, cell, top, metrics);
  const text =
    constant === null
      ? words.text('figure.noNumbers')
      : words.text('figure.allValues', { value: formatValue(constant) });
  return [metrics.line(cutEnd(text, 'detail', cell.width, metrics.measure), 'detail', cell.x, top)];
}

/** The outline of a cell without a map, with the reason in it. */
function placeEmpty(cell: Box, reason: string, { metrics }: CellSetting): Item[] {
  const room = cell.width - metrics.ems(0.6);
  const lines = wrap(reason, 'detail', room, 3, metrics.measure);
  const top = cell.y + Math.round((cell.height - lines.length * metrics.ems(EM.line)) / 2);
  const x = cell.x + cell.width / 2;
  return [
    { kind: 'frame', tone: 'outline', box: cell },
    ...lines.map((text, place) =>
      metrics.line(text, 'detail', x, top + place * metrics.ems(EM.line), { align: 'centre' }),
    ),
  ];
}

/** The bar of a layer below its maps, its limits at its ends. */
function placeBar({ bar, colormap }: CellColumn, x: number, { sizes, metrics }: CellSetting): Item[] {
  const y = sizes.bandPx - sizes.bandGapPx - sizes.footerPx + metrics.ems(EM.caption);
  const box = { x, y, width: sizes.cellPx, height: metrics.ems(EM.bar) };
  return [
    { kind: 'bar', colormap, box },
    ...placeEnds(bar!, box, box.y + box.height + metrics.ems(EM.caption), metrics),
  ];
}

/**
 * The values at the ends of a bar or map below them, as precise as fits. Where they are as far below 0 as above it, one number
 * tells both, with 0 in the middle of a wide bar.
 */
export function placeEnds(
  { min, max }: Limits,
  { x, width }: Pick<Box, 'x' | 'width'>,
  top: number,
  metrics: Metrics,
): TextItem[] {
  const isAboutZero = min === -max && max > 0;
  const isWide = width > metrics.ems(12);
  const middle = (text: string) => metrics.line(text, 'detail', x + width / 2, top, { align: 'centre' });
  if (isAboutZero && !isWide) return [middle(`±${formatValue(max)}`)];
  const fits = (texts: readonly string[]) =>
    texts.reduce((sum, text) => sum + metrics.measure(text, 'detail'), metrics.ems(0.5)) <= width;
  const exact = [3, 2, 1].map((digits) => [min, max].map((value) => formatValue(value, digits)));
  const [from, to] = exact.find(fits) ?? coarse({ min, max });
  return [
    metrics.line(from!, 'detail', x, top),
    ...(isAboutZero ? [middle('0')] : []),
    metrics.line(to!, 'detail', x + width, top, { align: 'right' }),
  ];
}

/** Both values to the place of the first digit of the larger one: beside −0.5, −0.007 is 0. */
function coarse({ min, max }: Limits): string[] {
  const step = 10 ** Math.floor(Math.log10(Math.max(Math.abs(min), Math.abs(max))));
  return [min, max].map((value) => formatValue(Math.round(value / step) * step, 1));
}
