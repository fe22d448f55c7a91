import { message } from '../../../shared/messages/message';
import { axisOrder, insertedPlaces, squeezedPlaces } from '../../../model/kinds/functions/axes';
import { isOpen } from '../../../model/config/operand';
import { attribute } from '../../graph-builder';
import type { Write } from './writer';

const reshape: Write = (call) => {
  const { graph, outputShape } = call;
  const x = call.node('x');
  const open = outputShape.filter((length) => length === null).length;
  if (open <= 1) return graph.reshape(x, graph.integers(outputShape.map((length) => length ?? -1)));
  const sizes = call.argument('newshape');
  if (Array.isArray(sizes) && sizes.some(isOpen)) return graph.reshape(x, call.sizeList('newshape'));
  // The batch and one more length are open.
  const value = call.argument('newshape');
  const wanted = (Array.isArray(value) ? value : [value]).map((entry, place) =>
    typeof entry === 'number' && entry >= 0 ? entry : place === 0 ? null : -1,
  );
  if (wanted[0] !== null) return graph.reshape(x, graph.integers(wanted.map((length) => length ?? -1)));
  const batch = graph.sliceOfList(graph.shape(x), 0, 1);
  return graph.reshape(x, graph.concat([batch, graph.integers(wanted.slice(1) as number[])], 0, 'int32'));
};

const expandDims: Write = (call) =>
  insertedPlaces(call).reduce((x, place) => call.graph.expandDims(x, place), call.node('x'));

/** Stretches by adding zeros of the wanted shape; open lengths stay as they are. */
const broadcastTo: Write = (call) => {
  const { graph, outputShape } = call;
  const sizes = call.argument('shape');
  const shape =
    Array.isArray(sizes) && sizes.some(isOpen)
      ? call.sizeList('shape')
      : graph.integers(outputShape.map((length) => length ?? 1));
  const zeros = graph.float('Fill', [shape, graph.scalar(0)], {
    index_type: attribute.type('int32'),
  });
  return graph.float('AddV2', [call.node('x'), zeros]);
};

const flip: Write = (call) =>
  call.graph.float('ReverseV2', [call.node('x'), call.graph.integers(call.axes(call.x.length))], {
    Tidx: attribute.type('int32'),
  });

const roll: Write = (call) => {
  const shifts = call.integers('shift') ?? [];
  const axes = call.integers('axis');
  if (!axes || axes.length !== shifts.length) throw call.refuse(message('part/rolled-flat'));
  return call.graph.float(
    'Roll',
    [
      call.node('x'),
      call.graph.integers(shifts),
      call.graph.integers(axes.map((axis) => call.place(axis, call.x.length))),
    ],
    { Tshift: attribute.type('int32'), Taxis: attribute.type('int32') },
  );
};

const shape: Write = (call) => call.graph.cast(call.graph.shape(call.node('x')), 'int32', 'float');

export const axesWriters: Readonly<Record<string, Write>> = {
  Flip: flip,
  Roll: roll,
  Reshape: reshape,
  Ravel: (call) => call.graph.reshape(call.node('x'), call.graph.integers([-1])),
  Transpose: (call) => call.graph.transpose(call.node('x'), axisOrder(call)),
  Swapaxes: (call) => call.graph.transpose(call.node('x'), axisOrder(call)),
  Moveaxis: (call) => call.graph.transpose(call.node('x'), axisOrder(call)),
  ExpandDims: expandDims,
  Squeeze: (call) => call.graph.squeeze(call.node('x'), squeezedPlaces(call)),
  BroadcastTo: broadcastTo,
  Shape: shape,
};
