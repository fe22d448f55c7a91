import { message } from '../../../shared/messages/message';
import type { FunctionCall } from './call';
import type { FunctionTable } from './function-kind';
import { inArrays } from './tensorflow-names';

/** Longer rows of numbers are no positions of steps. */
const LONGEST_RANGE = 65_536;

/** The numbers of a range, as `tf.range` gives them. */
export function rangeOf(call: FunctionCall): number[] {
  const hasLimit = call.argument('limit') != null;
  const [from, to] = hasLimit ? [call.number('start'), call.number('limit')] : [0, call.number('start')];
  const step = call.number('delta', 1);
  const count = step === 0 ? -1 : Math.ceil((to - from) / step);
  if (count < 1 || count > LONGEST_RANGE) throw call.refuse(message('part/range-length', { count }));
  return Array.from({ length: count }, (_, place) => from + place * step);
}

/** What is made from sizes alone: the same number everywhere, or one number after the other. */
export const madeFunctions: FunctionTable = {
  Filled: {
    outputs: (call) => [call.lengths('shape')],
    values: 'any',
    tensorflow: [
      ...inArrays('zeros', { first: 'shape', preset: { value: 0 } }),
      ...inArrays('ones', { first: 'shape', preset: { value: 1 } }),
      ...inArrays('fill', { first: 'shape', renamed: { dims: 'shape' } }),
    ],
  },
  Range: {
    outputs: (call) => [[rangeOf(call).length]],
    values: 'any',
    tensorflow: inArrays('range', { first: 'start' }),
  },
};
