import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { diskFull, saysDiskFull } from '../explain.mjs';
import { SetupFailure } from '../failure.mjs';
import { readJson, remove, sha256, sizeOf, statOrNull, walk, writeWhole } from '../files.mjs';
import { tellingLine } from '../text.mjs';

/** @import { Context, Step } from '../context.mjs' */

const ENTRY = 'electron/cli/main.ts';
const CONFIG = 'build/config/vite.cli.config.mjs';
const sources = ['electron', CONFIG, 'models/catalog.json', 'package.json', 'package-lock.json'];
const STAMP_NAME = 'set-up.json';

/**
 * @param {Context} context
 * @returns {Step}
 */
export function bundle(context) {
  const { root } = context;
  const out = path.join(root, 'out');
  const next = path.join(context.cache, 'out.part');

  return {
    id: 'bundle',
    title: 'app code',
    check() {
      if (sizeOf(path.join(root, ENTRY)) < 0) return { ok: false, detail: `${ENTRY} does not exist` };
      /** @type {{ sources: string, files: string[] } | null} */
      const stamp = readJson(path.join(out, STAMP_NAME));
      if (!stamp?.files?.every((file) => sizeOf(path.join(out, file)) >= 0))
        return { ok: false, detail: 'not bundled' };
      if (stamp.sources !== fingerprint(root, sources))
        return { ok: false, detail: 'older than the sources' };
      return { ok: true, detail: 'bundled into out/' };
    },
    async run(progress) {
      if (sizeOf(path.join(root, ENTRY)) < 0)
        throw new SetupFailure(`${ENTRY} does not exist`, `git checkout -- ${ENTRY}`);
      const bundled = fingerprint(root, sources);
      remove(next);
      const vite = path.join(root, 'node_modules/vite/bin/vite.js');
      const result = await progress.watch(
        context.run(process.execPath, [vite, 'build', '--config', CONFIG, '--outDir', next]),
        () => 'bundling',
      );
      if (saysDiskFull(result.output)) throw diskFull(root);
      if (result.code !== 0 || sizeOf(path.join(next, 'cli.mjs')) <= 0)
        throw new SetupFailure(
          `${ENTRY} could not be bundled: ${tellingLine(result.output, /^\[|^\w*Error:/)}`,
          'npm run build',
        );
      moveSourceMaps(next);
      moveInto(out, next, bundled);
      remove(next);
    },
  };
}

/**
 * Replaces our own files only: `--out out` may have put somebody's results beside them. The entry comes last, so that
 * whoever starts it finds the chunks it wants; the stamp after it, so that a kill leaves nothing that counts as done.
 * @param {string} out
 * @param {string} next
 * @param {string} sourcesFingerprint
 */
function moveInto(out, next, sourcesFingerprint) {
  const stampFile = path.join(out, STAMP_NAME);
  /** @type {string[]} */
  const earlier = readJson(stampFile)?.files ?? [];
  const files = [...walk(next)]
    .filter(({ stats }) => stats.isFile())
    .map(({ file }) => path.relative(next, file));
  remove(stampFile);
  for (const file of files.sort((a, b) => Number(a === 'cli.mjs') - Number(b === 'cli.mjs'))) {
    mkdirSync(path.dirname(path.join(out, file)), { recursive: true });
    renameSync(path.join(next, file), path.join(out, file));
  }
  remove(...earlier.filter((file) => !files.includes(file)).map((file) => path.join(out, file)));
  writeWhole(stampFile, `${JSON.stringify({ sources: sourcesFingerprint, files })}\n`);
}

/**
 * Changes when a source file is changed, added, removed or renamed.
 * @param {string} root
 * @param {string[]} sources files and folders
 */
export function fingerprint(root, sources) {
  const lines = [];
  for (const source of sources) {
    const file = path.join(root, source);
    const stats = statOrNull(file);
    if (stats?.isDirectory() === false) lines.push(`${source} ${stats.size} ${stats.mtimeMs}`);
    for (const inside of walk(file))
      if (inside.stats.isFile()) lines.push(`${inside.file} ${inside.stats.size} ${inside.stats.mtimeMs}`);
  }
  return sha256(lines.sort().join('\n'));
}

/**
 * The bundle is written one folder deeper than where it ends up.
 * @param {string} folder
 */
function moveSourceMaps(folder) {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.map')) continue;
    const file = path.join(folder, name);
    const map = JSON.parse(readFileSync(file, 'utf8'));
    map.sources = map.sources.map((/** @type {string} */ source) => source.replace(/^\.\.\//, ''));
    writeFileSync(file, JSON.stringify(map));
  }
}
