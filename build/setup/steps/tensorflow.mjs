import { existsSync } from 'node:fs';
import { SetupFailure } from '../failure.mjs';
import { answers, downloadHost, installOfficial, restorePackageJson } from '../tensorflow/official.mjs';
import { loadTensorflow } from '../tensorflow/load.mjs';
import {
  checkStore,
  finishStore,
  linkNativeFiles,
  linkStore,
  removeStores,
  storeFolder,
  tfjsNodeFolder,
} from '../tensorflow/store.mjs';
import { buildFromWheel, hasWheelStore, removeWheelWork } from '../tensorflow/wheel.mjs';
import { ensureSystemTools } from './system-tools.mjs';

/** @import { Context, Step } from '../context.mjs' */
/** @import { Progress } from '../progress.mjs' */

/**
 * @param {Context} context
 * @returns {Step}
 */
export function tensorflow(context) {
  return {
    id: 'tensorflow',
    title: 'TensorFlow',
    check: () => checkStore(context),
    async run(progress) {
      restorePackageJson(context);
      if (linkStore(context)) {
        const loaded = await loadTensorflow(context);
        if ('version' in loaded) return;
        progress.note(`the installed library does not work (${loaded.problem}), installing it again`);
        removeStores(context);
      }
      if (await installFromItsHost(context, progress)) return;
      await installFromWheel(context, progress);
    },
  };
}

/**
 * @param {Context} context
 * @param {Progress} progress
 * @returns {Promise<boolean>} whether it is installed now
 */
async function installFromItsHost(context, progress) {
  if (hasWheelStore(context)) return false;
  const host = downloadHost(context);
  if (!host) return false;
  if (!(await answers(context, host))) {
    progress.note(`its download host ${host.hostname} does not answer`);
    return false;
  }
  const installed = await installOfficial(context, host, progress);
  if ('problem' in installed) {
    progress.note(`its own download did not lead to a working addon (${installed.problem})`);
    return false;
  }
  removeWheelWork(context);
  finishStore(context, { version: installed.version, source: "from tfjs-node's own install script" });
  return true;
}

/**
 * @param {Context} context
 * @param {Progress} progress
 */
async function installFromWheel(context, progress) {
  requireSecondSource(context);
  if (hasWheelStore(context)) {
    const problem = await tryWheelStore(context);
    if (problem === null) return;
    progress.note(`what an earlier set-up built does not load (${problem}), building it again`);
  }
  await ensureSystemTools(context, progress);
  progress.note('taking it from the pip package instead');
  await buildFromWheel(context, progress);
  const problem = await tryWheelStore(context);
  if (problem !== null)
    throw new SetupFailure(`the addon was built but does not load: ${problem}`, 'npm run setup');
}

/**
 * @param {Context} context
 * @returns {Promise<string | null>} why it does not work, if so
 */
async function tryWheelStore(context) {
  const { version } = context.wheel;
  linkNativeFiles(storeFolder(context, version), tfjsNodeFolder(context));
  const loaded = await loadTensorflow(context);
  if ('problem' in loaded) {
    removeStores(context);
    return loaded.problem;
  }
  removeWheelWork(context);
  finishStore(context, { version, source: 'from the pip package' });
  return null;
}

/** @param {Context} context */
function requireSecondSource({ platform, arch }) {
  if (existsSync('/lib/ld-musl-x86_64.so.1'))
    throw new SetupFailure(
      'this Linux is built on musl; the TensorFlow library needs glibc',
      'use a Linux with glibc, such as Debian, Ubuntu or Fedora',
    );
  if (platform === 'linux' && arch === 'x64') return;
  throw new SetupFailure(
    `the library could not be downloaded from its host, and there is no second source for ${platform} ${arch}`,
    'npm run setup   (with a network that reaches the host, or with HTTPS_PROXY set)',
  );
}
