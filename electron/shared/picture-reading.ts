/** What the user may say about how a picture's file is read: it makes another picture, so it is a part of what names one. */

/**
 * Which stored values become 0 to 255: all that the type of number can hold (of floating-point numbers 0 to 1), those that the
 * picture has, or from `low` to `high`. Values outside are cut.
 */
export type ValueRange = 'full' | 'data' | { readonly low: number; readonly high: number };

/** What is left out is found out. */
export interface PictureReading {
  /** Which stored values of a TIFF picture become 0 to 255. */
  readonly valueRange?: ValueRange | undefined;
}

/** A range as it is typed, `full`, `data` or LOW..HIGH; undefined if it is none. */
export function parseValueRange(text: string): ValueRange | undefined {
  const typed = text.trim();
  if (typed === 'full' || typed === 'data') return typed;
  const [low = NaN, high = NaN] = (/^(.+?)\.\.(.+)$/.exec(typed)?.slice(1) ?? []).map((part) =>
    part.trim() === '' ? NaN : Number(part),
  );
  return Number.isFinite(high - low) && low < high ? { low, high } : undefined;
}

/** A range as it is typed. */
export function valueRangeText(range: ValueRange): string {
  return typeof range === 'object' ? `${range.low}..${range.high}` : range;
}

/** The name of a file with what was chosen of how it is read: "a [values 0..100].tif". Two choices never have one name. */
export function nameWithReading(name: string, { valueRange }: PictureReading): string {
  const chosen = valueRange === undefined ? [] : [`values ${valueRangeText(valueRange)}`];
  if (chosen.length === 0) return name;
  const [, stem = name, extension = ''] = /^(.+)(\.[^.]*)$/s.exec(name) ?? [];
  return `${stem} [${chosen.join(', ')}]${extension}`;
}
