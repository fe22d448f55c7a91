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

/** Files that are looked for at a time: far fewer than a busy machine answers for in that time. */
const AT_A_TIME = 50;

/** Which of these files do not exist. Once none of many has got an answer, the others are not asked for. */
export async function missingOf(paths: readonly string[], withinMs = ANSWER_WITHIN_MS): Promise<string[]> {
  const missing: string[] = [];
  for (let start = 0; start < paths.length; start += AT_A_TIME) {
    const some = paths.slice(start, start + AT_A_TIME);
    const found = await Promise.all(some.map((path) => lookFor(path, withinMs)));
    missing.push(...some.filter((_path, place) => found[place] === 'missing'));
    if (found.every((one) => one === 'silent')) break;
  }
  return missing;
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

/** Missing only where the system says that there is nothing of this name; what may not be looked at is there. */
async function lookFor(path: string, withinMs: number): Promise<'there' | 'missing' | 'silent'> {
  try {
    await answered(async () => access(await realPath(path)), withinMs);
    return 'there';
  } catch (error) {
    const problem = problemOf(error);
    if (problem === 'no-answer') return 'silent';
    return NOTHING_THERE.includes(problem) && !(await readsLikeSeveral(path)) ? 'missing' : 'there';
  }
}
