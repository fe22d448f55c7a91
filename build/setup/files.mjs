import { createHash } from 'node:crypto';
import {
  createReadStream,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

/** @param {string} file */
export function statOrNull(file) {
  return statSync(file, { throwIfNoEntry: false }) ?? null;
}

/** @param {string} file */
export function sizeOf(file) {
  return statOrNull(file)?.size ?? -1;
}

/**
 * Every file and folder below a folder, folders included; entries that vanish meanwhile are left out.
 * @param {string} folder
 * @returns {Generator<{ file: string, stats: import('node:fs').Stats }>}
 */
export function* walk(folder) {
  /** @type {import('node:fs').Dirent[]} */
  let entries = [];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return;
  }
  for (const entry of entries) {
    const file = path.join(folder, entry.name);
    const stats = statOrNull(file);
    if (!stats) continue;
    yield { file, stats };
    if (entry.isDirectory()) yield* walk(file);
  }
}

/** @param {string[]} folders */
export function totalSize(...folders) {
  let size = 0;
  for (const folder of folders) for (const { stats } of walk(folder)) if (stats.isFile()) size += stats.size;
  return size;
}

/**
 * @param {string} file
 * @returns {any} null when it is missing or damaged
 */
export function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/**
 * Readers see the old file or the whole new one.
 * @param {string} file
 * @param {string} text
 */
export function writeWhole(file, text) {
  const temporary = `${file}.${process.pid}.part`;
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, file);
  } catch (error) {
    remove(temporary);
    throw error;
  }
}

/** @param {string[]} targets */
export function remove(...targets) {
  for (const target of targets) rmSync(target, { recursive: true, force: true });
}

/** @param {string | Buffer} content */
export function sha256(content) {
  return createHash('sha256').update(content).digest('hex');
}

/** @param {string} file */
export async function sha256OfFile(file) {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 })) hash.update(chunk);
  return hash.digest('hex');
}
