import { existsSync, mkdirSync, renameSync, rmSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { FeaturescopeError, messageOf } from '../shared/errors';

interface Staged {
  readonly temporary: string;
  readonly target: string;
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the disk is read-only',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'a part of the path is a file, not a folder',
  ENOSPC: 'the disk is full',
  EISDIR: 'there is a folder of this name',
  ENAMETOOLONG: 'the name is too long',
};

function cannotWrite(target: string, error: unknown): FeaturescopeError {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return new FeaturescopeError(
    code === 'ENOSPC' ? 'output/disk-full' : 'output/unwritable',
    `writing ${target}: ${REASONS[code] ?? messageOf(error)}; choose another place.`,
    { cause: error },
  );
}

/**
 * Files that appear together or not at all. Each is written under a temporary name beside its target; `commit` renames
 * them, `rollback` leaves nothing behind, folders made on the way included.
 */
export class OutputFiles {
  private staged: Staged[] = [];
  private readonly madeFolders: string[] = [];

  /** @param mayOverwrite  false: existing files are kept and adding one is an error */
  constructor(private readonly mayOverwrite: boolean) {}

  /**
   * Checks that a file may be written, before the work for it begins.
   * @throws FeaturescopeError output/exists
   */
  reserve(target: string): void {
    if (!this.mayOverwrite && existsSync(target))
      throw new FeaturescopeError(
        'output/exists',
        `writing ${target}: the file exists and is kept; add --force to replace it or choose another name.`,
      );
  }

  /**
   * Writes a file under a temporary name.
   * @throws FeaturescopeError output/exists, output/unwritable, output/disk-full
   */
  add(target: string, bytes: Uint8Array | string): void {
    this.reserve(target);
    const folder = path.dirname(path.resolve(target));
    const temporary = path.join(
      folder,
      `.featurescope-${process.pid}-${this.staged.length}-${path.basename(target)}.tmp`,
    );
    try {
      // mkdir tells the outermost folder that it had to make.
      const made = mkdirSync(folder, { recursive: true });
      if (made !== undefined) this.rememberFolders(made, folder);
      this.staged.push({ temporary, target });
      writeFileSync(temporary, bytes);
    } catch (error) {
      throw cannotWrite(target, error);
    }
  }

  /** Gives every file its name. Returns the names in the order of adding. */
  commit(): string[] {
    const targets = this.staged.map(({ temporary, target }) => {
      try {
        renameSync(temporary, target);
      } catch (error) {
        throw cannotWrite(target, error);
      }
      return target;
    });
    this.staged = [];
    this.madeFolders.length = 0;
    return targets;
  }

  /** Removes everything that was not committed. */
  rollback(): void {
    for (const { temporary } of this.staged) rmSync(temporary, { force: true });
    this.staged = [];
    // Innermost first; a folder that meanwhile holds something else stays.
    for (const folder of this.madeFolders.reverse()) {
      try {
        rmdirSync(folder);
      } catch {
        break;
      }
    }
    this.madeFolders.length = 0;
  }

  private rememberFolders(outermost: string, innermost: string): void {
    const folders: string[] = [];
    for (let folder = innermost; folder.length >= outermost.length; folder = path.dirname(folder)) {
      folders.push(folder);
      if (folder === path.dirname(folder)) break;
    }
    this.madeFolders.push(...folders.reverse());
  }
}
