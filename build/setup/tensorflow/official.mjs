// First source: the library from where tfjs-node's own install script takes it, with a hash, and the addon by that script.
import { createWriteStream, mkdirSync, readFileSync, renameSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { readJson, remove, sha256OfFile, sizeOf, totalSize, writeWhole } from '../files.mjs';
import { megabytes } from '../progress.mjs';
import { linkNativeFiles, storeFolder, tfjsNodeFolder } from './store.mjs';
import { loadTensorflow } from './load.mjs';

/** @import { IncomingMessage } from 'node:http' */
/** @import { Context } from '../context.mjs' */
/** @import { Progress } from '../progress.mjs' */

const PROBE_MS = 5000;
const INSTALL_MS = 20 * 60_000;
const STALL_MS = 2 * 60_000;
const SETTINGS = [
  'TFJS_NODE_BASE_URI',
  'npm_config_TFJS_NODE_BASE_URI',
  'TFJS_NODE_CDN_STORAGE',
  'npm_config_TFJS_NODE_CDN_STORAGE',
  'CDN_STORAGE',
];
const PROXIES = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'];

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
  const address = firstOf(context, SETTINGS) ?? builtIn;
  return address !== undefined && URL.canParse(address) ? new URL(address) : null;
}

/**
 * @param {Context} context
 * @param {URL} url
 * @param {http.RequestOptions} options
 * @param {(response: IncomingMessage) => void} heard
 */
function request(context, url, options, heard) {
  const proxy = firstOf(context, PROXIES);
  const require = createRequire(path.join(tfjsNodeFolder(context), 'package.json'));
  const agent = proxy === undefined ? undefined : new (require('https-proxy-agent'))(proxy);
  const client = url.protocol === 'http:' ? http : https;
  return client.request(url, { ...options, agent }, heard);
}

/**
 * Whether the host answers at all; a proxy's refusal does not count.
 * @param {Context} context
 * @param {URL} host
 * @param {number} [waitMs]
 * @returns {Promise<boolean>}
 */
export function answers(context, host, waitMs = PROBE_MS) {
  return new Promise((resolve) => {
    const asking = request(context, host, { method: 'HEAD' }, (response) => {
      const status = response.statusCode ?? 500;
      resolve(status < 500 && status !== 403 && status !== 407);
      response.destroy();
    });
    const timer = setTimeout(() => asking.destroy(new Error('no answer')), waitMs);
    asking.on('error', () => resolve(false));
    asking.on('close', () => clearTimeout(timer));
    asking.end();
  });
}

/**
 * @param {Context} context
 * @param {URL} url
 * @param {string} file
 * @returns {Promise<void>}
 */
function fetchTo(context, url, file) {
  return new Promise((resolve, reject) => {
    const asking = request(context, url, { signal: context.stop.signal }, (response) => {
      if (response.statusCode === 200) pipeline(response, createWriteStream(file)).then(resolve, reject);
      else asking.destroy(new Error(`the host answered ${response.statusCode}`));
    });
    asking.setTimeout(STALL_MS, () => asking.destroy(new Error('its download stood still')));
    asking.on('error', reject);
    asking.end();
  });
}

/**
 * Puts the library where the install script finds it, so that it fetches none without a hash.
 * @param {Context} context
 * @param {URL} host
 * @param {Progress} progress
 * @returns {Promise<string | null>} why it is not there, if so
 */
async function placeLibrary(context, host, progress) {
  const { platform, arch, cache, libraries } = context;
  const library = libraries[`${platform}-${arch}`];
  if (library === undefined) return `no hash is known for ${platform} ${arch}`;
  const archive = path.join(cache, `libtensorflow.part${library.path.endsWith('.zip') ? '.zip' : '.tar.gz'}`);
  const deps = path.join(tfjsNodeFolder(context), 'deps');
  try {
    mkdirSync(deps, { recursive: true });
    await progress.watch(
      fetchTo(context, new URL(library.path, host), archive),
      () => `downloading the library, ${megabytes(Math.max(0, sizeOf(archive)))} MB so far`,
    );
    if ((await sha256OfFile(archive)) !== library.sha256)
      return 'the library has another SHA-256 than the pinned one';
    // bsdtar, which Windows has, reads zip too.
    const { code, notFound } = await context.run('tar', ['-xf', archive, '-C', deps]);
    if (notFound || code !== 0) return notFound ? 'there is no tar' : 'the library could not be unpacked';
    // Some archives for Windows have no folders.
    if (sizeOf(path.join(deps, 'tensorflow.dll')) >= 0) {
      mkdirSync(path.join(deps, 'lib'), { recursive: true });
      renameSync(path.join(deps, 'tensorflow.dll'), path.join(deps, 'lib/tensorflow.dll'));
    }
    return null;
  } catch (error) {
    context.stop.signal.throwIfAborted();
    return error instanceof Error ? error.message : String(error);
  } finally {
    remove(archive);
  }
}

/**
 * Places the library and runs the install script for the addon. It edits its package.json while it runs, and its exit code says little: what counts is
 * whether the addon loads afterwards.
 * @param {Context} context
 * @param {URL} host
 * @param {Progress} progress
 * @returns {Promise<{ version: string } | { problem: string }>} on success the files are in the store
 */
export async function installOfficial(context, host, progress) {
  const folder = tfjsNodeFolder(context);
  const measured = ['deps', 'lib', 'build'].map((name) => path.join(folder, name));
  const measure = () => totalSize(...measured);
  removeOfficialLeftovers(context);
  const problem = await placeLibrary(context, host, progress);
  if (problem !== null) {
    removeOfficialLeftovers(context);
    return { problem };
  }
  writeWhole(savedPackageJson(context), readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const bin = path.join(context.root, 'node_modules/.bin');
  const run = context.run(process.execPath, ['scripts/install.js'], {
    cwd: folder,
    env: { PATH: `${bin}${path.delimiter}${context.env['PATH'] ?? ''}` },
    timeoutMs: INSTALL_MS,
    measure,
    stallMs: STALL_MS,
  });
  const result = await progress.watch(run, () => `installing the addon, ${megabytes(measure())} MB so far`);
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
