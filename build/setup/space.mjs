import { statfs } from 'node:fs/promises';
import { SetupFailure } from './failure.mjs';
import { megabytes } from './progress.mjs';

/**
 * @param {string} folder
 * @param {number} neededBytes
 * @param {string} what
 */
export async function requireFreeSpace(folder, neededBytes, what) {
  const { bavail, bsize } = await statfs(folder);
  const freeBytes = bavail * bsize;
  if (freeBytes >= neededBytes) return;
  throw new SetupFailure(
    `not enough free disk space for ${what}: ${megabytes(neededBytes)} MB needed, ${megabytes(freeBytes)} MB free in ${folder}`,
    `df -h "${folder}"   (and free some space)`,
  );
}
