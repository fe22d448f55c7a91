import type { FunctionTable } from './function-kind';

/** The steps of all pictures as one batch, for a layer that works on every step by itself. */
export const stepFunctions: FunctionTable = {
  MergeSteps: {
    outputs: ({ x: [batch, steps, ...rest] }) => [
      [batch == null || steps == null ? null : batch * steps, ...rest],
    ],
    values: 'same',
  },
};
