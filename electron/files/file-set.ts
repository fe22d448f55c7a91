import { copyFile, link, rename, rm } from 'node:fs/promises';
import { constants } from 'node:fs';
import path from 'node:path';
import { makeFolders, removeEmpty } from './folders';
import { giveName, Journal, type Entry } from './journal';
import { sweep } from './leftovers';
import { cannotWrite, checkPlace, found, keptFile, realPlace, sameName } from './place';
import { problemOf } from './system-error';
import { temporaryIn } from './temporary';
import { syncFolder, writeNew } from './write-new';

interface Staged {
  readonly temporary: string;
  /** As the user named it. */
  readonly target: string;
}

/** One file on its way to its name. */
interface Placing extends Entry {
  readonly give: () => Promise<void>;
  readonly undo: () => Promise<void>;
  /** Removes what was only needed on the way, whether it went well or not. */
  readonly tidy: () => Promise<void>;
}

/** So many files of a set are brought to the disk one by one; with thousands that would take minutes. */
const MOST_SYNCED = 32;

/**
 * Files that appear together or not at all. Each is written under a temporary name beside its target; `commit` gives them
 * their names, `rollback` leaves nothing behind, folders made on the way included. A process that is killed leaves of each
 * file the old one or the new one, and what the next process needs to make that all the new ones or all the old ones.
 */
export class FileSet {
  /** By the place where each file goes. */
  readonly #staged = new Map<string, Staged>();
  readonly #madeFolders: string[] = [];

  /** @param mayOverwrite  false: existing files are kept and adding one is an error */
  constructor(private readonly mayOverwrite: boolean) {}

  /**
   * Checks that a file may be written, before the work for it begins.
   * @throws FeaturescopeError output/exists, output/unwritable
   */
  async reserve(target: string): Promise<void> {
    await sweep(path.dirname(target));
    await checkPlace(target, this.mayOverwrite);
  }

  /**
   * Writes a file under a temporary name.
   * @throws FeaturescopeError output/exists, output/same-name, output/unwritable, output/disk-full
   */
  async add(target: string, bytes: Uint8Array | string): Promise<void> {
    await this.addMade(target, (temporary) =>
      writeNew(temporary, bytes, { isSynced: this.#staged.size <= MOST_SYNCED }),
    );
  }

  /** The same with somebody who writes the file; it must create it exclusively. */
  async addMade(target: string, make: (temporary: string) => Promise<void>): Promise<void> {
    await this.reserve(target);
    const place = await realPlace(target);
    if (this.#staged.has(place)) throw sameName(target);
    const folder = path.dirname(place);
    const temporary = await temporaryIn(folder);
    try {
      await makeFolders(folder, this.#madeFolders);
      await sweep(folder);
      this.#staged.set(place, { temporary, target });
      await make(temporary);
    } catch (error) {
      throw cannotWrite(target, error);
    }
  }

  /**
   * Gives every file its name; if one cannot get it, no target is changed. Returns the names in the order of adding.
   * @throws FeaturescopeError output/exists, output/unwritable
   */
  async commit(): Promise<string[]> {
    const steps: Placing[] = [];
    let done = 0;
    let journal: Journal | undefined;
    try {
      for (const [place, staged] of this.#staged) steps.push(await this.#prepare(place, staged));
      if (steps.length > 1) journal = await Journal.write(steps);
      for (; done < steps.length; done++) await steps[done]!.give();
    } catch (error) {
      for (const step of steps.slice(0, done).toReversed()) await step.undo().catch(() => undefined);
      throw error;
    } finally {
      await journal?.remove();
      await Promise.all(steps.map((step) => step.tidy()));
    }
    const targets = Array.from(this.#staged.values(), ({ target }) => target);
    for (const folder of new Set(Array.from(this.#staged.keys(), path.dirname))) await syncFolder(folder);
    this.#staged.clear();
    this.#madeFolders.length = 0;
    return targets;
  }

  /** Removes everything that was not committed. */
  async rollback(): Promise<void> {
    for (const { temporary } of this.#staged.values()) await rm(temporary, { force: true });
    this.#staged.clear();
    await removeEmpty(this.#madeFolders);
    this.#madeFolders.length = 0;
  }

  /** Gets ready to give a file its name: what has it now is kept under another one, and keeps this one until the last moment. */
  async #prepare(place: string, { temporary, target }: Staged): Promise<Placing> {
    try {
      // Another program may have made the file since it was reserved.
      await this.reserve(target);
      const old = (await found(place)) && (await keepUnderOtherName(place));
      const entry = { temporary, place, replaces: old !== undefined || this.mayOverwrite };
      return {
        ...entry,
        give: async () => {
          try {
            await giveName(entry);
          } catch (error) {
            throw problemOf(error) === 'exists' ? keptFile(target) : cannotWrite(target, error);
          }
        },
        undo: () => (old === undefined ? rm(place, { force: true }) : rename(old, place)),
        tidy: () => rm(old ?? temporary, { force: true }),
      };
    } catch (error) {
      throw cannotWrite(target, error);
    }
  }
}

/** A second name of the same file, or a copy where the disk knows no second names. */
async function keepUnderOtherName(place: string): Promise<string> {
  const other = await temporaryIn(path.dirname(place));
  try {
    await link(place, other);
  } catch {
    await copyFile(place, other, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  }
  return other;
}
