import {
  existsSync,
  lstatSync,
  mkdirSync,
  realpathSync,
  renameSync,
  rmSync,
  rmdirSync,
  statSync,
  writeFileSync,
  type Stats,
} from 'node:fs';
import path from 'node:path';
import { failed, FeaturescopeError, messageOf } from '../shared/errors';
import { message, type Value } from '../shared/messages/message';

interface Staged {
  readonly temporary: string;
  /** As the user named it. */
  readonly target: string;
}

const REASONS: Readonly<Record<string, Value>> = {
  EACCES: message('part/may-not-write'),
  EPERM: message('part/may-not-write'),
  EROFS: message('part/read-only-disk'),
  ENOTDIR: message('part/file-in-path'),
  EEXIST: message('part/file-in-path'),
  ENOENT: message('part/no-folder-there'),
  EISDIR: message('part/folder-of-this-name'),
  ENAMETOOLONG: message('part/name-too-long'),
  ELOOP: message('part/endless-link'),
};

const writing = (file: string) => [message('doing/writing', { file })];

function unwritable(target: string, why: Value, cause?: unknown): FeaturescopeError {
  return failed('output/unwritable', { why }, { cause, during: writing(target) });
}

function cannotWrite(target: string, error: unknown): FeaturescopeError {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return failed('output/disk-full', {}, { cause: error, during: writing(target) });
  return unwritable(target, REASONS[code] ?? messageOf(error), error);
}

/**
 * What is at a path, a link followed; undefined where nothing is.
 * @throws FeaturescopeError output/unwritable where nothing can be
 */
function look(target: string): Stats | undefined {
  try {
    const found = statSync(target, { throwIfNoEntry: false });
    let folder = path.dirname(path.resolve(target));
    while (!existsSync(folder)) folder = path.dirname(folder);
    if (!statSync(folder).isDirectory()) throw unwritable(target, REASONS['ENOTDIR']!);
    return found;
  } catch (error) {
    throw error instanceof FeaturescopeError ? error : cannotWrite(target, error);
  }
}

/** Where a file really goes: a link stays a link, what it leads to is replaced. */
function realPlace(target: string): string {
  try {
    return realpathSync(target);
  } catch {
    return path.resolve(target);
  }
}

function isLinkToNowhere(target: string): boolean {
  try {
    return lstatSync(target).isSymbolicLink() && !existsSync(target);
  } catch {
    return false;
  }
}

/** Temporary names are numbered within the process, whatever the number of `OutputFiles`. */
let temporaryCount = 0;

function temporaryName(folder: string): string {
  return path.join(folder, `.featurescope-${process.pid}-${temporaryCount++}.tmp`);
}

/**
 * Files that appear together or not at all. Each is written under a temporary name beside its target; `commit` renames
 * them, `rollback` leaves nothing behind, folders made on the way included.
 */
export class OutputFiles {
  /** By the place where each file goes. */
  private readonly staged = new Map<string, Staged>();
  private readonly madeFolders: string[] = [];

  /** @param mayOverwrite  false: existing files are kept and adding one is an error */
  constructor(private readonly mayOverwrite: boolean) {}

  /**
   * Checks that a file may be written, before the work for it begins.
   * @throws FeaturescopeError output/exists, output/unwritable
   */
  reserve(target: string): void {
    const found = look(target);
    if (found?.isDirectory()) throw unwritable(target, message('part/folder-of-this-name'));
    if (found && !this.mayOverwrite) throw failed('output/exists', {}, { during: writing(target) });
    if (found && !found.isFile()) throw unwritable(target, message('part/device-in-place'));
    if (isLinkToNowhere(target)) throw unwritable(target, message('part/link-to-nowhere'));
  }

  /**
   * Writes a file under a temporary name.
   * @throws FeaturescopeError output/exists, output/same-name, output/unwritable, output/disk-full
   */
  add(target: string, bytes: Uint8Array | string): void {
    this.reserve(target);
    const place = realPlace(target);
    if (this.staged.has(place)) throw failed('output/same-name', {}, { during: writing(target) });
    const folder = path.dirname(place);
    const temporary = temporaryName(folder);
    try {
      this.makeFolder(folder);
      this.staged.set(place, { temporary, target });
      writeFileSync(temporary, bytes);
    } catch (error) {
      throw cannotWrite(target, error);
    }
  }

  /**
   * Gives every file its name; if one cannot get it, no target is changed. Returns the names in the order of adding.
   * @throws FeaturescopeError output/exists, output/unwritable
   */
  commit(): string[] {
    const undo: (() => void)[] = [];
    const keptAside: string[] = [];
    for (const [place, { temporary, target }] of this.staged) {
      try {
        // Another program may have made the file since it was reserved.
        this.reserve(target);
        if (existsSync(place)) {
          const aside = temporaryName(path.dirname(place));
          renameSync(place, aside);
          keptAside.push(aside);
          undo.push(() => renameSync(aside, place));
        }
        renameSync(temporary, place);
        undo.push(() => renameSync(place, temporary));
      } catch (error) {
        for (const step of undo.reverse()) step();
        throw error instanceof FeaturescopeError ? error : cannotWrite(target, error);
      }
    }
    for (const aside of keptAside) rmSync(aside, { force: true });
    const targets = Array.from(this.staged.values(), ({ target }) => target);
    this.staged.clear();
    this.madeFolders.length = 0;
    return targets;
  }

  /** Removes everything that was not committed. */
  rollback(): void {
    for (const { temporary } of this.staged.values()) rmSync(temporary, { force: true });
    this.staged.clear();
    // Innermost first.
    for (const folder of this.madeFolders.reverse()) {
      try {
        rmdirSync(folder);
      } catch {
        // It meanwhile holds something else and stays.
      }
    }
    this.madeFolders.length = 0;
  }

  /** Makes a folder and those above it one by one, so that they are known even if the last cannot be made. */
  private makeFolder(folder: string): void {
    if (existsSync(folder)) return;
    this.makeFolder(path.dirname(folder));
    try {
      // Never `recursive`: below /proc, where nothing can be made, Node then tries for ever.
      mkdirSync(folder);
      this.madeFolders.push(folder);
    } catch (error) {
      // Another program may have made it at this moment.
      if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error;
    }
  }
}
