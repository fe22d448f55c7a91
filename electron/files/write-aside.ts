import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { sweep } from './leftovers';
import { realPlace } from './place';
import { temporaryIn } from './temporary';
import { syncFolder, writeNew } from './write-new';

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
