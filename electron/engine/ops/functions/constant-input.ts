import { constantLengths } from '../../../model/kinds/functions/constant-input';
import { attribute } from '../../graph-builder';
import type { Write } from './writer';

/** An input besides the picture: one value everywhere, as many entries as there are pictures. */
const constantInput: Write = (call) => {
  const { graph } = call;
  const batch = graph.sliceOfList(graph.shape(call.node('x')), 0, 1);
  const lengths = constantLengths(call);
  const size = lengths.length > 0 ? graph.concat([batch, graph.integers(lengths)], 0, 'int32') : batch;
  return graph.float('Fill', [size, graph.scalar(call.number('value'))], {
    index_type: attribute.type('int32'),
  });
};

export const constantInputWriters: Readonly<Record<string, Write>> = { ConstantInput: constantInput };
