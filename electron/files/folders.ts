import { mkdir, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { found } from './place';

/**
 * Makes a folder and those above it one by one, so that they are known even if the last cannot be made.
 * @param made  gets those that were made, outermost first
 */
export async function makeFolders(folder: string, made: string[] = []): Promise<void> {
  if (await found(folder)) return;
  const above = path.dirname(folder);
  if (above !== folder) await makeFolders(above, made);
  try {
    // Never `recursive`: below /proc, where nothing can be made, Node then tries for ever.
    await mkdir(folder);
    made.push(folder);
  } catch (error) {
    // Another program may have made it at this moment.
    if (!(await found(folder))?.isDirectory()) throw error;
  }
}

/** Removes folders that are empty, innermost first; one that meanwhile holds something stays. */
export async function removeEmpty(made: readonly string[]): Promise<void> {
  for (const folder of made.toReversed()) await rmdir(folder).catch(() => undefined);
}
