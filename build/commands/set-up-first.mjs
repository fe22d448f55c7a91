import { windowBundle } from '../electron/bundle-window.mjs';
import { electron } from '../electron/setup-electron.mjs';
import { windowLibraries } from '../electron/setup-window-libraries.mjs';
import { createContext } from '../setup/context.mjs';
import { setUpOptional } from '../setup/optional.mjs';
import { setUp } from '../setup/run.mjs';
import { createSteps } from '../setup/steps.mjs';
import { cameraTool } from '../setup/steps/camera-tool.mjs';
import { withSignals } from '../setup/with-signals.mjs';

/** @import { Context, Step } from '../setup/context.mjs' */

/**
 * What the window needs beyond what the command line needs.
 * @param {Context} context
 * @returns {Step[]}
 */
export function createWindowSteps(context) {
  return [electron(context), windowLibraries(context), windowBundle(context)];
}

/** @returns {Promise<boolean>} false: the reason has been printed, the process will end with 1 */
export async function setUpFirst() {
  const context = createContext();
  const isReady = await withSignals(context, () => setUp(context, createSteps(context)));
  if (!isReady) process.exitCode = 1;
  return isReady;
}

/**
 * What the window needs, after the rest. A failure is printed and leaves everything else usable.
 * @returns {Promise<boolean>}
 */
export function setUpWindow() {
  const context = createContext();
  return withSignals(context, () => setUp(context, createWindowSteps(context)));
}

/**
 * What only the webcam needs. Where it cannot be had, one line says so and everything else goes on.
 * @param {{ isAskedFor: boolean }} how true: try again although an earlier time did not succeed
 * @returns {Promise<boolean>}
 */
export function setUpCamera(how) {
  const context = createContext();
  return withSignals(context, () => setUpOptional(context, cameraTool(context), how));
}
