import { indexParts, sliceParts } from '../../../model/kinds/functions/indexing';
import { attribute } from '../../graph-builder';
import type { Write } from './writer';

const take: Write = (call) => {
  const { graph } = call;
  const indices = graph.cast(call.node('indices'), 'float', 'int32');
  const axis = call.place(call.integer('axis', 0), call.x.length);
  return graph.gather(call.node('x'), indices, axis);
};

const getItem: Write = (call) => {
  const parts = indexParts(call);
  const bits = (test: (part: (typeof parts)[number]) => boolean) =>
    attribute.integer(parts.reduce((mask, part, place) => (test(part) ? mask | (1 << place) : mask), 0));
  const { graph } = call;
  const begin = parts.map((part) =>
    part.is === 'slice' ? (part.start ?? 0) : part.is === 'one' ? part.index : 0,
  );
  const end = parts.map((part) =>
    part.is === 'slice' ? (part.stop ?? 0) : part.is === 'one' ? part.index + 1 : 0,
  );
  const step = parts.map((part) => (part.is === 'slice' ? part.step : 1));
  const inputs = [call.node('x'), graph.integers(begin), graph.integers(end), graph.integers(step)];
  return graph.float('StridedSlice', inputs, {
    Index: attribute.type('int32'),
    begin_mask: bits((part) => part.is === 'slice' && part.start === null),
    end_mask: bits((part) => part.is === 'slice' && part.stop === null),
    ellipsis_mask: bits((part) => part.is === 'rest'),
    new_axis_mask: bits((part) => part.is === 'new'),
    shrink_axis_mask: bits((part) => part.is === 'one'),
  });
};

const slice: Write = (call) => {
  const { begin } = sliceParts(call);
  return call.graph.float('Slice', [call.node('x'), call.graph.integers(begin), call.sizeList('size')], {
    Index: attribute.type('int32'),
  });
};

export const indexingWriters: Readonly<Record<string, Write>> = {
  Take: take,
  Slice: slice,
  GetItem: getItem,
};
