import { access } from 'node:fs/promises';
import { answered } from '../files/answered';
import { hasLostBytes, pathsLike, realPath } from '../files/real-path';
import { type FileProblem, problemOf } from '../files/system-error';
import type { RequestOutput } from '../shared/contract';

/** What one start, one choice of a menu or one event of the system asked to open, in that order. */
export type OpenRequests = RequestOutput<'files:take'>;

/** A disk that does not answer holds nothing up: its files count as there, and opening them tells the rest. */
const ANSWER_WITHIN_MS = 1_000;

/**
 * What the app was asked to open, from its first moment on. It stays here until the page takes it, which it does before it
 * decides what to show first.
 */
export class OpenQueue {
  #waiting: string[][] = [];
  #tell = (): void => undefined;

  /** @param onAdded  told that there is something to take; what was asked before it listened is there anyway */
  listen(onAdded: () => void): void {
    this.#tell = onAdded;
  }

  add(paths: readonly string[]): void {
    if (paths.length === 0) return;
    this.#waiting.push([...paths]);
    this.#tell();
  }

  /** The files that wait to be taken. */
  asked(): readonly string[] {
    return this.#waiting.flat();
  }

  /** Everything that was asked for since the last time, the oldest first. */
  take(): Promise<OpenRequests> {
    const taken = this.#waiting;
    this.#waiting = [];
    return Promise.all(
      taken.map(async (paths) => {
        const missing = new Set(await missingOf(paths));
        return { paths: paths.filter((path) => !missing.has(path)), missing: [...missing] };
      }),
    );
  }
}

/** Which of these files do not exist. */
export async function missingOf(paths: readonly string[], withinMs = ANSWER_WITHIN_MS): Promise<string[]> {
  const isThere = await Promise.all(paths.map((path) => exists(path, withinMs)));
  return paths.filter((_path, place) => !isThere[place]);
}

const NOTHING_THERE: readonly (FileProblem | undefined)[] = [
  'missing',
  'file-in-path',
  'name-too-long',
  'endless-link',
];

/** Which one is meant cannot be known where names are no UTF-8: opening it says so. */
async function readsLikeSeveral(path: string): Promise<boolean> {
  if (!hasLostBytes(path)) return false;
  return pathsLike(path).then(
    ({ length }) => length > 1,
    () => false,
  );
}

/** False only where the system says that there is nothing of this name; what may not be looked at is there. */
function exists(path: string, withinMs: number): Promise<boolean> {
  return answered(async () => access(await realPath(path)), withinMs).then(
    () => true,
    async (error: unknown) => !NOTHING_THERE.includes(problemOf(error)) || readsLikeSeveral(path),
  );
}
