import { spawnSync } from 'node:child_process';
import { isInPath } from '../setup/steps/system-tools.mjs';
import { hasDisplay } from './launch-window.mjs';

/**
 * Words before a command that shows windows: without a display those that give it a virtual one, where the system has that.
 * @returns {string[]}
 */
export function virtualDisplay() {
  if (hasDisplay() || !isInPath('xvfb-run', process.env)) return [];
  return ['xvfb-run', '-a', '-s', '-screen 0 1920x1080x24'];
}

/**
 * Does some work that shows windows. Without a display this program is started again on a virtual one instead, where the system
 * has that; its exit code is then that of the second run.
 * @param {() => Promise<void>} work
 */
export async function withDisplay(work) {
  const [program, ...args] = virtualDisplay();
  if (program === undefined) return work();
  const again = [...args, process.execPath, ...process.argv.slice(1)];
  process.exitCode = spawnSync(program, again, { stdio: 'inherit' }).status ?? 1;
}
