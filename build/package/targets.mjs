// Every target of a release: what builds it, and what is missing where it cannot be built.
import { isInPath } from '../setup/steps/system-tools.mjs';

/**
 * @typedef {object} Target
 * @property {string} name
 * @property {'linux' | 'win32' | 'darwin'} system
 * @property {string} file  of the result; '' for a folder
 */

/** @type {Target[]} */
export const targets = [
  { name: 'dir', system: 'linux', file: '' },
  { name: 'tar.gz', system: 'linux', file: 'featurescope-{version}-linux-x64.tar.gz' },
  { name: 'deb', system: 'linux', file: 'featurescope_{version}_amd64.deb' },
  { name: 'AppImage', system: 'linux', file: 'featurescope-{version}-linux-x86_64.AppImage' },
  { name: 'nsis', system: 'win32', file: 'featurescope-{version}-win-x64.exe' },
  { name: 'win-zip', system: 'win32', file: 'featurescope-{version}-win-x64.zip' },
  { name: 'dmg', system: 'darwin', file: 'featurescope-{version}-mac-{arch}.dmg' },
  { name: 'mac-zip', system: 'darwin', file: 'featurescope-{version}-mac-{arch}.zip' },
];

const systems = { linux: 'Linux', win32: 'Windows', darwin: 'macOS' };
const TOOLS_HOST = 'https://github.com/electron-userland/electron-builder-binaries/';
const REACHABLE_WITHIN_MS = 5_000;

/**
 * What a target lacks on this machine, in words; null if it can be built.
 * @param {Target} target
 * @returns {Promise<string | null>}
 */
export async function whatIsMissing({ name, system }) {
  if (system !== process.platform)
    return `is built on ${systems[system]}: set-up installs the native part of TensorFlow only for the system that it runs on`;
  if (name === 'dir') return null;
  if (name === 'tar.gz') return isInPath('tar', process.env) ? null : 'needs the program tar';
  if (name === 'deb') return isInPath('dpkg-deb', process.env) ? null : 'needs the program dpkg-deb';
  return (await isReachable())
    ? null
    : 'needs tools that electron-builder fetches from its download host, which cannot be reached from here (ELECTRON_BUILDER_BINARIES_MIRROR names another)';
}

async function isReachable() {
  try {
    const address = process.env['ELECTRON_BUILDER_BINARIES_MIRROR'] ?? TOOLS_HOST;
    await fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(REACHABLE_WITHIN_MS) });
    return true;
  } catch {
    return false;
  }
}
