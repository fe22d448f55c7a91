import { bundle } from './steps/bundle.mjs';
import { nodeAndPlatform } from './steps/node.mjs';
import { packages } from './steps/packages.mjs';
import { tensorflow } from './steps/tensorflow.mjs';

/** @import { Context, Step } from './context.mjs' */

/**
 * The parts of the set-up in the order in which they need each other.
 * @param {Context} context
 * @returns {Step[]}
 */
export function createSteps(context) {
  return [nodeAndPlatform(context), packages(context), tensorflow(context), bundle(context)];
}
