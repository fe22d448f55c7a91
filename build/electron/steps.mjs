import { windowBundle } from './bundle-window.mjs';
import { electron } from './setup-electron.mjs';
import { windowLibraries } from './setup-window-libraries.mjs';

/** @import { Context, Step } from '../setup/context.mjs' */

/**
 * What the window needs beyond what the command line needs.
 * @param {Context} context
 * @returns {Step[]}
 */
export function createWindowSteps(context) {
  return [electron(context), windowLibraries(context), windowBundle(context)];
}
