import { randomBytes } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { isGone, nameOfOwner, ownerInName, thisProcess } from './owner';

/** The name tells whose it is, so that it can be removed when that process is gone, and cannot be guessed. */
const NAME = /^\.featurescope-([0-9a-f]+-\d+-\w+)-[0-9a-f]{24}\.tmp$/;

/** A name for something unfinished in a folder. Create it exclusively (`wx`). */
export async function temporaryIn(folder: string): Promise<string> {
  const owner = nameOfOwner(await thisProcess());
  return path.join(folder, `.featurescope-${owner}-${randomBytes(12).toString('hex')}.tmp`);
}

/** Folders that were looked through in this process. */
const swept = new Map<string, Promise<void>>();

/** Removes what processes that were killed have left unfinished in a folder; once a process, and never with an error. */
export function sweep(folder: string): Promise<void> {
  const key = path.resolve(folder);
  const known = swept.get(key);
  if (known) return known;
  const sweeping = removeLeftovers(key).catch(() => undefined);
  swept.set(key, sweeping);
  return sweeping;
}

/** Removes unfinished files and folders whose process is gone; see {@link sweep}. */
export async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const owner = ownerInName(NAME.exec(name)?.[1] ?? '');
    if (owner && (await isGone(owner)))
      await rm(path.join(folder, name), { recursive: true, force: true }).catch(() => undefined);
  }
}
