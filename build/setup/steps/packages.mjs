import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { explain, tools, unexplained } from '../explain.mjs';
import { SetupFailure } from '../failure.mjs';
import { readJson, remove, sha256, writeWhole } from '../files.mjs';
import { NEWER_NODE_COMMAND } from '../node-version.mjs';
import { requireFreeSpace } from '../space.mjs';

/** @import { Context, Step } from '../context.mjs' */

const SPACE_NEEDED_BYTES = 900e6;
const npmArguments = [
  'ci',
  '--ignore-scripts',
  '--include=dev',
  '--include=optional',
  '--no-audit',
  '--no-fund',
  '--no-progress',
  '--loglevel=warn',
  '--fetch-retries=2',
  '--fetch-retry-mintimeout=1000',
  '--fetch-retry-maxtimeout=10000',
];

/**
 * @param {Context} context
 * @returns {Step}
 */
export function packages(context) {
  const { root } = context;
  const stampFile = path.join(root, 'node_modules/.set-up.json');
  const lockFile = path.join(root, 'package-lock.json');
  const wanted = () => ({
    packageLock: sha256(readFileSync(lockFile)),
    machine: `${context.platform} ${context.arch}`,
  });

  return {
    id: 'packages',
    title: 'npm packages',
    check() {
      if (!existsSync(lockFile)) return { ok: false, detail: 'package-lock.json is missing' };
      const stamp = readJson(stampFile);
      if (stamp === null) return { ok: false, detail: 'not installed' };
      const { packageLock, machine } = wanted();
      if (stamp.packageLock !== packageLock || stamp.machine !== machine)
        return { ok: false, detail: 'installed for another package-lock.json' };
      return { ok: true, detail: 'as in package-lock.json' };
    },
    async run(progress) {
      if (!existsSync(lockFile))
        throw new SetupFailure(`${lockFile} is missing`, 'git checkout -- package-lock.json');
      const installing = wanted();
      if (!isAlreadyInstalled(root)) {
        remove(stampFile);
        await requireFreeSpace(root, SPACE_NEEDED_BYTES, 'the npm packages');
        const folders = packageFolders(context);
        const describe = () =>
          `installing, ${countPresent(root, folders)} of ${folders.length} packages in place`;
        const result = await progress.watch(runNpm(context), describe);
        if (result.notFound) throw new SetupFailure('npm was not found in PATH', NEWER_NODE_COMMAND);
        if (result.code !== 0) throw explain(tools.npm, result, root);
        if (!isAlreadyInstalled(root)) throw unexplained('npm', 'installing the npm packages', result);
      }
      writeWhole(stampFile, `${JSON.stringify(installing)}\n`);
    },
  };
}

/** @param {Context} context */
function runNpm({ env, run }) {
  const ownNpm = env['npm_execpath'] ?? '';
  if (path.basename(ownNpm) === 'npm-cli.js') return run(process.execPath, [ownNpm, ...npmArguments]);
  return run('npm', npmArguments);
}

/**
 * The folders of the packages that this machine gets.
 * @param {Context} context
 */
function packageFolders({ root, platform, arch }) {
  /** @type {Record<string, { os?: string[], cpu?: string[] }>} */
  const entries = readJson(path.join(root, 'package-lock.json'))?.packages ?? {};
  return Object.entries(entries)
    .filter(
      ([folder, { os, cpu }]) =>
        folder !== '' && (os ?? platform).includes(platform) && (cpu ?? arch).includes(arch),
    )
    .map(([folder]) => folder);
}

/**
 * @param {string} root
 * @param {string[]} folders
 */
function countPresent(root, folders) {
  return folders.filter((folder) => existsSync(path.join(root, folder, 'package.json'))).length;
}

/**
 * Whether npm itself recorded a finished installation of exactly what package-lock.json asks for, as `npm install` by
 * hand does. Optional packages for other machines may be absent.
 * @param {string} root
 */
export function isAlreadyInstalled(root) {
  const wanted = readJson(path.join(root, 'package-lock.json'))?.packages;
  const installed = readJson(path.join(root, 'node_modules/.package-lock.json'))?.packages;
  if (!wanted || !installed) return false;
  if (!Object.keys(installed).every((folder) => folder in wanted)) return false;
  return Object.entries(wanted).every(([folder, entry]) => {
    if (folder === '') return true;
    const present = existsSync(path.join(root, folder, 'package.json'));
    if (!present) return entry.optional === true || entry.devOptional === true;
    const { version, integrity } = installed[folder] ?? {};
    return version === entry.version && integrity === entry.integrity;
  });
}
