// Builds the packages quickly and runs test/package against them: npm run check:package [-- FILTER ...].
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { hasDisplay } from '../electron/launch-window.mjs';
import { projectRoot } from '../electron/version.mjs';
import { remove } from '../setup/files.mjs';
import { isInPath } from '../setup/steps/system-tools.mjs';
import { setUpWindow } from '../commands/set-up-first.mjs';
import { vitestCommand } from '../commands/run.mjs';
import { virtualDisplay } from '../electron/with-display.mjs';

const output = path.join(projectRoot, '.cache/package/tested');

async function reasonToSkip() {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return 'only packages for Linux x64 can be tried here';
  if (!isInPath('tar', process.env)) return 'there is no tar';
  if (!(await setUpWindow())) return 'the window cannot be set up here, see above';
  if (!hasDisplay() && !isInPath('xvfb-run', process.env)) return 'there is neither a display nor xvfb-run';
  return null;
}

const reason = await reasonToSkip();
if (reason !== null) console.log(`package tests skipped: ${reason}`);
else {
  // Not in out/package: somebody's release may lie there.
  const env = { ...process.env, FEATURESCOPE_PACKAGES: output };
  const deb = isInPath('dpkg-deb', process.env) ? ['--target', 'deb'] : [];
  const build = ['build/package/make-packages.mjs', '--fast', '--target', 'tar.gz', ...deb];
  const tests = [process.execPath, ...vitestCommand('package'), ...process.argv.slice(2)];
  process.exitCode = run([process.execPath, ...build], env) || run([...virtualDisplay(), ...tests], env);
  // 1.3 GB; after a failure they stay, to be looked at.
  if (process.exitCode === 0) remove(output);
}

/**
 * @param {string[]} command
 * @param {NodeJS.ProcessEnv} env
 */
function run([program = '', ...args], env) {
  return spawnSync(program, args, { cwd: projectRoot, stdio: 'inherit', env }).status ?? 1;
}
