import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { isGone, nameOfOwner, ownerInName, thisProcess } from './owner';
import { problemOf } from './system-error';
import { temporaryIn } from './temporary';
import { nameExclusively, writeNew } from './write-new';

/** Files that this process itself has locked: two windows' jobs or two calls share its number. */
const ours = new Set<string>();

/**
 * Makes sure that only one process, and only one job in it, writes a target. A lock whose process is gone does not count.
 * @returns a function that gives the lock back; undefined where somebody else has it
 */
export async function lock(target: string): Promise<(() => Promise<void>) | undefined> {
  const file = `${target}.lock`;
  if (ours.has(file)) return undefined;
  ours.add(file);
  try {
    await mkdir(path.dirname(file), { recursive: true });
    if (await take(file))
      return async () => {
        await rm(file, { force: true });
        ours.delete(file);
      };
  } catch (error) {
    ours.delete(file);
    throw error;
  }
  ours.delete(file);
  return undefined;
}

async function take(file: string): Promise<boolean> {
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      await writeWhole(file, nameOfOwner(await thisProcess()));
      return true;
    } catch (error) {
      if (problemOf(error) !== 'exists') throw error;
      if (!(await isLeftOver(file))) return false;
      await rm(file, { force: true });
    }
  }
  return false;
}

/** With its content from the first moment, so that nobody takes a lock that is being written for one that was cut short. */
async function writeWhole(file: string, text: string): Promise<void> {
  const temporary = await temporaryIn(path.dirname(file));
  try {
    await writeNew(temporary, text);
    await nameExclusively(temporary, file);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** True for the lock of a process that is gone, and for one of an older version or cut short, which tells too little. */
async function isLeftOver(file: string): Promise<boolean> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const owner = ownerInName(text);
  return owner === undefined || isGone(owner);
}
