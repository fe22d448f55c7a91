import type { Argument } from '../../config/types';
import type { FunctionCall } from './call';
import type { FunctionTable } from './function-kind';

/** Lengths of an input that is given a constant, without the batch. */
export function constantLengths(call: FunctionCall): number[] {
  const shape = call.argument('shape');
  return (Array.isArray(shape) ? (shape as readonly Argument[]).slice(1) : []) as number[];
}

/** What no configuration names: `assemble/` puts it into a network. */
export const assembledFunctions: FunctionTable = {
  /** An input besides the picture, which is made to have as many entries as there are pictures (constant-inputs.ts). */
  ConstantInput: { outputs: (call) => [[call.x[0]!, ...constantLengths(call)]], values: 'any' },
  /** The steps of all pictures as one batch, for a layer that works on every step by itself (unroll.ts). */
  MergeSteps: {
    outputs: ({ x: [batch, steps, ...rest] }) => [
      [batch == null || steps == null ? null : batch * steps, ...rest],
    ],
    values: 'same',
  },
};
