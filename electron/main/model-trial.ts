import type { StoredSettings } from '../shared/contract';

/** The settings, where it is written down which model is on trial. */
export interface TrialNotes {
  readonly current: Pick<StoredSettings, 'modelOnTrial'>;
  update(changes: Partial<Pick<StoredSettings, 'modelOnTrial' | 'lastModel'>>): unknown;
  /** Resolves when it is on the disk. */
  flush(): Promise<void>;
}

/** So often compute may die with one model in use before that is given up. */
const MOST_DEATHS = 2;

/**
 * Which model the compute process has died of. A model file is on trial from the beginning of its loading to the end of its
 * first analysis; what ends compute or the app meanwhile is blamed on it, and it is not loaded again by itself.
 */
export class ModelTrial {
  /** The file whose trial had not ended when an earlier run did. */
  readonly untrusted: string | null;
  /** Files by trial, the newest last: one that is in use may wait for its first analysis while another is refused. */
  readonly #open = new Map<number, string | null>();
  #inUse: string | null = null;
  readonly #deaths = new Map<string, number>();
  /** What is written down is the blame for the last death. */
  #isBlameNoted = false;

  constructor(private readonly notes: TrialNotes) {
    const { modelOnTrial } = notes.current;
    this.untrusted = modelOnTrial === '' ? null : modelOnTrial;
    if (this.untrusted !== null) notes.update({ modelOnTrial: '', lastModel: '' });
  }

  /**
   * Writes down that a model is going to be loaded; nobody can write if that ends the app.
   * @param file  null for one of the catalogue, which is never blamed
   */
  async begin(id: number, file: string | null): Promise<void> {
    this.#open.set(id, file);
    // The catalogue's model takes the place of one that was blamed, which the next start is still told of.
    if (file !== null || !this.#isBlameNoted) this.#note(file ?? '');
    this.#isBlameNoted = false;
    await this.notes.flush();
  }

  /** @param isInUse  false: it was refused, and the one of before stays in use */
  end(id: number, isInUse: boolean): void {
    const file = this.#open.get(id);
    if (file === undefined) return;
    this.#open.delete(id);
    if (isInUse) this.#inUse = file;
    if (file !== null) this.#note(this.#newest ?? '');
  }

  /**
   * Compute has died.
   * @returns the model to blame: the one on trial, or one in use with which it has died before
   */
  takeDeath(): string | null {
    const isOnTrial = this.#open.size > 0;
    const file = isOnTrial ? this.#newest : this.#inUse;
    this.leave();
    if (file === null) return null;
    const deaths = (this.#deaths.get(file) ?? 0) + 1;
    this.#deaths.set(file, deaths);
    // The page loads it again.
    if (!isOnTrial && deaths < MOST_DEATHS) return null;
    this.#inUse = null;
    this.#isBlameNoted = true;
    this.notes.update({ modelOnTrial: file, lastModel: '' });
    return file;
  }

  /** Compute is ended on purpose, which says nothing of its models. */
  leave(): void {
    this.#open.clear();
  }

  /** What is tried now; null where nothing is, or one of the catalogue. */
  get #newest(): string | null {
    return [...this.#open.values()].at(-1) ?? null;
  }

  #note(modelOnTrial: string): void {
    if (this.notes.current.modelOnTrial !== modelOnTrial) this.notes.update({ modelOnTrial });
  }
}
