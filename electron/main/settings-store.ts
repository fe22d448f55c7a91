import fs from 'node:fs';
import path from 'node:path';
import { isMissing } from '../files/why-unreadable';
import { writeAside } from '../files/write-aside';
import type { StoredSettings } from '../shared/contract';
import { readSettings, storedDefaults } from './settings-reader';

/** The settings file. Only main has one; page and compute get copies. */
export class SettingsStore {
  #writing: Promise<void> = Promise.resolve();
  #isWriteQueued = false;

  private constructor(
    private readonly file: string,
    private settings: StoredSettings,
    /** Where an unreadable file was put aside in this run. */
    readonly damagedCopy: string | null,
    private readonly onWriteError: (error: unknown) => void,
  ) {}

  static async open(
    file: string,
    onWriteError: (error: unknown) => void,
    now: () => Date = () => new Date(),
  ): Promise<SettingsStore> {
    const text = await readText(file).catch((error: unknown) => {
      if (isMissing(error)) return null;
      return ''; // unreadable for another reason: treated as damaged, not overwritten
    });
    if (text === null) return new SettingsStore(file, storedDefaults, null, onWriteError);
    const { settings, isDamaged } = readSettings(text);
    // Where it cannot be put aside, it cannot be overwritten either.
    const copy = isDamaged ? await putAside(file, now()).catch(() => null) : null;
    const store = new SettingsStore(file, settings, copy, onWriteError);
    // What could be read of it is there for the next start too, even if nothing is changed in this run.
    if (copy !== null) store.update({});
    return store;
  }

  get current(): StoredSettings {
    return this.settings;
  }

  /** Takes the changes over at once and writes them soon; changes made meanwhile go into the same write. */
  update(changes: { [Name in keyof StoredSettings]?: StoredSettings[Name] | undefined }): StoredSettings {
    const given = Object.entries(changes).filter(([, value]) => value !== undefined);
    this.settings = { ...this.settings, ...Object.fromEntries(given) };
    if (!this.#isWriteQueued) {
      this.#isWriteQueued = true;
      this.#writing = this.#writing.then(() => this.#write()).catch(this.onWriteError);
    }
    return this.settings;
  }

  /** Resolves when everything is on the disk. */
  flush(): Promise<void> {
    return this.#writing;
  }

  async #write(): Promise<void> {
    this.#isWriteQueued = false;
    await fs.promises.mkdir(path.dirname(this.file), { recursive: true });
    await writeAside(this.file, `${JSON.stringify(this.settings, null, 2)}\n`);
  }
}

/** Of a pipe nothing would ever come. */
async function readText(file: string): Promise<string> {
  const isFile = (await fs.promises.stat(file)).isFile();
  return isFile ? fs.promises.readFile(file, 'utf8') : '';
}

async function putAside(file: string, date: Date): Promise<string> {
  const stamp = date.toISOString().replace(/[:.]/g, '-');
  const copy = path.join(path.dirname(file), `settings.damaged-${stamp}.json`);
  await fs.promises.rename(file, copy);
  return copy;
}
