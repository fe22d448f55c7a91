/** The kinds of text in a grid picture; sizes in pixels. */
export const textStyles = {
  title: { sizePx: 17, strong: true, colour: '#16191d' },
  index: { sizePx: 15, strong: true, colour: '#16191d' },
  name: { sizePx: 12, strong: false, colour: '#16191d' },
  detail: { sizePx: 11, strong: false, colour: '#5c6670' },
  row: { sizePx: 15, strong: true, colour: '#16191d' },
  mark: { sizePx: 12, strong: false, colour: '#ffffff' },
} as const;

export type TextStyle = keyof typeof textStyles;

/** Width of a text in pixels when drawn in a style; the drawing side knows the font. */
export type MeasureText = (text: string, style: TextStyle) => number;

/** Text for one line: line breaks and control characters become spaces. */
export function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim();
}

/** The longest piece of a text that fits into a width, with `…` where its end was cut. */
export function cutEnd(text: string, style: TextStyle, widthPx: number, measure: MeasureText): string {
  return cut(
    text,
    style,
    widthPx,
    measure,
    (letters, count) => letters.slice(0, count).join('').trimEnd() + '…',
  );
}

/** As `cutEnd`, but the beginning is cut: layer names differ at their end. */
export function cutStart(text: string, style: TextStyle, widthPx: number, measure: MeasureText): string {
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
  style: TextStyle,
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

/**
 * Breaks a text into lines: at spaces where possible, inside a word that is longer than a line (Chinese text
 * has no spaces). What does not fit into `maxLines` is cut with `…`.
 */
export function wrap(
  text: string,
  style: TextStyle,
  widthPx: number,
  maxLines: number,
  measure: MeasureText,
): string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest !== '' && lines.length < maxLines - 1 && measure(rest, style) > widthPx) {
    const letters = Array.from(rest);
    const cutAt = Array.from(cutEnd(rest, style, widthPx, measure)).length - 1;
    const lastSpace = letters.lastIndexOf(' ', cutAt);
    const end = lastSpace > 0 ? lastSpace : Math.max(1, cutAt);
    lines.push(letters.slice(0, end).join('').trimEnd());
    rest = letters.slice(end).join('').trimStart();
  }
  if (rest !== '') lines.push(cutEnd(rest, style, widthPx, measure));
  return lines;
}

/**
 * A value in at most three significant digits (all digits of the whole part): `−0.123`, `12.3`, `4567`,
 * `1.2e−5`.
 */
export function formatValue(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  let text: string;
  if (size === 0) text = '0';
  else if (size >= 1e6 || size < 1e-3)
    text = value
      .toExponential(2)
      .replace(/\.?0+e/, 'e')
      .replace('e+', 'e');
  else text = String(size >= 100 ? Math.round(value) : Number(value.toPrecision(3)));
  return text.replaceAll('-', '−');
}

/** A shape without the batch axis: `112×112×32`; `?` where it is open. */
export function formatShape(shape: readonly (number | null)[]): string {
  return shape.length === 0 ? 'scalar' : shape.map((length) => length ?? '?').join('×');
}
