import { lstat, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Stats } from 'node:fs';
import { failed, isFeaturescopeError, type FeaturescopeError } from '../shared/errors';
import { message, type Message } from '../shared/messages/message';
import { answered } from './answered';
import { factsOf } from './real-path';
import { isSystemError, problemOf, whyNotWritten } from './system-error';

const writing = (file: string): readonly Message[] => [message('doing/writing', { file })];

/** The failure of a file that the system does not let be written; what else went wrong stays what it is. */
export function cannotWrite(file: string, error: unknown): unknown {
  if (isFeaturescopeError(error) || !isSystemError(error)) return error;
  return problemOf(error) === 'disk-full'
    ? failed('output/disk-full', {}, { cause: error, during: writing(file) })
    : failed('output/unwritable', { why: whyNotWritten(error) }, { cause: error, during: writing(file) });
}

function unwritable(file: string, why: Message): FeaturescopeError {
  return failed('output/unwritable', { why }, { during: writing(file) });
}

/** The failure of a file whose name another result has already. */
export function sameName(file: string): FeaturescopeError {
  return failed('output/same-name', {}, { during: writing(file) });
}

/** The failure of a file that is there and is to be kept. */
export function keptFile(file: string): FeaturescopeError {
  return failed('output/exists', {}, { during: writing(file) });
}

/** What is at a path, a link followed; undefined where nothing is. */
export async function found(file: string): Promise<Stats | undefined> {
  return answered(() => stat(file)).catch((error: unknown) => {
    const problem = problemOf(error);
    if (problem === 'missing' || problem === 'file-in-path') return undefined;
    throw error;
  });
}

/** True if there is anything of this name that can be asked about. */
export async function isThere(file: string): Promise<boolean> {
  return factsOf(file).then(
    () => true,
    () => false,
  );
}

/**
 * Checks that a file may be written, before the work for it begins. Only regular files are ever replaced.
 * @param mayOverwrite  false: a file that exists is kept
 * @throws FeaturescopeError output/exists, output/unwritable
 */
export async function checkPlace(file: string, mayOverwrite: boolean): Promise<void> {
  try {
    const there = await found(file);
    if (there === undefined) await checkFolders(file);
    else if (there.isDirectory()) throw unwritable(file, message('part/folder-of-this-name'));
    else if (!mayOverwrite) throw keptFile(file);
    else if (!there.isFile()) throw unwritable(file, message('part/device-in-place'));
  } catch (error) {
    throw cannotWrite(file, error);
  }
}

async function checkFolders(file: string): Promise<void> {
  const itself = await lstat(file).catch(() => undefined);
  if (itself?.isSymbolicLink()) throw unwritable(file, message('part/link-to-nowhere'));
  for (let folder = path.dirname(path.resolve(file)); ; folder = path.dirname(folder)) {
    const there = await found(folder);
    if (there?.isDirectory() || (there === undefined && folder === path.dirname(folder))) return;
    if (there) throw unwritable(file, message('part/file-in-path'));
  }
}

/** Where a file really goes: a link stays a link, what it leads to is replaced. */
export async function realPlace(file: string): Promise<string> {
  return realpath(file).catch(() => path.resolve(file));
}

/** True if two paths lead to one file, by whatever names. */
export async function isSameFile(one: string, other: string): Promise<boolean> {
  const [first, second] = await Promise.all([one, other].map((file) => stat(file).catch(() => undefined)));
  return first !== undefined && second !== undefined && first.dev === second.dev && first.ino === second.ino;
}

/** The name, or with -2, -3 ... behind it the first that nothing has. */
export async function freeName(name: string): Promise<string> {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name}-${number}`;
    const isTaken = await lstat(candidate).then(
      () => true,
      () => false,
    );
    if (!isTaken) return candidate;
  }
}
