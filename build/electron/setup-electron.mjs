/** Set-up step: a clean Electron folder in .cache/electron-VERSION, built aside and renamed when it is whole. */
import fs from 'node:fs';
import path from 'node:path';
import { downloadOwn, isOwnDownloadReachable } from './own-download.mjs';
import { installRepublished, isRepublished } from './republished.mjs';
import { electronExecutable, electronFolder, electronVersion, projectRoot } from './version.mjs';

const reachableWithinMs = 5_000;

export const electronStep = {
  id: 'electron',
  title: `Electron ${electronVersion}`,

  /** The folder gets its name only when it is whole, so its presence is enough. */
  check() {
    return fs.existsSync(electronExecutable());
  },

  /** @param {(fraction: number | null) => void} [onProgress] */
  async run(onProgress = () => {}) {
    const cache = path.join(projectRoot, '.cache');
    await fs.promises.mkdir(cache, { recursive: true });
    const work = await fs.promises.mkdtemp(path.join(cache, 'electron-unfinished-'));
    try {
      const folder = path.join(work, 'electron');
      await fs.promises.mkdir(folder);
      await fill(folder, work, cache, onProgress);
      await fs.promises.rm(electronFolder, { recursive: true, force: true });
      await fs.promises.rename(folder, electronFolder);
    } finally {
      await fs.promises.rm(work, { recursive: true, force: true });
    }
  },
};

/**
 * @param {string} folder
 * @param {string} work
 * @param {string} cache
 * @param {(fraction: number | null) => void} onProgress
 */
async function fill(folder, work, cache, onProgress) {
  const isReachable = await isOwnDownloadReachable(reachableWithinMs);
  if (isReachable || !isRepublished()) {
    // Where there is no second source the full download is tried anyway: its error says more than ours could.
    await downloadOwn(folder, path.join(cache, 'downloads'), onProgress);
    return;
  }
  await installRepublished(folder, work, onProgress);
}
