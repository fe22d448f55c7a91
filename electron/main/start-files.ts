import fs from 'node:fs';
import path from 'node:path';

/**
 * The files named on a command line: what is not an option, not the executable and, in development, not the app's folder.
 * @param args  as in process.argv
 * @param isDefaultApp  the app's folder is named on the command line (`electron .`)
 */
export function filesOnCommandLine(args: readonly string[], folder: string, isDefaultApp: boolean): string[] {
  const plain = args.slice(1).filter((argument) => !argument.startsWith('-') && argument !== '');
  return plain
    .slice(isDefaultApp ? 1 : 0)
    .map((argument) => path.resolve(folder, argument))
    .filter((file) => fs.existsSync(file));
}
