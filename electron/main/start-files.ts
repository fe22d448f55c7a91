import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The files named on a command line: what is not an option, not the executable and, in development, not the app's folder.
 * @param args  as in process.argv
 * @param isDefaultApp  the app's folder is named on the command line (`electron .`)
 */
export function filesOnCommandLine(args: readonly string[], folder: string, isDefaultApp: boolean): string[] {
  const plain = args.slice(1).filter((argument) => !argument.startsWith('-') && argument !== '');
  return plain
    .slice(isDefaultApp ? 1 : 0)
    .map((argument) => pathOf(argument, folder))
    .filter((file) => fs.existsSync(file));
}

/** A path, or an address as some file managers and browsers hand it over. */
function pathOf(argument: string, folder: string): string {
  if (/^file:\/\//i.test(argument)) {
    try {
      return fileURLToPath(argument);
    } catch {
      // another machine's, or a file that is called so
    }
  }
  return path.resolve(folder, argument);
}
