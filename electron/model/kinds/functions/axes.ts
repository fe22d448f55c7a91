import { message } from '../../../shared/messages/message';
import { isOpen } from '../../config/operand';
import type { Argument } from '../../config/types';
import type { FunctionCall } from './call';
import { broadcastShapes, same, type FunctionTable, type Lengths, type ShapeRule } from './function-kind';
import { inArrays, OF_ONE } from './tensorflow-names';

/** A wanted shape some of whose lengths are known only with the picture. */
function openTarget(call: FunctionCall, list: readonly Argument[]): Lengths {
  if (list.filter((entry) => entry === -1).length > 1) throw call.refuse(message('part/shape-open'));
  return list.map((entry) => {
    if (isOpen(entry) || entry === -1) return null;
    if (typeof entry !== 'number' || !Number.isInteger(entry) || entry < 0)
      throw call.refuse(message('part/shape-computed'));
    return entry;
  });
}

/** Fills in the one open length of a wanted shape, where the number of values is known. */
export function resolveReshape(call: FunctionCall): Lengths {
  const value = call.argument('newshape');
  const list = Array.isArray(value) ? (value as readonly Argument[]) : [value ?? null];
  if (list.some(isOpen)) return openTarget(call, list);
  // A length that another layer computed can only be the batch: all others must be known to check the model.
  const target = list.map((entry, place) => {
    if (entry === null || entry === -1) return -1;
    if (typeof entry === 'number' && Number.isInteger(entry) && entry >= 0) return entry;
    if (place === 0) return -1;
    throw call.refuse(message('part/shape-computed'));
  });
  if (target.filter((length) => length === -1).length > 1) throw call.refuse(message('part/shape-open'));
  const known = target.reduce((product, length) => (length === -1 ? product : product * length), 1);
  const open = target.indexOf(-1);
  const isKnown = call.x.every((length) => length !== null);
  if (!isKnown) {
    const inner = call.x.slice(1);
    const isWholeBatch = open === 0 && inner.every((length) => length !== null);
    const perPicture = isWholeBatch ? inner.reduce<number>((product, length) => product * length!, 1) : NaN;
    // Windows of pictures are joined again: then several entries become one.
    const isDivided = perPicture % known === 0 || known % perPicture === 0;
    if (isWholeBatch && !isDivided) throw call.mismatch([call.x, target]);
    return target.map((length) => (length === -1 ? null : length));
  }
  const count = call.x.reduce<number>((product, length) => product * length!, 1);
  if (open >= 0 ? known === 0 || count % known !== 0 : known !== count) throw call.mismatch([call.x, target]);
  return target.map((length) => (length === -1 ? count / known : length));
}

const transpose = (call: FunctionCall): number[] => {
  const rank = call.x.length;
  const order = call.integers('axes')?.map((axis) => call.place(axis, rank));
  const axes = order ?? Array.from({ length: rank }, (_, place) => rank - 1 - place);
  if (axes.length !== rank || new Set(axes).size !== rank) throw call.refuse(message('part/transposed-some'));
  return axes;
};

/** Order of the axes after `swapaxes`, `moveaxis` or `transpose`. */
export function axisOrder(call: FunctionCall): number[] {
  const rank = call.x.length;
  const order = Array.from({ length: rank }, (_, place) => place);
  if (call.layer.functionName === 'Swapaxes') {
    const [a, b] = [call.place(call.integer('axis1'), rank), call.place(call.integer('axis2'), rank)];
    [order[a], order[b]] = [b, a];
    return order;
  }
  if (call.layer.functionName === 'Moveaxis') {
    const [source, target] = ['source', 'destination'].map((name) => call.axes(rank, name));
    const rest = order.filter((place) => !source!.includes(place));
    const pairs = source!.map((from, place) => [target![place]!, from] as const);
    for (const [to, from] of pairs.sort((p, q) => p[0] - q[0])) rest.splice(to, 0, from);
    return rest;
  }
  return transpose(call);
}

const reordered: ShapeRule = (call) => [axisOrder(call).map((place) => call.x[place]!)];

/** Places at which `expand_dims` inserts axes, in the rank of the result. */
export function insertedPlaces(call: FunctionCall): number[] {
  const axes = call.integers('axis') ?? [0];
  return axes.map((axis) => call.place(axis, call.x.length + axes.length)).sort((a, b) => a - b);
}

const expandDims: ShapeRule = (call) => {
  const shape = [...call.x];
  for (const place of insertedPlaces(call)) shape.splice(place, 0, 1);
  return [shape];
};

/** Places that `squeeze` takes out. */
export function squeezedPlaces(call: FunctionCall): number[] {
  const given = call.integers('axis');
  if (given && given.length > 0) return given.map((axis) => call.place(axis, call.x.length));
  return call.x.flatMap((length, place) => (length === 1 && place > 0 ? [place] : []));
}

const squeeze: ShapeRule = (call) => {
  const places = squeezedPlaces(call);
  if (places.some((place) => call.x[place] !== 1 && call.x[place] !== null)) throw call.mismatch([call.x]);
  return [call.x.filter((_, place) => !places.includes(place))];
};

const broadcastTo: ShapeRule = (call) => {
  const value = call.argument('shape');
  const list = Array.isArray(value) ? (value as readonly Argument[]) : [];
  const shape = list.map((entry, place) => {
    if (typeof entry === 'number' && entry >= 0) return entry;
    if (place === 0 || entry === null || entry === -1 || isOpen(entry)) return null;
    throw call.refuse(message('part/shape-computed'));
  });
  return [broadcastShapes(call, call.x, shape)];
};

export const axesFunctions: FunctionTable = {
  Flip: { outputs: same, values: 'same', tensorflow: inArrays('reverse', { renamed: { tensor: 'x' } }) },
  Roll: { outputs: same, values: 'same', tensorflow: inArrays('roll', { renamed: { input: 'x' } }) },
  Reshape: {
    outputs: (call) => [resolveReshape(call)],
    values: 'same',
    tensorflow: inArrays('reshape', { renamed: { tensor: 'x', shape: 'newshape' } }),
  },
  Ravel: {
    outputs: (call) => [[call.x.includes(null) ? null : call.x.reduce<number>((a, b) => a * b!, 1)]],
    values: 'same',
  },
  Transpose: {
    outputs: reordered,
    values: 'same',
    tensorflow: inArrays('transpose', { renamed: { a: 'x', perm: 'axes' } }),
  },
  Swapaxes: { outputs: reordered, values: 'same' },
  Moveaxis: { outputs: reordered, values: 'same' },
  ExpandDims: {
    outputs: expandDims,
    values: 'same',
    tensorflow: inArrays('expand_dims', { renamed: { input: 'x' } }),
  },
  Squeeze: {
    outputs: squeeze,
    values: 'same',
    tensorflow: inArrays('squeeze', { renamed: { input: 'x', squeeze_dims: 'axis' } }),
  },
  BroadcastTo: {
    outputs: broadcastTo,
    values: 'same',
    tensorflow: inArrays('broadcast_to', { renamed: { input: 'x' } }),
  },
  Shape: {
    outputs: (call) => [[call.x.length]],
    values: 'never-negative',
    tensorflow: inArrays('shape', OF_ONE),
  },
};
