/** Runs the tests that drive the real window, on a virtual display where there is no other. */
import { spawnSync } from 'node:child_process';
import { setUpWindow } from '../commands/set-up-first.mjs';
import { vitestCommand } from '../commands/run.mjs';
import { projectRoot } from './version.mjs';
import { virtualDisplay } from './with-display.mjs';

if (!(await setUpWindow())) console.log('window tests skipped: the window cannot be set up here, see above');
else {
  const tests = [process.execPath, ...vitestCommand('window'), ...process.argv.slice(2)];
  const [program = '', ...args] = [...virtualDisplay(), ...tests];
  const { status } = spawnSync(program, args, { cwd: projectRoot, stdio: 'inherit' });
  process.exitCode = status ?? 1;
}
