import { commandWords } from './command-words.mjs';
import { hasDisplay, launchWindow } from '../electron/launch-window.mjs';
import { goWhereTheUserIs, runCli } from './cli.mjs';
import { exportSample } from './sample.mjs';
import { setUpCamera, setUpFirst, setUpWindow } from './set-up-first.mjs';

/** @param {string[]} args */
export async function main(args) {
  if (!(await setUpFirst())) return;
  await setUpCamera({ isAskedFor: false });
  goWhereTheUserIs();
  if (commandWords(args) !== null) await runCli(args);
  else if (args.length > 0) await showFiles(args);
  else await showSomething();
}

/**
 * Files in the window, by the rule of the installed app.
 * @param {string[]} args
 */
async function showFiles(args) {
  if (hasDisplay()) {
    if (await setUpWindow()) launchWindow(args);
    else process.exitCode = 1;
    return;
  }
  console.error(
    'error window/no-display: opening the window: there is no display here; use a command instead, for example "npm start -- export photo.jpg --out results" ("npm start -- --help" lists them).',
  );
  process.exitCode = 1;
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
