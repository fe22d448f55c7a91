import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { diskFull, saysDiskFull } from '../explain.mjs';
import { SetupFailure } from '../failure.mjs';
import { readJson, remove, sha256, sizeOf, statOrNull, walk } from '../files.mjs';
import { tellingLine } from '../text.mjs';

/** @import { Context, Step } from '../context.mjs' */

const entry = 'electron/cli/main.ts';
const config = 'build/vite.node.config.mjs';
const sources = ['electron', config, 'models/catalog.json', 'package.json', 'package-lock.json'];
const stampName = 'set-up.json';

/**
 * @param {Context} context
 * @returns {Step}
 */
export function bundle(context) {
  const { root } = context;
  const out = path.join(root, 'out');
  const next = path.join(context.cache, 'out.part');
  const previous = path.join(context.cache, 'out.old.part');

  return {
    id: 'bundle',
    title: 'app code',
    check() {
      if (sizeOf(path.join(root, entry)) < 0) return { ok: false, detail: `${entry} does not exist` };
      if (sizeOf(path.join(out, 'cli.mjs')) <= 0) return { ok: false, detail: 'not bundled' };
      const stamp = readJson(path.join(out, stampName));
      if (stamp?.sources !== fingerprint(root)) return { ok: false, detail: 'older than the sources' };
      return { ok: true, detail: 'bundled into out/' };
    },
    async run(progress) {
      if (sizeOf(path.join(root, entry)) < 0)
        throw new SetupFailure(`${entry} does not exist`, `git checkout -- ${entry}`);
      const bundled = fingerprint(root);
      remove(next, previous);
      const vite = path.join(root, 'node_modules/vite/bin/vite.js');
      const result = await progress.watch(
        context.run(process.execPath, [vite, 'build', '--config', config, '--outDir', next]),
        () => 'bundling',
      );
      if (saysDiskFull(result.output)) throw diskFull(root);
      if (result.code !== 0 || sizeOf(path.join(next, 'cli.mjs')) <= 0)
        throw new SetupFailure(
          `${entry} could not be bundled: ${tellingLine(result.output, /^\[|^\w*Error:/)}`,
          'npm run build',
        );
      moveSourceMaps(next);
      writeFileSync(path.join(next, stampName), `${JSON.stringify({ sources: bundled })}\n`);
      mkdirSync(out, { recursive: true });
      renameSync(out, previous);
      renameSync(next, out);
      remove(previous);
    },
  };
}

/**
 * Changes when a source file is changed, added, removed or renamed.
 * @param {string} root
 */
function fingerprint(root) {
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
