import { rangeOf } from '../../../model/kinds/functions/made';
import { attribute } from '../../graph-builder';
import type { Write } from './writer';

const filled: Write = (call) =>
  call.graph.float('Fill', [call.sizeList('shape'), call.graph.scalar(call.number('value', 0))], {
    index_type: attribute.type('int32'),
  });

export const madeWriters: Readonly<Record<string, Write>> = {
  Filled: filled,
  Range: (call) => call.graph.floats(rangeOf(call)),
};
