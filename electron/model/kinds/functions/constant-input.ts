import type { Argument } from '../../config/types';
import type { FunctionCall } from './call';
import type { FunctionTable } from './function-kind';

/** Lengths of an input that is given a constant, without the batch. */
export function constantLengths(call: FunctionCall): number[] {
  const shape = call.argument('shape');
  return (Array.isArray(shape) ? (shape as readonly Argument[]).slice(1) : []) as number[];
}

/** An input besides the picture, which is made to have as many entries as there are pictures (constant-inputs.ts). */
export const constantInputFunctions: FunctionTable = {
  ConstantInput: { outputs: (call) => [[call.x[0]!, ...constantLengths(call)]], values: 'any' },
};
