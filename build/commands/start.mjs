import { hasDisplay, launchWindow } from '../electron/launch-window.mjs';
import { goWhereTheUserIs, runCli } from './run-cli.mjs';
import { exportSample } from './sample.mjs';
import { setUpCamera, setUpFirst, setUpWindow } from './set-up-first.mjs';

/** @param {string[]} args */
export async function main(args) {
  if (!(await setUpFirst())) return;
  await setUpCamera({ isAskedFor: false });
  goWhereTheUserIs();
  if (args.length > 0) await runCli(args);
  else await showSomething();
}

/** The window where there is a display to show it on; without it, the sample photo's results. */
async function showSomething() {
  if (!hasDisplay())
    console.log(
      'There is no display here, so the results go to a folder. With a display npm start opens the window.',
    );
  else if (await setUpWindow()) return launchWindow([]);
  return exportSample();
}
