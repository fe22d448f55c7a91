import { link, open, rename } from 'node:fs/promises';
import { problemOf } from './system-error';

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
