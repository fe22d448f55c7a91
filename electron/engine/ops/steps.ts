import type { Op } from './op';

/** Shapes as numbers where they are known: oneDNN aborts the process over some graphs that ask a convolution for its size. */
const timeDistributed: Op = ({ graph, inputs, outputShapes }) => {
  const [result, input] = inputs as [string, string | undefined];
  const [, steps, ...rest] = outputShapes[0]!;
  const isKnown = rest.every((length) => length !== null);
  if (isKnown && steps !== null) return [graph.reshape(result, graph.integers([-1, steps!, ...rest]))];
  const lengths = isKnown ? graph.integers(rest) : graph.sliceOfList(graph.shape(result), 1, rest.length + 1);
  const front =
    input === undefined ? graph.integers([-1, steps!]) : graph.sliceOfList(graph.shape(input), 0, 2);
  return [graph.reshape(result, rest.length > 0 ? graph.concat([front, lengths], 0, 'int32') : front)];
};

export const stepOps: Readonly<Record<string, Op>> = { TimeDistributed: timeDistributed };
