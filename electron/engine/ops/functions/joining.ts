import { message } from '../../../shared/messages/message';
import { padAmounts, splitLengths } from '../../../model/kinds/functions/joining';
import { attribute, type GraphBuilder, type NodeName } from '../../graph-builder';
import type { Write, Writer } from './writer';

const concatenate: Write = (call) => {
  const nodes = call.nodes('xs');
  return call.graph.concat(nodes, call.place(call.integer('axis', -1), call.outputShape.length));
};

const stack: Write = (call) => {
  const nodes = call.nodes('x');
  return call.graph.float('Pack', nodes, {
    N: attribute.integer(nodes.length),
    axis: attribute.integer(call.place(call.integer('axis', 0), call.outputShape.length)),
  });
};

/** Cuts pieces off one axis, one after the other. */
function pieces(call: Writer, axis: number, lengths: readonly number[]): NodeName[] {
  const { graph } = call;
  const x = call.node('x');
  let start = 0;
  return lengths.map((length) => {
    const begin = call.x.map((_, place) => (place === axis ? start : 0));
    const size = call.x.map((_, place) => (place === axis ? length : -1));
    start += length;
    return graph.float('Slice', [x, graph.integers(begin), graph.integers(size)], {
      Index: attribute.type('int32'),
    });
  });
}

const split: Write = (call) => {
  const { axis, lengths } = splitLengths(call);
  return pieces(call, axis, lengths);
};

const unstack: Write = (call) => {
  const axis = call.place(call.integer('axis', 0), call.x.length);
  const ones = new Array<number>(call.outputShapes.length).fill(1);
  return pieces(call, axis, ones).map((piece) => call.graph.squeeze(piece, [axis]));
};

const pad: Write = (call) => {
  const { graph } = call;
  const amounts = graph.integers(padAmounts(call));
  const mode = call.text('mode', 'constant').toLowerCase();
  const paddings = { Tpaddings: attribute.type('int32') };
  if (mode === 'reflect' || mode === 'symmetric')
    return graph.float('MirrorPad', [call.node('x'), amounts], {
      ...paddings,
      mode: attribute.text(mode.toUpperCase()),
    });
  if (mode !== 'constant') throw call.refuse(message('part/padding-mode', { mode }));
  const value = call.argument('constant_values') == null ? 0 : call.number('constant_values');
  return graph.float('PadV2', [call.node('x'), amounts, graph.scalar(value)], paddings);
};

function tiled(graph: GraphBuilder, x: NodeName, multiples: readonly number[]): NodeName {
  return graph.float('Tile', [x, graph.integers(multiples)], { Tmultiples: attribute.type('int32') });
}

/** Repeats each entry of an axis: a new axis of copies, then both joined. */
const repeat: Write = (call) => {
  const { graph } = call;
  const rank = call.x.length;
  const axis = call.place(call.integer('axis'), rank);
  const times = call.integer('repeats');
  const copies = tiled(
    graph,
    graph.expandDims(call.node('x'), axis + 1),
    Array.from({ length: rank + 1 }, (_, place) => (place === axis + 1 ? times : 1)),
  );
  const flat = (from: number, to: number) => graph.sliceOfList(graph.shape(copies), from, to);
  const joined = graph.add('Mul', [flat(axis, axis + 1), graph.integers([times])], {
    T: attribute.type('int32'),
  });
  const parts = [
    ...(axis > 0 ? [flat(0, axis)] : []),
    joined,
    ...(axis + 2 < rank + 1 ? [flat(axis + 2, rank + 1)] : []),
  ];
  return graph.reshape(copies, graph.concat(parts, 0, 'int32'));
};

export const joiningWriters: Readonly<Record<string, Write>> = {
  Concatenate: concatenate,
  Stack: stack,
  Split: split,
  TensorflowSplit: split,
  Unstack: unstack,
  Pad: pad,
  Tile: (call) =>
    call.graph.float('Tile', [call.node('x'), call.sizeList('repeats')], {
      Tmultiples: attribute.type('int32'),
    }),
  Repeat: repeat,
};
