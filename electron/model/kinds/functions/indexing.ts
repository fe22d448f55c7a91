import { message } from '../../../shared/messages/message';
import { isOpen } from '../../config/operand';
import type { Argument } from '../../config/types';
import type { FunctionCall } from './call';
import type { FunctionTable, Lengths, ShapeRule } from './function-kind';
import { inArrays, inOperators } from './tensorflow-names';

const take: ShapeRule = (call) => {
  const indices = call.shapeOf(call.operand('indices'));
  const axis = call.place(call.integer('axis', 0), call.x.length);
  return [[...call.x.slice(0, axis), ...indices, ...call.x.slice(axis + 1)]];
};

/** One part of an index: what becomes of the axis that it stands for. */
export type IndexPart =
  | {
      readonly is: 'slice';
      readonly start: number | null;
      readonly stop: number | null;
      readonly step: number;
    }
  | { readonly is: 'one'; readonly index: number }
  | { readonly is: 'new' }
  | { readonly is: 'rest' };

/** Reads `x[..., 1:, None, 0]`. */
export function indexParts(call: FunctionCall): IndexPart[] {
  const key = call.argument('key');
  const list = Array.isArray(key) ? (key as readonly Argument[]) : [key ?? null];
  const whole = (value: Argument): number | null => {
    if (value === null) return null;
    if (typeof value !== 'number' || !Number.isInteger(value))
      throw call.refuse(message('part/index-computed'));
    return value;
  };
  const parts = list.map((entry): IndexPart => {
    if (entry === null) return { is: 'new' };
    if (typeof entry === 'number') return { is: 'one', index: whole(entry)! };
    if (typeof entry === 'object' && 'is' in entry) {
      if (entry.is === 'ellipsis') return { is: 'rest' };
      if (entry.is === 'slice') {
        const step = whole(entry.step) ?? 1;
        if (step === 0) throw call.refuse(message('part/index-step'));
        return { is: 'slice', start: whole(entry.start), stop: whole(entry.stop), step };
      }
    }
    throw call.refuse(message('part/index-computed'));
  });
  const used = parts.filter((part) => part.is === 'slice' || part.is === 'one').length;
  if (used > call.x.length || parts.filter((part) => part.is === 'rest').length > 1)
    throw call.refuse(message('part/index-parts'));
  return parts;
}

/** Number of entries that `start:stop:step` takes from an axis, by Python's rules. */
function sliceLength(length: number, part: IndexPart & { is: 'slice' }): number {
  const { start, stop, step } = part;
  const bound = (value: number) => {
    const place = value < 0 ? value + length : value;
    return step > 0 ? Math.min(Math.max(place, 0), length) : Math.min(Math.max(place, -1), length - 1);
  };
  const from = start === null ? (step > 0 ? 0 : length - 1) : bound(start);
  const to = stop === null ? (step > 0 ? length : -1) : bound(stop);
  return Math.max(0, Math.ceil((to - from) / step));
}

const getItem: ShapeRule = (call) => {
  const parts = indexParts(call);
  const used = parts.filter((part) => part.is === 'slice' || part.is === 'one').length;
  const withRest = parts.some((part) => part.is === 'rest') ? parts : [...parts, { is: 'rest' } as const];
  const shape: Lengths = [];
  let axis = 0;
  for (const part of withRest) {
    if (part.is === 'new') shape.push(1);
    else if (part.is === 'rest')
      for (let left = call.x.length - used; left > 0; left--) shape.push(call.x[axis++]!);
    else if (part.is === 'one') {
      const length = call.x[axis++]!;
      if (length !== null && (part.index >= length || part.index < -length)) throw call.mismatch([call.x]);
    } else {
      const length = call.x[axis++]!;
      const isWhole = part.start === null && part.stop === null && Math.abs(part.step) === 1;
      shape.push(length === null ? null : isWhole ? length : sliceLength(length, part));
    }
  }
  return [shape];
};

/** First places and lengths of `slice`; null for a length that is open. */
export function sliceParts(call: FunctionCall): { begin: number[]; size: (number | null)[] } {
  const begin = call.integers('begin') ?? [];
  const given = call.argument('size');
  const list = Array.isArray(given) ? (given as readonly Argument[]) : [];
  if (begin.length !== call.x.length || list.length !== call.x.length)
    throw call.refuse(message('part/index-parts'));
  const size = call.x.map((length, axis) => {
    const wanted = list[axis]!;
    if (isOpen(wanted)) return null;
    if (wanted === -1) return length === null ? null : length - begin[axis]!;
    if (typeof wanted !== 'number' || !Number.isInteger(wanted) || wanted < 0)
      throw call.refuse(message('part/index-computed'));
    if (length !== null && begin[axis]! + wanted > length) throw call.mismatch([call.x]);
    return wanted;
  });
  if (begin.some((first) => first < 0)) throw call.refuse(message('part/index-computed'));
  return { begin, size };
}

export const indexingFunctions: FunctionTable = {
  Take: {
    outputs: take,
    values: 'any',
    parameters: ['x', 'indices'],
    tensorflow: inArrays('gather', { renamed: { params: 'x' } }),
  },
  Slice: {
    outputs: (call) => [sliceParts(call).size],
    values: 'of-range',
    tensorflow: inArrays('slice', { renamed: { input_: 'x' } }),
  },
  GetItem: {
    outputs: getItem,
    values: 'of-range',
    parameters: ['x', 'key'],
    tensorflow: inOperators('getitem', { renamed: { tensor: 'x', slice_spec: 'key' } }),
  },
};
