import { goWhereTheUserIs, runCli } from './run-cli.mjs';
import { exportSample } from './sample.mjs';
import { setUpFirst } from './set-up-first.mjs';

/** @param {string[]} args */
export async function main(args) {
  if (!(await setUpFirst())) return;
  goWhereTheUserIs();
  if (args.length > 0) await runCli(args);
  else await showSomething();
}

/** The window, once there is one and a display to show it on; without it, the sample photo's results. */
async function showSomething() {
  await exportSample();
}
