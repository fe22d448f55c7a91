import type { Argument } from '../../config/types';
import type { OperationCall } from './call';
import type { ShapeRule } from './rule';

/** Lengths of an input that is given a constant, without the batch. */
export function constantLengths(call: OperationCall): number[] {
  const shape = call.argument('shape');
  return (Array.isArray(shape) ? (shape as readonly Argument[]).slice(1) : []) as number[];
}

/** An input besides the picture, which is made to have as many entries as there are pictures (constant-inputs.ts). */
export const constantInputRules: Readonly<Record<string, ShapeRule>> = {
  ConstantInput: (call) => [[call.x[0]!, ...constantLengths(call)]],
};
