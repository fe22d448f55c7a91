import type { Write } from './writer';

const mergeSteps: Write = (call) => {
  const { graph } = call;
  const rest = call.x.slice(2);
  const x = call.node('x');
  if (rest.every((length) => length !== null)) return graph.reshape(x, graph.integers([-1, ...rest]));
  const lengths = graph.sliceOfList(graph.shape(x), 2, rest.length + 2);
  return graph.reshape(x, graph.concat([graph.integers([-1]), lengths], 0, 'int32'));
};

export const stepWriters: Readonly<Record<string, Write>> = { MergeSteps: mergeSteps };
