import { mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { diskFull, saysDiskFull } from '../setup/explain.mjs';
import { SetupFailure } from '../setup/failure.mjs';
import { readJson, remove, sizeOf, writeWhole } from '../setup/files.mjs';
import { fingerprint } from '../setup/steps/bundle.mjs';
import { tellingLine } from '../setup/text.mjs';
import { electronVersion } from './version.mjs';

/** @import { Context, Step } from '../setup/context.mjs' */

/** One after the other: the preload script joins the folder of main and compute. */
const bundles = [
  { config: 'build/config/vite.main.config.mjs', folder: 'electron', entry: 'main.mjs' },
  { config: 'build/config/vite.preload.config.mjs', folder: 'electron', entry: 'preload.cjs' },
  { config: 'build/config/vite.page.config.mjs', folder: 'renderer', entry: 'index.html' },
];
const folders = [...new Set(bundles.map(({ folder }) => folder))];
const sources = [
  'electron',
  'renderer',
  'package.json',
  'package-lock.json',
  ...bundles.map(({ config }) => config),
];

/**
 * The bundles of the window: out/electron (main, preload, compute) and out/renderer (the page).
 * @param {Context} context
 * @returns {Step}
 */
export function windowBundle(context) {
  const { root, cache } = context;
  const stampFile = path.join(root, 'out', 'window.json');
  const place = (/** @type {string} */ folder) => path.join(root, 'out', folder);
  // As deep in the project as the place itself, so that the paths in source maps stay right.
  const next = (/** @type {string} */ folder) => path.join(cache, `${folder}.part`);
  return {
    id: 'window-bundle',
    title: 'app code of the window',
    check() {
      if (!bundles.every(({ folder, entry }) => sizeOf(path.join(place(folder), entry)) > 0))
        return { ok: false, detail: 'not bundled' };
      const stamp = readJson(stampFile);
      if (stamp?.sources !== fingerprint(root, sources))
        return { ok: false, detail: 'older than the sources' };
      if (stamp.electron !== electronVersion) return { ok: false, detail: 'bundled for another Electron' };
      return { ok: true, detail: 'bundled into out/' };
    },
    async run(progress) {
      const bundled = fingerprint(root, sources);
      const vite = path.join(root, 'node_modules/vite/bin/vite.js');
      remove(...folders.map(next));
      for (const { config, folder, entry } of bundles) {
        const build = [vite, 'build', '--config', path.join(root, config), '--outDir', next(folder)];
        const result = await progress.watch(context.run(process.execPath, build), () => 'bundling');
        if (saysDiskFull(result.output)) throw diskFull(root);
        if (result.code !== 0 || sizeOf(path.join(next(folder), entry)) <= 0)
          throw new SetupFailure(
            `${config} could not be bundled: ${tellingLine(result.output, /^\[|^\w*Error:/)}`,
            'npm run build',
          );
      }
      remove(stampFile);
      mkdirSync(path.dirname(stampFile), { recursive: true });
      for (const folder of folders) {
        remove(place(folder));
        renameSync(next(folder), place(folder));
      }
      // The version stands in the page, among the licences.
      writeWhole(stampFile, `${JSON.stringify({ sources: bundled, electron: electronVersion })}\n`);
    },
  };
}
