import { lstat, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { temporaryIn, temporaryOf } from './temporary';
import { nameExclusively, syncFolder, writeNew } from './write-new';

/** A file of a set on its way to its name. */
export interface Entry {
  readonly temporary: string;
  readonly place: string;
  /** False: nothing has this name, and what gets it meanwhile is kept. */
  readonly replaces: boolean;
}

/** What a note holds: where the list is, or the list itself, with paths relative to its folder. */
interface Told {
  readonly list?: string;
  readonly entries?: readonly Entry[];
}

/**
 * What is written down before the files of a set get their names, so that a process that is killed meanwhile leaves no
 * mixture of old and new ones for good: the next process completes the set. Each folder has a note; that of the first is the
 * list. While the list is there, the set is to be completed; without it, what is unfinished is to be removed.
 */
export class Journal {
  private constructor(
    private readonly list: string,
    private readonly notes: readonly string[],
  ) {}

  /** Writes it down; from when this has returned, the set is complete or will be. */
  static async write(entries: readonly Entry[]): Promise<Journal> {
    const folders = [...new Set(entries.map(({ place }) => path.dirname(place)))];
    const from = folders[0]!;
    const [list, ...notes] = await Promise.all(folders.map((folder) => temporaryIn(folder, 'commit')));
    const journal = new Journal(list!, notes);
    const aside = await temporaryIn(from);
    try {
      for (const note of notes) await write(note, { list: path.relative(path.dirname(note), list!) });
      const relative = (file: string) => path.relative(from, file);
      await write(aside, {
        entries: entries.map(({ temporary, place, replaces }) => ({
          temporary: relative(temporary),
          place: relative(place),
          replaces,
        })),
      });
      await rename(aside, list!);
      await syncFolder(from);
      return journal;
    } catch (error) {
      await rm(aside, { force: true });
      await journal.remove();
      throw error;
    }
  }

  /** Removes it, the list first: the set is complete or given up. */
  async remove(): Promise<void> {
    for (const file of [this.list, ...this.notes]) await rm(file, { force: true });
  }
}

const write = (file: string, told: Told) => writeNew(file, JSON.stringify(told));

/**
 * Gives a file of a set its name.
 * @throws the system's error, EEXIST where the name is taken and not to be replaced
 */
export async function giveName({ temporary, place, replaces }: Entry): Promise<void> {
  if (replaces) await rename(temporary, place);
  else await nameExclusively(temporary, place);
}

/** Completes the set of a process that is gone, of which this is the list or a note; never with an error. */
export async function complete(note: string): Promise<void> {
  const told = await readOwn(note);
  const list = told?.list === undefined ? note : path.join(path.dirname(note), told.list);
  const { entries = [] } = (list === note ? told : await readOwn(list)) ?? {};
  for (const entry of entries) {
    const temporary = path.join(path.dirname(list), entry.temporary);
    const place = path.join(path.dirname(list), entry.place);
    if (temporaryOf(path.basename(temporary)) === undefined) continue;
    await giveName({ ...entry, temporary, place }).catch(() => undefined);
    await rm(temporary, { force: true }).catch(() => undefined);
  }
  // The list goes last of all: notes and files that are left without it are removed where they are found.
  if (list !== note) await rm(note, { force: true }).catch(() => undefined);
  await rm(list, { force: true }).catch(() => undefined);
}

/** What a note says; nothing if it is not this user's own: somebody else's could have any file replaced. */
async function readOwn(file: string): Promise<Told | undefined> {
  try {
    const stats = await lstat(file);
    if (!stats.isFile() || (process.getuid !== undefined && stats.uid !== process.getuid())) return undefined;
    return JSON.parse(await readFile(file, 'utf8')) as Told;
  } catch {
    return undefined;
  }
}
