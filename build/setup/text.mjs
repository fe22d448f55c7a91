import { stripVTControlCharacters } from 'node:util';

/** @param {string} text */
function linesOf(text) {
  return stripVTControlCharacters(text)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** @param {string} text */
export function lastLine(text) {
  return linesOf(text).at(-1) ?? '';
}

/**
 * The line that tells most: the first that matches, else the last.
 * @param {string} text
 * @param {RegExp} pattern
 */
export function tellingLine(text, pattern) {
  return linesOf(text).find((line) => pattern.test(line)) ?? lastLine(text);
}
