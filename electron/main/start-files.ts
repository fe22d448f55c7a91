import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** A command line taken apart. */
export interface StartWords {
  /** What is for Electron and Chromium: options, and in development the app's folder. */
  options: string[];
  /** What is to be opened, whole paths, whether it exists or not. */
  files: string[];
}

/**
 * Takes a command line apart: what is not an option, not the executable and, in development, not the app's folder, is a
 * file; behind `--` everything is.
 * @param args  as in process.argv
 * @param isDefaultApp  the app's folder is named on the command line (`electron .`)
 */
export function startWords(args: readonly string[], folder: string, isDefaultApp: boolean): StartWords {
  const words = args.slice(1);
  const end = words.indexOf('--');
  const early = end < 0 ? words : words.slice(0, end);
  const late = end < 0 ? [] : words.slice(end + 1);
  const isOption = (word: string): boolean => word.startsWith('-');
  const app = isDefaultApp ? early.find((word) => !isOption(word) && word !== '') : undefined;
  const appPlace = app === undefined ? -1 : early.indexOf(app);
  const named = early.filter((word, place) => !isOption(word) && place !== appPlace);
  return {
    options: early.filter((word, place) => isOption(word) || place === appPlace),
    files: [...named, ...late].filter((word) => word !== '').map((word) => pathOf(word, folder)),
  };
}

/** Electron's message to the app that is open holds the whole command line, and must stay well below 32 KB. */
const MOST_MESSAGE_BYTES = 16 * 1024;

/** True for a command line that must not reach the app that is open. */
export function isTooLong(args: readonly string[], folder: string): boolean {
  const bytes = [folder, ...args].reduce((sum, word) => sum + Buffer.byteLength(word) + 1, 0);
  return bytes > MOST_MESSAGE_BYTES;
}

/** A path, or an address as some file managers and browsers hand it over. */
function pathOf(word: string, folder: string): string {
  if (/^file:\/\//i.test(word)) {
    try {
      return fileURLToPath(word);
    } catch {
      // another machine's, or a file that is called so
    }
  }
  return path.resolve(folder, word);
}
