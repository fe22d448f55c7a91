// First source: the download that tfjs-node's own install script makes.
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { createRequire } from 'node:module';
import path from 'node:path';
import { readJson, remove, sizeOf, totalSize, writeWhole } from '../files.mjs';
import { megabytes } from '../progress.mjs';
import { linkNativeFiles, storeFolder, tfjsNodeFolder } from './store.mjs';
import { loadTensorflow } from './load.mjs';

/** @import { Context } from '../context.mjs' */
/** @import { Progress } from '../progress.mjs' */

const PROBE_MS = 5000;
const INSTALL_MS = 20 * 60_000;
const STALL_MS = 2 * 60_000;
const settings = [
  'TFJS_NODE_BASE_URI',
  'npm_config_TFJS_NODE_BASE_URI',
  'TFJS_NODE_CDN_STORAGE',
  'npm_config_TFJS_NODE_CDN_STORAGE',
  'CDN_STORAGE',
];
const proxies = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'];

/**
 * @param {Context} context
 * @param {string[]} names
 */
function firstOf({ env }, names) {
  return names.map((name) => env[name]).find(Boolean);
}

/**
 * Where the install script would download from, by its own rules.
 * @param {Context} context
 */
export function downloadHost(context) {
  const script = readFileSync(path.join(tfjsNodeFolder(context), 'scripts/install.js'), 'utf8');
  const builtIn = /CDN_STORAGE \|\| '(https?:[^']+)'/.exec(script)?.[1];
  const address = firstOf(context, settings) ?? builtIn;
  return address !== undefined && URL.canParse(address) ? new URL(address) : null;
}

/**
 * Whether the host answers at all; a proxy's refusal does not count.
 * @param {Context} context
 * @param {URL} host
 * @param {number} [waitMs]
 * @returns {Promise<boolean>}
 */
export function answers(context, host, waitMs = PROBE_MS) {
  const proxy = firstOf(context, proxies);
  const require = createRequire(path.join(tfjsNodeFolder(context), 'package.json'));
  const agent = proxy === undefined ? undefined : new (require('https-proxy-agent'))(proxy);
  const client = host.protocol === 'http:' ? http : https;
  return new Promise((resolve) => {
    const request = client.request(host, { method: 'HEAD', agent }, (response) => {
      const status = response.statusCode ?? 500;
      resolve(status < 500 && status !== 403 && status !== 407);
      response.destroy();
    });
    const timer = setTimeout(() => request.destroy(new Error('no answer')), waitMs);
    request.on('error', () => resolve(false));
    request.on('close', () => clearTimeout(timer));
    request.end();
  });
}

/**
 * Runs the install script. It edits its package.json while it runs, and its exit code says little: what counts is
 * whether the addon loads afterwards.
 * @param {Context} context
 * @param {Progress} progress
 * @returns {Promise<{ version: string } | { problem: string }>} on success the files are in the store
 */
export async function installOfficial(context, progress) {
  const folder = tfjsNodeFolder(context);
  const measured = ['deps', 'lib', 'build'].map((name) => path.join(folder, name));
  const measure = () => totalSize(...measured);
  removeOfficialLeftovers(context);
  writeWhole(savedPackageJson(context), readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const bin = path.join(context.root, 'node_modules/.bin');
  const run = context.run(process.execPath, ['scripts/install.js'], {
    cwd: folder,
    env: { PATH: `${bin}${path.delimiter}${context.env['PATH'] ?? ''}` },
    timeoutMs: INSTALL_MS,
    measure,
    stallMs: STALL_MS,
  });
  const result = await progress.watch(
    run,
    () => `downloading the library, ${megabytes(measure())} MB so far`,
  );
  restorePackageJson(context);
  const loaded = await loadTensorflow(context);
  if ('problem' in loaded) {
    removeOfficialLeftovers(context);
    return result.timedOut ? { problem: 'its download stood still' } : loaded;
  }
  linkNativeFiles(folder, storeFolder(context, loaded.version));
  return loaded;
}

/** @param {Context} context */
function savedPackageJson({ cache }) {
  return path.join(cache, 'tfjs-node-package.json.part');
}

/**
 * Undoes what a killed install script may have left in its package.json.
 * @param {Context} context
 */
export function restorePackageJson(context) {
  const saved = savedPackageJson(context);
  const target = path.join(tfjsNodeFolder(context), 'package.json');
  const before = readJson(saved);
  const now = readJson(target);
  const isSamePackage = now === null || now.version === before?.version;
  if (before && isSamePackage && sizeOf(target) >= 0) writeWhole(target, readFileSync(saved, 'utf8'));
  remove(saved);
}

/** @param {Context} context */
function removeOfficialLeftovers(context) {
  remove(...['deps', 'lib', 'build'].map((name) => path.join(tfjsNodeFolder(context), name)));
}
