import type { Shape } from '../shapes';
import { weightless, type KindTable } from './kind';

/**
 * What a layer that works on every step gives: the results of all steps (see `MergeSteps`), taken apart again into pictures.
 * Where the number of steps is open, the call has the input as a second one.
 */
const splitSteps = weightless((_, [result, input], args) => {
  const given = args.named['steps'];
  const steps = typeof given === 'number' ? given : (input?.[1] ?? null);
  const [batch, ...rest] = result!;
  const pictures = input?.[0] ?? (batch == null || steps === null ? null : batch / steps);
  return [[pictures, steps, ...rest] satisfies Shape];
});

export const stepKinds: KindTable = {
  TimeDistributed: { ...splitSteps, settings: ['layer'], values: 'same' },
};
