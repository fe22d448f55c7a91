// Builds the packages quickly and runs test/package against them: npm run check:package [-- FILTER ...].
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { hasDisplay } from '../electron/launch-window.mjs';
import { projectRoot } from '../electron/version.mjs';
import { remove } from '../setup/files.mjs';
import { isInPath } from '../setup/steps/system-tools.mjs';
import { setUpWindow } from '../commands/set-up-first.mjs';

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
  const build = ['build/package.mjs', '--fast', '--target', 'tar.gz', ...deb];
  const vitest = [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--config',
    'build/vitest.config.mjs',
    '--project',
    'package',
  ];
  const virtual = hasDisplay() ? [] : ['xvfb-run', '-a', '-s', '-screen 0 1920x1080x24'];
  process.exitCode =
    run([process.execPath, ...build], env) ||
    run([...virtual, process.execPath, ...vitest, ...process.argv.slice(2)], env);
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
