// The TensorFlow library and the addon are kept in .cache, laid out as in the tfjs-node package, and hard-linked into it:
// `npm ci` wipes node_modules, and then links are all that has to be made again.
import {
  cpSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  symlinkSync,
} from 'node:fs';
import path from 'node:path';
import { readJson, remove, sizeOf, walk, writeWhole } from '../files.mjs';

/** @import { Context, State } from '../context.mjs' */

/**
 * @typedef {{ path: string, size: number, link?: string }} StoredFile link: where a symbolic link points
 *
 * @typedef {object} Stamp written only after the addon was loaded and has computed something
 * @property {string} version of TensorFlow
 * @property {string} source
 * @property {string} tfjsNode
 * @property {string} machine
 * @property {StoredFile[]} files
 */

const PREFIX = 'libtensorflow-';
const STAMP_NAME = 'stamp.json';
/** The folders of the tfjs-node package that its npm package does not have. */
export const nativeFolders = ['deps/lib', 'lib'];

/** @param {Context} context */
export function tfjsNodeFolder({ root }) {
  return path.join(root, 'node_modules/@tensorflow/tfjs-node');
}

/**
 * @param {Context} context
 * @returns {string | undefined}
 */
export function tfjsNodeVersion(context) {
  return readJson(path.join(tfjsNodeFolder(context), 'package.json'))?.version;
}

/**
 * @param {Context} context
 * @param {string} version
 */
export function storeFolder({ cache }, version) {
  return path.join(cache, PREFIX + version);
}

/** @param {Context} context */
function storeFolders({ cache }) {
  try {
    return readdirSync(cache)
      .filter((name) => name.startsWith(PREFIX))
      .map((name) => path.join(cache, name));
  } catch {
    return [];
  }
}

/**
 * The finished store for the installed tfjs-node, if there is one.
 * @param {Context} context
 * @returns {{ folder: string, stamp: Stamp } | null}
 */
function findStore(context) {
  const tfjsNode = tfjsNodeVersion(context);
  const machine = `${context.platform} ${context.arch}`;
  for (const folder of storeFolders(context)) {
    /** @type {Stamp | null} */
    const stamp = readJson(path.join(folder, STAMP_NAME));
    if (stamp && stamp.tfjsNode === tfjsNode && stamp.machine === machine) return { folder, stamp };
  }
  return null;
}

/** @param {string} folder */
export function isStamped(folder) {
  return sizeOf(path.join(folder, STAMP_NAME)) >= 0;
}

/**
 * Throws an installation away that turned out not to work.
 * @param {Context} context
 */
export function removeStores(context) {
  remove(...storeFolders(context), ...nativeFolders.map((name) => path.join(tfjsNodeFolder(context), name)));
}

/**
 * @param {Context} context
 * @returns {State}
 */
export function checkStore(context) {
  if (tfjsNodeVersion(context) === undefined) return { ok: false, detail: 'needs the npm packages first' };
  const store = findStore(context);
  if (!store) return { ok: false, detail: 'not installed' };
  for (const folder of [store.folder, tfjsNodeFolder(context)]) {
    const bad = store.stamp.files.find((file) => sizeOf(path.join(folder, file.path)) !== file.size);
    if (bad) return { ok: false, detail: `${path.join(folder, bad.path)} is missing or damaged` };
  }
  const { version, source } = store.stamp;
  return { ok: true, detail: `${version} (${source})` };
}

/**
 * Makes the store and the tfjs-node package hold the same files, taking each from where it is whole.
 * @param {Context} context
 * @returns {boolean} whether all files are in place
 */
export function linkStore(context) {
  const store = findStore(context);
  if (!store) return false;
  const tfjsNode = tfjsNodeFolder(context);
  for (const file of store.stamp.files) {
    const whole = [store.folder, tfjsNode].filter(
      (folder) => sizeOf(path.join(folder, file.path)) === file.size,
    );
    const [from] = whole;
    if (from === undefined && file.link === undefined) return false;
    for (const folder of [store.folder, tfjsNode])
      if (!whole.includes(folder)) place(from ?? folder, folder, file);
  }
  return true;
}

/**
 * @param {string} from
 * @param {string} to
 * @param {StoredFile} file
 */
function place(from, to, file) {
  const target = path.join(to, file.path);
  const temporary = `${target}.part`;
  mkdirSync(path.dirname(target), { recursive: true });
  remove(temporary);
  if (file.link !== undefined) symlinkSync(file.link, temporary);
  else linkOrCopy(path.join(from, file.path), temporary);
  remove(target);
  renameSync(temporary, target);
}

/**
 * @param {string} from
 * @param {string} to
 */
function linkOrCopy(from, to) {
  try {
    linkSync(from, to);
  } catch {
    cpSync(from, to);
  }
}

/**
 * @param {string} folder
 * @returns {StoredFile[]}
 */
export function listNativeFiles(folder) {
  return nativeFolders.flatMap((native) =>
    [...walk(path.join(folder, native))]
      .filter(({ stats }) => stats.isFile())
      .map(({ file, stats }) => ({
        path: path.relative(folder, file),
        size: stats.size,
        ...(lstatSync(file).isSymbolicLink() && { link: readlinkSync(file) }),
      })),
  );
}

/**
 * Links all native files of one folder into the other.
 * @param {string} from
 * @param {string} to
 */
export function linkNativeFiles(from, to) {
  for (const file of listNativeFiles(from)) place(from, to, file);
}

/**
 * Declares a store finished and removes the others.
 * @param {Context} context
 * @param {{ version: string, source: string }} about
 */
export function finishStore(context, { version, source }) {
  const folder = storeFolder(context, version);
  for (const other of storeFolders(context)) if (other !== folder) remove(other);
  /** @type {Stamp} */
  const stamp = {
    version,
    source,
    tfjsNode: tfjsNodeVersion(context) ?? '',
    machine: `${context.platform} ${context.arch}`,
    files: listNativeFiles(folder),
  };
  writeWhole(path.join(folder, STAMP_NAME), `${JSON.stringify(stamp, null, 2)}\n`);
}
