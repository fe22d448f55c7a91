/** Runs the tests that drive the real window, on a virtual display where there is no other. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { setUpWindow } from '../commands/set-up-first.mjs';
import { isInPath } from '../setup/steps/system-tools.mjs';
import { hasDisplay } from './launch-window.mjs';
import { projectRoot } from './version.mjs';

const screen = ['xvfb-run', '-a', '-s', '-screen 0 1920x1080x24'];
const vitest = path.join(projectRoot, 'node_modules/vitest/vitest.mjs');
const tests = [process.execPath, vitest, 'run', '--config', 'build/vitest.config.mjs', '--project', 'window'];

if (!(await setUpWindow())) console.log('window tests skipped: the window cannot be set up here, see above');
else {
  const virtual = hasDisplay() || !isInPath('xvfb-run', process.env) ? [] : screen;
  const [program = '', ...args] = [...virtual, ...tests, ...process.argv.slice(2)];
  const { status } = spawnSync(program, args, { cwd: projectRoot, stdio: 'inherit' });
  process.exitCode = status ?? 1;
}
