import { failed } from '../shared/errors';
import { message, type Message } from '../shared/messages/message';
import type { PictureReading } from '../shared/picture-reading';
import type { StoredValues } from './tiff/values';

/** Digits that are told of a value. */
const DIGITS = 6;

const told = (value: number): number => Number(value.toPrecision(DIGITS));

/** What is good to know of the range of a picture's values. */
export function notesOnValues(
  values: StoredValues | undefined,
  { valueRange }: PictureReading,
  file: string,
): Message[] {
  if (!values?.isScaled) {
    const isWished = typeof valueRange === 'object' || valueRange === 'data';
    return isWished ? [message('note/value-range-unused', { file })] : [];
  }
  const { type } = values;
  const [lowest, highest, low, high] = [values.lowest, values.highest, values.low, values.high].map(told) as [
    number,
    number,
    number,
    number,
  ];
  if (values.low === values.high) return [message('note/picture-one-value', { file, type, value: low })];
  const isCut = values.lowest < values.low || values.highest > values.high;
  const key = isCut ? 'note/picture-values-cut' : 'note/picture-values';
  return [message(key, { file, type, lowest, highest, low, high })];
}

/** That some numbers are none. */
export function warningsAboutValues(values: StoredValues | undefined, file: string): Message[] {
  if (!values?.isScaled || values.missing === 0) return [];
  const { count: all, missing: count } = values;
  return [message('note/picture-no-numbers', { file, count, all, low: told(values.low) })];
}

/**
 * Refuses a picture without any number.
 * @throws FeaturescopeError image/no-values
 */
export function refuseNoValues(values: StoredValues | undefined, file: string): void {
  if (!values?.isScaled || values.missing < values.count) return;
  throw failed('image/no-values', { count: values.count }, { during: [message('doing/reading', { file })] });
}
