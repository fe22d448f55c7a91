/** What the user may say about how a picture's file is read: it makes another picture, so it is a part of what names one. */

/**
 * Which stored values become 0 to 255: all that the type of number can hold (of floating-point numbers 0 to 1), those that the
 * picture has, or from `low` to `high`. Values outside are cut.
 */
export type ValueRange = 'full' | 'data' | { readonly low: number; readonly high: number };

/** What is left out is found out. */
export interface PictureReading {
  /** Of an animation, or a page of a TIFF file; counted from 1. */
  readonly frame?: number | undefined;
  /** Which stored values of a TIFF picture become 0 to 255. */
  readonly valueRange?: ValueRange | undefined;
  /** Bands of a TIFF picture, counted from 1, in the order in which they are fed. */
  readonly bands?: readonly number[] | undefined;
}

/** No picture has more bands. */
export const MOST_BANDS = 512;

/** A range as it is typed, `full`, `data` or LOW..HIGH; undefined if it is none. */
export function parseValueRange(text: string): ValueRange | undefined {
  const typed = text.trim();
  if (typed === 'full' || typed === 'data') return typed;
  const [low = NaN, high = NaN] = (/^(.+?)\.\.(.+)$/.exec(typed)?.slice(1) ?? []).map((part) =>
    part.trim() === '' ? NaN : Number(part),
  );
  return Number.isFinite(high - low) && low < high ? { low, high } : undefined;
}

/** Bands as they are typed, such as `3,2,1` or `1-4,8`; undefined if they are none. */
export function parseBands(text: string): readonly number[] | undefined {
  const bands: number[] = [];
  for (const part of text.split(/[,，]/)) {
    const [, from, to = from] = /^\s*(\d{1,4})(?:\s*-\s*(\d{1,4}))?\s*$/.exec(part) ?? [];
    const [first, last] = [Number(from), Number(to)];
    if (!(Math.min(first, last) >= 1) || Math.max(first, last) > MOST_BANDS) return undefined;
    for (let band = first; band !== last; band += Math.sign(last - first)) bands.push(band);
    bands.push(last);
  }
  return bands.length <= MOST_BANDS ? bands : undefined;
}

/** Bands as they are typed, runs of more than two as `1-4`. */
export function bandsText(bands: readonly number[]): string {
  const parts: string[] = [];
  for (let at = 0; at < bands.length;) {
    let end = at + 1;
    while (bands[end] === bands[end - 1]! + 1) end++;
    if (end - at < 3) end = at + 1;
    parts.push(end - at === 1 ? String(bands[at]) : `${bands[at]!}-${bands[end - 1]!}`);
    at = end;
  }
  return parts.join(',');
}

/** A range as it is typed. */
export function valueRangeText(range: ValueRange): string {
  return typeof range === 'object' ? `${range.low}..${range.high}` : range;
}

/** The name of a file with what was chosen of how it is read: "a [values 0..100].tif". Two choices never have one name. */
export function nameWithReading(name: string, { frame, bands, valueRange }: PictureReading): string {
  const chosen = [
    ...(frame === undefined ? [] : [`frame ${frame}`]),
    ...(bands ? [`bands ${bandsText(bands)}`] : []),
    ...(valueRange === undefined ? [] : [`values ${valueRangeText(valueRange)}`]),
  ];
  if (chosen.length === 0) return name;
  const [, stem = name, extension = ''] = /^(.+)(\.[^.]*)$/s.exec(name) ?? [];
  return `${stem} [${chosen.join(', ')}]${extension}`;
}
