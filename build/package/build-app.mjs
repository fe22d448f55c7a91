import { chmodSync } from 'node:fs';
import path from 'node:path';
import { walk } from '../setup/files.mjs';
import { builderConfig } from './builder-config.mjs';
import { places, unpackedApp } from './places.mjs';
import { stage } from './stage.mjs';

/** @typedef {'linux' | 'win' | 'mac'} BuilderSystem */

/** @returns {BuilderSystem} */
function ownSystem() {
  if (process.platform === 'win32') return 'win';
  return process.platform === 'darwin' ? 'mac' : 'linux';
}

const programs = ['featurescope', 'featurescope-bin', 'chrome-sandbox', 'chrome_crashpad_handler'];

/** The folder with the whole app, from which every other target is made. */
export async function buildApp() {
  await stage();
  await runBuilder(['dir'], {});
  if (process.platform !== 'linux') return;
  // The same, whatever the umask and the modes of the sources.
  for (const { file, stats } of walk(unpackedApp))
    chmodSync(
      file,
      stats.isDirectory() || programs.includes(path.relative(unpackedApp, file)) ? 0o755 : 0o644,
    );
}

/**
 * Makes an installer out of the built folder.
 * @param {string} target  name of electron-builder's target
 * @param {boolean} isFast
 */
export async function buildInstaller(target, isFast) {
  await runBuilder([target], { isFast, prepackaged: unpackedApp });
}

/**
 * @param {string[]} targets
 * @param {{ isFast?: boolean, prepackaged?: string }} options
 */
async function runBuilder(targets, { isFast = true, prepackaged }) {
  // With either, electron-builder links instead of copying, and what is changed in the copy changes in the original.
  delete process.env['USE_HARD_LINKS'];
  delete process.env['VITEST'];
  // Loaded here: the commands that only list targets do without.
  const { build, Platform } = await import('electron-builder');
  const platform = { linux: Platform.LINUX, win: Platform.WINDOWS, mac: Platform.MAC }[ownSystem()];
  await build({
    targets: platform.createTarget(targets),
    projectDir: places.app,
    config: builderConfig(isFast ? 'store' : 'normal'),
    publish: 'never',
    ...(prepackaged && { prepackaged }),
  });
}
