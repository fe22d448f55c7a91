import { message } from '../../../shared/messages/message';
import type { FunctionCall } from './call';
import type { FunctionTable, Lengths, ShapeRule } from './function-kind';
import { inArrays } from './tensorflow-names';

const concatenate: ShapeRule = (call) => {
  const shapes = call.operands('xs').map((operand) => call.shapeOf(operand));
  const [first] = shapes;
  if (!first) throw call.mismatch(shapes);
  const axis = call.place(call.integer('axis', -1), first.length);
  return [
    shapes.slice(1).reduce<Lengths>(
      (joined, shape) => {
        if (shape.length !== joined.length) throw call.mismatch(shapes);
        return joined.map((length, place) => {
          const other = shape[place]!;
          if (place === axis) return length === null || other === null ? null : length + other;
          if (length !== null && other !== null && length !== other) throw call.mismatch(shapes);
          return length ?? other;
        });
      },
      [...first],
    ),
  ];
};

const stack: ShapeRule = (call) => {
  const shapes = call.operands('x').map((operand) => call.shapeOf(operand));
  const [first] = shapes;
  if (!first || shapes.some((shape) => shape.length !== first.length)) throw call.mismatch(shapes);
  const shape: Lengths = first.map((length, place) =>
    shapes.reduce<number | null>((a, s) => a ?? s[place]!, length),
  );
  shape.splice(call.place(call.integer('axis', 0), first.length + 1), 0, shapes.length);
  return [shape];
};

/** Lengths of the pieces of `split` along its axis. */
export function splitLengths(call: FunctionCall): { axis: number; lengths: number[] } {
  const isTensorflow = call.layer.functionName === 'TensorflowSplit';
  const axis = call.place(call.integer('axis', 0), call.x.length);
  const total = call.x[axis];
  if (total == null) throw call.refuse(message('part/split-open'));
  const name = isTensorflow ? 'num_or_size_splits' : 'indices_or_sections';
  const parts = call.argument(name);
  if (typeof parts === 'number') {
    if (!Number.isInteger(parts) || parts < 1 || total % parts !== 0)
      throw call.refuse(message('part/split-into', { length: total, parts }));
    return { axis, lengths: new Array<number>(parts).fill(total / parts) };
  }
  const list = call.integers(name) ?? [];
  if (!isTensorflow) {
    const ends = [...list, total];
    return { axis, lengths: ends.map((end, place) => end - (ends[place - 1] ?? 0)) };
  }
  const known = list.reduce((sum, length) => (length < 0 ? sum : sum + length), 0);
  return { axis, lengths: list.map((length) => (length < 0 ? total - known : length)) };
}

const split: ShapeRule = (call) => {
  const { axis, lengths } = splitLengths(call);
  if (lengths.some((length) => length < 0) || lengths.length > 10_000) throw call.mismatch([call.x]);
  return lengths.map((length) => call.x.map((whole, place) => (place === axis ? length : whole)));
};

const unstack: ShapeRule = (call) => {
  const axis = call.place(call.integer('axis', 0), call.x.length);
  const count = call.x[axis];
  if (count == null || count > 10_000) throw call.refuse(message('part/unstacked-length'));
  return Array.from({ length: count }, () => call.x.filter((_, place) => place !== axis));
};

/** Amounts of `pad` before and behind each axis. */
export function padAmounts(call: FunctionCall): [number, number][] {
  const value = call.argument('pad_width');
  const flat = call.integers('pad_width') ?? [];
  const rank = call.x.length;
  const isPairs = Array.isArray(value) && Array.isArray(value[0]) && flat.length === 2 * rank;
  const pairs = call.x.map((_, place): [number, number] => {
    if (isPairs) return [flat[2 * place]!, flat[2 * place + 1]!];
    return flat.length === 1 ? [flat[0]!, flat[0]!] : [flat[0] ?? -1, flat[1] ?? -1];
  });
  if (pairs.flat().some((amount) => amount < 0 || amount > 65536))
    throw call.refuse(message('part/padding-amounts'));
  return pairs;
}

const pad: ShapeRule = (call) => {
  const amounts = padAmounts(call);
  return [
    call.x.map((length, place) =>
      length === null ? null : length + amounts[place]![0] + amounts[place]![1],
    ),
  ];
};

const tile: ShapeRule = (call) => {
  const repeats = call.lengths('repeats');
  if (repeats.length !== call.x.length) throw call.refuse(message('part/tile-rank'));
  if (repeats.some((times) => times !== null && times < 1)) throw call.refuse(message('part/repeat-nothing'));
  return [
    call.x.map((length, place) => {
      const times = repeats[place]!;
      return length === null || times === null ? null : length * times;
    }),
  ];
};

const repeat: ShapeRule = (call) => {
  const axis = call.place(call.integer('axis'), call.x.length);
  const times = call.integer('repeats');
  if (times < 1) throw call.refuse(message('part/repeat-nothing'));
  return [call.x.map((length, place) => (place === axis && length !== null ? length * times : length))];
};

export const joiningFunctions: FunctionTable = {
  Concatenate: {
    outputs: concatenate,
    values: 'same',
    joins: true,
    parameters: ['xs'],
    tensorflow: inArrays('concat', { first: 'xs', renamed: { values: 'xs' } }),
  },
  Stack: { outputs: stack, values: 'same', tensorflow: inArrays('stack', { renamed: { values: 'x' } }) },
  Split: { outputs: split, values: 'of-range' },
  TensorflowSplit: {
    outputs: split,
    values: 'of-range',
    tensorflow: inArrays('split', { renamed: { value: 'x' } }),
  },
  Unstack: {
    outputs: unstack,
    values: 'of-range',
    tensorflow: inArrays('unstack', { renamed: { value: 'x' } }),
  },
  Pad: {
    outputs: pad,
    values: 'any',
    parameters: ['x', 'constant_values'],
    tensorflow: inArrays('pad', { renamed: { tensor: 'x', paddings: 'pad_width' } }),
  },
  Tile: {
    outputs: tile,
    values: 'same',
    tensorflow: inArrays('tile', { renamed: { input: 'x', multiples: 'repeats' } }),
  },
  Repeat: {
    outputs: repeat,
    values: 'same',
    parameters: ['x', 'repeats'],
    tensorflow: inArrays('repeat', { renamed: { input: 'x' } }),
  },
};
