import { spawnSync } from 'node:child_process';
import { isInPath } from '../setup/steps/system-tools.mjs';
import { hasDisplay } from './launch-window.mjs';

/**
 * Does some work that shows windows. Without a display this program is started again on a virtual one instead, where the system
 * has that; its exit code is then that of the second run.
 * @param {() => Promise<void>} work
 */
export async function withDisplay(work) {
  if (hasDisplay() || !isInPath('xvfb-run', process.env)) return work();
  const screen = ['-a', '-s', '-screen 0 1920x1080x24', process.execPath, ...process.argv.slice(1)];
  process.exitCode = spawnSync('xvfb-run', screen, { stdio: 'inherit' }).status ?? 1;
}
