/**
 * Text that is printed or logged. Names of files, layers, models and cameras come from others and may hold what a terminal
 * obeys (escape codes), what begins a line of its own, or what turns the order of letters around: all of it goes through here.
 */

/** Control codes but for the line break, line and paragraph separators, and the marks of writing direction (UAX #9, 2). */
const UNPRINTABLE =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Lines of our own, without anything but letters in them. */
export function plainText(text: string): string {
  return text.replace(UNPRINTABLE, ' ');
}

/** One line: line breaks become blanks too. */
export function plainLine(text: string): string {
  return plainText(text).replaceAll('\n', ' ');
}

/** For a log, whose entries begin at the left: further lines are set in, so that none of them passes for an entry. */
export function plainEntry(text: string): string {
  return plainText(text).replaceAll('\n', '\n    ');
}

/** JSON to be printed: strings keep every letter, written as `\uXXXX` where it is not to be printed. */
export function plainJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(
    UNPRINTABLE,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A number with four significant digits, with all digits of its whole part: 1.392, -0.08070, 123457, 3.100e-7. */
export function formatScore(value: number): string {
  const size = Math.abs(value);
  if (size === 0 || !Number.isFinite(value)) return String(value === 0 ? 0 : value);
  if (size >= 1e6 || size < 1e-4) return value.toExponential(3).replace('e+', 'e');
  return size >= 999.95 ? value.toFixed(0) : value.toPrecision(4);
}
