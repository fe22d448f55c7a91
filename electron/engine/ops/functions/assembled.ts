import { constantLengths } from '../../../model/kinds/functions/assembled';
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

const mergeSteps: Write = (call) => {
  const { graph } = call;
  const rest = call.x.slice(2);
  const x = call.node('x');
  if (rest.every((length) => length !== null)) return graph.reshape(x, graph.integers([-1, ...rest]));
  const lengths = graph.sliceOfList(graph.shape(x), 2, rest.length + 2);
  return graph.reshape(x, graph.concat([graph.integers([-1]), lengths], 0, 'int32'));
};

export const assembledWriters: Readonly<Record<string, Write>> = {
  ConstantInput: constantInput,
  MergeSteps: mergeSteps,
};
