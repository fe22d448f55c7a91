import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { readJson, remove, statOrNull, writeWhole } from '../setup/files.mjs';
import { isInPath } from '../setup/steps/system-tools.mjs';

/**
 * TensorFlow's libraries without what only debuggers read (631 -> 458 MB). Kept for the next build.
 * @param {string} source  folder of the libraries
 * @param {string} target  folder for the copies
 * @returns {string} the folder to take the libraries from: `source` where there is no `strip`
 */
export function strippedLibraries(source, target) {
  if (process.platform !== 'linux' || !isInPath('strip', process.env)) return source;
  const names = readdirSync(source).filter((name) => name.endsWith('.so.2'));
  const stampFile = path.join(target, 'stamp.json');
  const stamp = names.map((name) => {
    const stats = statOrNull(path.join(source, name));
    return `${name} ${stats?.size} ${stats?.mtimeMs}`;
  });
  if (JSON.stringify(readJson(stampFile)) === JSON.stringify(stamp)) return target;
  remove(target);
  mkdirSync(target, { recursive: true });
  for (const name of names) {
    copyFileSync(path.join(source, name), path.join(target, name));
    // Keeps all that the loader needs: dynamic symbols, relocations, unwinding tables.
    const result = spawnSync('strip', ['--strip-unneeded', path.join(target, name)], { encoding: 'utf8' });
    if (result.status !== 0) throw new Error(`stripping ${name} failed: ${result.stderr}`);
  }
  writeWhole(stampFile, JSON.stringify(stamp));
  return target;
}
