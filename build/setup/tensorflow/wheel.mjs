// Second source, Linux x64: the library inside the pip package, and the addon compiled against it.
import { mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { diskFull, explain, saysDiskFull, tools, unexplained } from '../explain.mjs';
import { SetupFailure } from '../failure.mjs';
import { remove, sha256OfFile, sizeOf, totalSize } from '../files.mjs';
import { megabytes } from '../progress.mjs';
import { requireFreeSpace } from '../space.mjs';
import { isStamped, storeFolder, tfjsNodeFolder } from './store.mjs';

/** @import { Context } from '../context.mjs' */
/** @import { Progress } from '../progress.mjs' */

const ADDON = 'lib/napi-v8/tfjs_binding.node';

/** @param {Context} context */
function workPlaces({ cache }) {
  const work = path.join(cache, 'tensorflow.part');
  return {
    work,
    temporary: path.join(work, 'pip'),
    download: path.join(work, 'wheel'),
    unpacking: path.join(work, 'unpacking'),
    unpacked: path.join(work, 'unpacked'),
    store: path.join(work, 'store'),
  };
}

/** @param {Context} context */
export function removeWheelWork(context) {
  remove(workPlaces(context).work);
}

/**
 * Whether an earlier run got as far as putting library and addon into the store, without having tried them.
 * @param {Context} context
 */
export function hasWheelStore(context) {
  const { version, libraries } = context.wheel;
  const store = storeFolder(context, version);
  const whole = Object.entries(libraries).every(
    ([name, size]) => sizeOf(path.join(store, 'deps/lib', name)) === size,
  );
  return whole && sizeOf(path.join(store, ADDON)) > 0 && !isStamped(store);
}

/**
 * Continues where an earlier run was ended: with a whole wheel, or with an unpacked one.
 * @param {Context} context
 * @param {Progress} progress
 */
export async function buildFromWheel(context, progress) {
  const places = workPlaces(context);
  mkdirSync(places.work, { recursive: true });
  remove(places.temporary, places.unpacking, places.store);
  if (!isUnpacked(context, places.unpacked)) {
    remove(places.unpacked);
    await unpack(context, places, progress, await fetchWheel(context, places, progress));
  }
  await compile(context, places, progress);
  moveIntoStore(context, places);
}

/**
 * @param {Context} context
 * @param {string} folder
 */
function isUnpacked({ wheel }, folder) {
  return Object.entries(wheel.libraries).every(
    ([name, size]) => sizeOf(path.join(folder, 'tensorflow', name)) === size,
  );
}

/**
 * @param {Context} context
 * @param {ReturnType<typeof workPlaces>} places
 * @param {Progress} progress
 * @returns {Promise<string>} file whose SHA-256 was checked
 */
async function fetchWheel(context, places, progress) {
  const { wheel } = context;
  const present = () => {
    const name = safeList(places.download).find((entry) => entry.endsWith('.whl'));
    return name === undefined ? null : path.join(places.download, name);
  };
  const earlier = present();
  if (earlier && (await sha256OfFile(earlier)) === wheel.sha256) return earlier;
  remove(places.download);
  await requireFreeSpace(context.root, wheel.spaceNeededBytes, 'TensorFlow');
  mkdirSync(places.temporary, { recursive: true });
  const requirements = path.join(places.work, 'requirements.txt');
  writeFileSync(requirements, `${wheel.requirement} --hash=sha256:${wheel.sha256}\n`);
  const result = await progress.watch(runPip(context, places, requirements), () => {
    const bytes = Math.min(totalSize(places.temporary), wheel.sizeBytes);
    return `downloading, ${megabytes(bytes)} of ${megabytes(wheel.sizeBytes)} MB`;
  });
  remove(places.temporary);
  if (result.code !== 0) throw explain(tools.pip, result, context.root);
  const file = present();
  if (file && (await sha256OfFile(file)) === wheel.sha256) return file;
  remove(places.download);
  throw new SetupFailure(
    'downloading TensorFlow: what arrived is not what was expected (its SHA-256 differs), so it was thrown away',
    tools.pip.retryDownload,
  );
}

/**
 * @param {Context} context
 * @param {ReturnType<typeof workPlaces>} places
 * @param {string} requirements
 */
function runPip({ run }, places, requirements) {
  const choice = ['--only-binary=:all:', '--python-version', '3.11'];
  const platforms = ['--platform', 'manylinux_2_17_x86_64', '--platform', 'manylinux2014_x86_64'];
  const quiet = ['--no-input', '--progress-bar', 'off', '--disable-pip-version-check'];
  return run(
    'python3',
    [
      ...['-m', 'pip', 'download', '--no-deps', '--no-cache-dir', '--require-hashes'],
      ...[...choice, ...platforms, ...quiet],
      ...['-r', requirements, '-d', places.download],
    ],
    { env: { TMPDIR: places.temporary, PIP_REQUIRE_VIRTUALENV: '0' } },
  );
}

/** @param {string} folder */
function safeList(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/**
 * @param {Context} context
 * @param {ReturnType<typeof workPlaces>} places
 * @param {Progress} progress
 * @param {string} wheelFile
 */
async function unpack(context, places, progress, wheelFile) {
  const { wheel, root, run } = context;
  const headers = ['tensorflow', 'tsl', 'xla'].map((name) => `tensorflow/include/${name}/`);
  const libraries = Object.keys(wheel.libraries).map((name) => `tensorflow/${name}`);
  const extract = path.join(import.meta.dirname, 'extract.py');
  const result = await progress.watch(
    run('python3', [extract, wheelFile, places.unpacking, ...libraries, ...headers]),
    () => `unpacking, ${megabytes(totalSize(places.unpacking))} of ${megabytes(wheel.unpackedBytes)} MB`,
  );
  if (result.code !== 0) {
    remove(places.unpacking);
    throw explain({ ...tools.pip, name: 'python3', what: 'unpacking TensorFlow' }, result, root);
  }
  if (!isUnpacked(context, places.unpacking))
    throw new SetupFailure('the TensorFlow package does not hold the expected libraries', 'npm run setup');
  renameSync(places.unpacking, places.unpacked);
  remove(places.download);
}

/**
 * @param {Context} context
 * @param {ReturnType<typeof workPlaces>} places
 * @param {Progress} progress
 */
async function compile(context, places, progress) {
  const { root, run, wheel } = context;
  const tfjsNode = tfjsNodeFolder(context);
  const package_ = path.join(places.unpacked, 'tensorflow');
  const include = [
    path.join(root, 'node_modules/node-api-headers/include'),
    path.join(package_, 'include'),
    tfjsNode,
  ].flatMap((folder) => ['-I', folder]);
  const sources = ['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) => path.join(tfjsNode, 'binding', name));
  const output = path.join(places.work, 'tfjs_binding.node');
  const result = await progress.watch(
    run('g++', [
      ...['-O2', '-std=c++17', '-shared', '-fPIC', '-DNAPI_VERSION=8'],
      ...[...include, ...sources, '-o', output, '-L', package_],
      ...Object.keys(wheel.libraries).map((name) => `-l:${name}`),
      '-Wl,-rpath,$ORIGIN/../../deps/lib',
    ]),
    () => 'compiling the addon',
  );
  if (result.code === 0 && sizeOf(output) > 0) return;
  throw saysDiskFull(result.output) ? diskFull(root) : unexplained('g++', 'compiling the addon', result);
}

/**
 * @param {Context} context
 * @param {ReturnType<typeof workPlaces>} places
 */
function moveIntoStore(context, places) {
  const final = storeFolder(context, context.wheel.version);
  mkdirSync(path.join(places.store, 'deps/lib'), { recursive: true });
  mkdirSync(path.join(places.store, path.dirname(ADDON)), { recursive: true });
  for (const name of Object.keys(context.wheel.libraries))
    renameSync(path.join(places.unpacked, 'tensorflow', name), path.join(places.store, 'deps/lib', name));
  renameSync(path.join(places.work, 'tfjs_binding.node'), path.join(places.store, ADDON));
  remove(final);
  renameSync(places.store, final);
}
