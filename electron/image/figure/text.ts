import type { TextKind } from '../../core/figure-sizes';

/** Width of a text in pixels when drawn in a style; the drawing side knows the font. */
export type MeasureText = (text: string, style: TextKind) => number;

/** Text for one line: line breaks and control characters become spaces. */
export function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim();
}

/** The longest piece of a text that fits into a width, with `…` where its end was cut. */
export function cutEnd(text: string, style: TextKind, widthPx: number, measure: MeasureText): string {
  return cut(
    text,
    style,
    widthPx,
    measure,
    (letters, count) => letters.slice(0, count).join('').trimEnd() + '…',
  );
}

/** As `cutEnd`, but the beginning is cut: layer names differ at their end. */
export function cutStart(text: string, style: TextKind, widthPx: number, measure: MeasureText): string {
  return cut(
    text,
    style,
    widthPx,
    measure,
    (letters, count) =>
      '…' +
      letters
        .slice(letters.length - count)
        .join('')
        .trimStart(),
  );
}

function cut(
  text: string,
  style: TextKind,
  widthPx: number,
  measure: MeasureText,
  shorten: (letters: readonly string[], count: number) => string,
): string {
  if (measure(text, style) <= widthPx) return text;
  const letters = Array.from(text);
  let fits = 0;
  let tooMany = letters.length;
  while (tooMany - fits > 1) {
    const count = (fits + tooMany) >> 1;
    if (measure(shorten(letters, count), style) <= widthPx) fits = count;
    else tooMany = count;
  }
  return shorten(letters, fits);
}

/** Letters of languages without spaces, and their marks; a line may end behind each, but not before a closing mark. */
const WIDE = /[\u2E80-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF\uFF00-\uFF60\u{20000}-\u{3FFFF}]/u;
const CLOSING = /[、。，．：；？！）」』】》〉”’%…]/u;

/**
 * Breaks a text into lines: at spaces and between Chinese letters where possible, inside a word that is longer than a line.
 * What does not fit into `maxLines` is cut with `…`.
 */
export function wrap(
  text: string,
  style: TextKind,
  widthPx: number,
  maxLines: number,
  measure: MeasureText,
): string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest !== '' && lines.length < maxLines - 1 && measure(rest, style) > widthPx) {
    const letters = Array.from(rest);
    const most = Math.max(1, longestFit(letters, style, widthPx, measure));
    const end = lastBreak(letters, most) || most;
    lines.push(letters.slice(0, end).join('').trimEnd());
    rest = letters.slice(end).join('').trimStart();
  }
  if (rest !== '') lines.push(cutEnd(rest, style, widthPx, measure));
  return lines;
}

/** How many letters fit into a line. */
export function longestFit(
  letters: readonly string[],
  style: TextKind,
  widthPx: number,
  measure: MeasureText,
): number {
  let fits = 0;
  let tooMany = letters.length;
  while (tooMany - fits > 1) {
    const count = (fits + tooMany) >> 1;
    if (measure(letters.slice(0, count).join('').trimEnd(), style) <= widthPx) fits = count;
    else tooMany = count;
  }
  return fits;
}

/** The last place, of at most so many letters, behind which a line may end; 0 where there is none. */
function lastBreak(letters: readonly string[], most: number): number {
  for (let end = most; end > 0; end--) {
    const [last, next] = [letters[end - 1]!, letters[end] ?? ''];
    if (next === ' ' || last === ' ') return end;
    if ((WIDE.test(last) || WIDE.test(next)) && !CLOSING.test(next)) return end;
  }
  return 0;
}

/**
 * A value in a few significant digits (all digits of the whole part): `−0.123`, `12.3`, `4567`, `1.2e−5`.
 * @param digits  at most so many
 */
export function formatValue(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  let text: string;
  if (size === 0) text = '0';
  else if (size >= 1e6 || size < 1e-3)
    text = value
      .toExponential(digits - 1)
      .replace(/(\.\d*?)0+e/, '$1e')
      .replace('.e', 'e')
      .replace('e+', 'e');
  else text = String(size >= 10 ** (digits - 1) ? Math.round(value) : Number(value.toPrecision(digits)));
  return text.replaceAll('-', '−');
}

/** A shape without the batch axis: `112×112×32`; `?` where it is open. */
export function formatShape(shape: readonly (number | null)[]): string {
  return shape.length === 0 ? 'scalar' : shape.map((length) => length ?? '?').join('×');
}
