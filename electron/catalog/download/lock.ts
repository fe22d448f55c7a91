import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { systemCode } from './download-error';

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
}

function ownerOf(file: string): number {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10);
  } catch {
    return NaN;
  }
}

/** Files that this process itself has locked: two windows' jobs or two calls share its id. */
const ours = new Set<string>();

/**
 * Makes sure that only one process, and only one job in it, writes a target. A lock whose process is gone does not count.
 * @returns a function that gives the lock back; undefined where somebody else has it
 */
export function lock(target: string): (() => void) | undefined {
  const file = `${target}.lock`;
  if (ours.has(file)) return undefined;
  mkdirSync(path.dirname(file), { recursive: true });
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      ours.add(file);
      return () => {
        ours.delete(file);
        rmSync(file, { force: true });
      };
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error;
      const owner = ownerOf(file);
      if (owner !== process.pid && isRunning(owner)) return undefined;
      rmSync(file, { force: true });
    }
  }
  return undefined;
}
