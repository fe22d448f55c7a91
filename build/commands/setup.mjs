import { createWindowSteps, setUpCamera, setUpFirst, setUpWindow } from './set-up-first.mjs';
import { createContext } from '../setup/context.mjs';
import { reportState } from '../setup/run.mjs';
import { createSteps } from '../setup/steps.mjs';
import { cameraTool } from '../setup/steps/camera-tool.mjs';

/** @param {string[]} args */
export async function main(args) {
  if (args.length === 0) {
    if (!(await setUpFirst())) return;
    const hasCameraTool = await setUpCamera({ isAskedFor: true });
    if (await setUpWindow())
      console.log(hasCameraTool ? 'Everything is in place.' : 'Everything but the webcam is in place.');
    else process.exitCode = 1;
  } else if (args.join() === '--check') {
    const context = createContext();
    const needed = [...createSteps(context), ...createWindowSteps(context)];
    const isReady = reportState(needed, console.log, [cameraTool(context)]);
    if (!isReady) process.exitCode = 1;
  } else {
    console.error('usage: npm run setup               installs what is missing');
    console.error(
      '       npm run setup -- --check    says what is there and what is missing, changes nothing',
    );
    process.exitCode = 2;
  }
}
