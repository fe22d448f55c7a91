import type { FigureLength, FigureStyle } from '../shared/contract';
import { failed } from '../shared/errors';
import { message, type Message } from '../shared/messages/message';
import { lengthOf, lengthText, pixelsOf } from './lengths';

/** The longest side that common viewers show. */
export const MAX_SIDE_PX = 16_384;
/** What can be asked for; the ends are allowed. */
export const FIGURE_LIMITS = { dpi: [36, 2400], textPt: [3, 200], columnsInRow: [1, 10_000] } as const;
/** The shortest side of a figure or of a part that is laid out as one. */
export const SMALLEST_SIDE_PX = 32;

/**
 * Refuses a style that no figure can have, whatever it shows.
 * @throws FeaturescopeError usage/figure-dpi, usage/figure-text, usage/figure-columns, usage/figure-length,
 *         usage/figure-transparent-jpeg
 */
export function checkFigureStyle(style: FigureStyle): void {
  const { dpi, textPt, columnsInRow, width, height, cell, gap, background, format } = style;
  const isWithin = (value: number, [least, most]: readonly [number, number]) =>
    value >= least && value <= most;
  if (!isWithin(dpi, FIGURE_LIMITS.dpi))
    throw failed('usage/figure-dpi', { dpi, ...ends(FIGURE_LIMITS.dpi) });
  if (!isWithin(textPt, FIGURE_LIMITS.textPt))
    throw failed('usage/figure-text', { points: textPt, ...ends(FIGURE_LIMITS.textPt) });
  if (
    columnsInRow !== null &&
    !(Number.isInteger(columnsInRow) && isWithin(columnsInRow, FIGURE_LIMITS.columnsInRow))
  )
    throw failed('usage/figure-columns', { columns: columnsInRow, ...ends(FIGURE_LIMITS.columnsInRow) });
  checkLength(message('part/figure-width'), width, dpi, SMALLEST_SIDE_PX);
  checkLength(message('part/figure-height'), height, dpi, SMALLEST_SIDE_PX);
  checkLength(message('part/figure-cell'), cell, dpi, 1);
  checkLength(message('part/figure-gap'), gap, dpi, 0);
  if (format === 'jpeg' && background === 'transparent') throw failed('usage/figure-transparent-jpeg', {});
}

function ends([least, most]: readonly [number, number]) {
  return { least, most };
}

/** Refuses a length that is not `leastPx` to 16,384 pixels; the sentence names them in the unit that was used. */
function checkLength(what: Message, length: FigureLength | null, dpi: number, leastPx: number): void {
  if (length === null) return;
  const pixels = pixelsOf(length, dpi);
  if (pixels >= leastPx && pixels <= MAX_SIDE_PX) return;
  const limit = (px: number, round: (value: number) => number) => {
    const { value, unit } = lengthOf(px, length.unit, dpi);
    const digits = unit === 'in' ? 100 : unit === 'mm' ? 10 : 1;
    return lengthText({ value: round(value * digits) / digits, unit });
  };
  throw failed('usage/figure-length', {
    ...{ what, length: lengthText(length), dpi },
    ...{ least: limit(leastPx, Math.ceil), most: limit(MAX_SIDE_PX, Math.floor) },
  });
}
