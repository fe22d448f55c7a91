import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { answered } from './answered';
import { complete } from './journal';
import { isGone } from './owner';
import { temporaryOf } from './temporary';

/** Folders that were looked through in this process. */
const swept = new Map<string, Promise<void>>();

/**
 * Completes sets of files whose process was killed while they got their names, and removes what else such processes have
 * left unfinished in a folder; once a process, and never with an error.
 */
export function sweep(folder: string): Promise<void> {
  const key = path.resolve(folder);
  const known = swept.get(key);
  if (known) return known;
  const sweeping = removeLeftovers(key).catch(() => undefined);
  swept.set(key, sweeping);
  return sweeping;
}

/** The same without remembering it; see {@link sweep}. */
export async function removeLeftovers(folder: string, isLeft = isGone): Promise<void> {
  const left = [];
  for (const name of await answered(() => readdir(folder))) {
    const temporary = temporaryOf(name);
    if (temporary && (await isLeft(temporary.owner)))
      left.push({ kind: temporary.kind, file: path.join(folder, name) });
  }
  for (const { kind, file } of left) if (kind === 'commit') await complete(file);
  for (const { file } of left) await rm(file, { recursive: true, force: true }).catch(() => undefined);
}
