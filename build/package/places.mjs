import path from 'node:path';
import { readFileSync } from 'node:fs';
import { projectRoot } from '../electron/version.mjs';

const work = path.join(projectRoot, '.cache/package');

/** Folders of a package build. Only `output` is for people. */
export const places = {
  work,
  /** What becomes app.asar. */
  app: path.join(work, 'app'),
  /** What lies beside it. */
  resources: path.join(work, 'resources'),
  icons: path.join(work, 'icons'),
  /** Electron as it goes in. */
  electron: path.join(work, 'electron'),
  /** TensorFlow's libraries without their symbols for debuggers. */
  stripped: path.join(work, 'tensorflow'),
  output: process.env['FEATURESCOPE_PACKAGES'] ?? path.join(projectRoot, 'out/package'),
};

/** @type {{ name: string, version: string, description: string, license: string }} */
export const manifest = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8'));

/** The app that electron-builder leaves for the installers. */
export const unpackedApp = path.join(
  places.output,
  { win32: 'win-unpacked', darwin: process.arch === 'arm64' ? 'mac-arm64' : 'mac' }[
    /** @type {string} */ (process.platform)
  ] ?? 'linux-unpacked',
);

/** What a user starts of it. */
export const packagedProgram = path.join(
  unpackedApp,
  { win32: 'Featurescope.exe', darwin: 'Featurescope.app/Contents/MacOS/Featurescope' }[
    /** @type {string} */ (process.platform)
  ] ?? 'featurescope',
);

/**
 * The moment that all file times are set to, in seconds, so that two builds of one version are alike.
 * @param {NodeJS.ProcessEnv} env
 */
export function sourceDateEpoch(env) {
  // Without the variable of https://reproducible-builds.org: a fixed day, as the sources carry no reliable date.
  return Number(env['SOURCE_DATE_EPOCH'] ?? 1_767_225_600);
}
