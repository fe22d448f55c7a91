import { link, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { realPlace } from './place';
import { problemOf } from './system-error';
import { sweep, temporaryIn } from './temporary';

/**
 * Writes a new file that nobody else has made.
 * @param isSynced  down to the disk, so that after a power cut what is renamed later is whole
 */
export async function writeNew(
  file: string,
  bytes: Uint8Array | string,
  { isSynced = true }: { readonly isSynced?: boolean } = {},
): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    await handle.writeFile(bytes);
    if (isSynced) await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Gives a file another name, never over one that was made meanwhile, as a renaming would do. It may keep its first name.
 * @throws the system's error, EEXIST where there is one
 */
export async function nameExclusively(file: string, name: string): Promise<void> {
  try {
    await link(file, name);
  } catch (error) {
    if (problemOf(error) === 'exists') throw error;
    // The disk knows no second names. This one is taken at once, so that the renaming replaces nothing else.
    await (await open(name, 'wx')).close();
    await rename(file, name);
  }
}

/** Brings the names in a folder to the disk, where the system can do that. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close().catch(() => undefined);
}

/**
 * Writes a file under another name beside it and renames that over it: it is always the old one or the new one, whole.
 * A link stays a link.
 */
export async function writeAside(file: string, bytes: Uint8Array | string): Promise<void> {
  return makeAside(file, (temporary) => writeNew(temporary, bytes));
}

/**
 * Lets somebody make a file, or a folder, under another name beside its own, and then renames it.
 * @param make    writes it; it must create it exclusively
 * @param nameIt  its final name, asked for at the end; `file` where it is left out
 */
export async function makeAside<Made>(
  file: string,
  make: (temporary: string) => Promise<Made>,
  nameIt?: () => Promise<string>,
): Promise<Made> {
  const place = nameIt ? path.resolve(file) : await realPlace(file);
  const folder = path.dirname(place);
  await sweep(folder);
  const temporary = await temporaryIn(folder);
  try {
    const made = await make(temporary);
    await rename(temporary, nameIt ? await nameIt() : place);
    await syncFolder(folder);
    return made;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}
