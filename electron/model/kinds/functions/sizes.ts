import { operandOf } from '../../config/operand';
import type { Argument, LayerSetting, Size } from '../../config/types';
import type { Shape } from '../../shapes';

/** Arguments that are tensors; all others say sizes, axes or ways. */
const TENSORS = ['x', 'x1', 'x2', 'xs', 'operands', 'condition', 'indices', 'fill_value', 'x_min', 'x_max'];

function asArgument({ isList, values }: Size, place: number): Argument {
  const list = values.map((value, element): Argument => value ?? { is: 'open', place, element });
  return isList ? list : list[0]!;
}

function withSizes(value: Argument, sizes: readonly (Size | undefined)[]): Argument {
  if (Array.isArray(value)) return (value as readonly Argument[]).map((entry) => withSizes(entry, sizes));
  if (typeof value !== 'object' || value === null || !('is' in value)) return value;
  if (value.is === 'slice') {
    const [start, stop, step] = [value.start, value.stop, value.step].map((part) => withSizes(part, sizes));
    return { is: 'slice', start: start!, stop: stop!, step: step! };
  }
  const size = value.is === 'input' ? sizes[value.place] : undefined;
  return size ? asArgument(size, (value as { place: number }).place) : value;
}

/**
 * Arguments in which sizes that are computed while the model runs are the numbers that they come to.
 * @param sizes  of the inputs of the call, where they are known
 */
export function foldedArguments(
  values: Readonly<Record<string, Argument>>,
  sizes: readonly (Size | undefined)[] | undefined,
): Readonly<Record<string, Argument>> {
  if (!sizes) return values;
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      TENSORS.includes(name) ? value : withSizes(value, sizes),
    ]),
  );
}

type Known = (number | null)[];

const ofTwo =
  (compute: (a: number, b: number) => number) =>
  (a: Size, b: Size): Size | undefined => {
    const length = Math.max(a.values.length, b.values.length);
    const at = ({ values }: Size, place: number) => values[values.length === 1 ? 0 : place];
    const values = Array.from({ length }, (_, place): number | null => {
      const [left, right] = [at(a, place), at(b, place)];
      return left == null || right == null ? null : compute(left, right);
    });
    return { isList: a.isList || b.isList, values };
  };

/** Arithmetic with sizes, whole numbers as Python and TensorFlow have them. */
const ARITHMETIC: Readonly<Record<string, (a: Size, b: Size) => Size | undefined>> = {
  Add: ofTwo((a, b) => a + b),
  Subtract: ofTwo((a, b) => a - b),
  Multiply: ofTwo((a, b) => a * b),
  Divide: ofTwo((a, b) => a / b),
  FloorDivide: ofTwo((a, b) => Math.floor(a / b)),
  Mod: ofTwo((a, b) => a - b * Math.floor(a / b)),
  Maximum: ofTwo(Math.max),
  Minimum: ofTwo(Math.min),
};

const whole = (compute: (values: number[]) => number) => (values: Known) =>
  values.every((value) => value !== null) ? compute(values) : null;

const REDUCTIONS: Readonly<Record<string, (values: Known) => number | null>> = {
  Prod: whole((values) => values.reduce((product, value) => product * value, 1)),
  Sum: whole((values) => values.reduce((sum, value) => sum + value, 0)),
  Max: whole((values) => Math.max(...values)),
  Min: whole((values) => Math.min(...values)),
};

/** Whole sizes as a cast leaves them. */
function asCast({ isList, values }: Size, dtype: Argument | undefined): Size {
  const isWhole = typeof dtype === 'string' && /^u?int/.test(dtype);
  return { isList, values: values.map((value) => (value !== null && isWhole ? Math.trunc(value) : value)) };
}

function itemOf({ isList, values }: Size, key: Argument | undefined): Size | undefined {
  const parts = Array.isArray(key) ? (key as readonly Argument[]) : [key];
  const [part] = parts;
  if (!isList || parts.length !== 1) return undefined;
  if (typeof part === 'number') return { isList: false, values: [values.at(part) ?? null] };
  if (typeof part !== 'object' || part === null || !('is' in part) || part.is !== 'slice') return undefined;
  const { start, stop, step } = part;
  const bounds = [start, stop, step];
  if (!bounds.every((bound) => bound === null || Number.isInteger(bound)) || (step ?? 1) !== 1)
    return undefined;
  return { isList: true, values: values.slice((start ?? 0) as number, (stop ?? undefined) as number) };
}

/** The sizes that an argument is, if it is some. */
function sizeOf(value: Argument | undefined, sizes: readonly (Size | undefined)[]): Size | undefined {
  if (Array.isArray(value)) {
    const parts = (value as readonly Argument[]).map((entry) => sizeOf(entry, sizes));
    if (!parts.every((part) => part !== undefined && !part.isList)) return undefined;
    return { isList: true, values: parts.flatMap((part) => part!.values) };
  }
  const operand = operandOf(value);
  if (operand?.is === 'input') return sizes[operand.place];
  if (!operand || operand.shape.length > 1) return undefined;
  return { isList: operand.shape.length === 1, values: operand.values };
}

/**
 * Sizes that a function computes from shapes: of a result that is one, or a list of them; undefined for all else.
 * @param values  arguments of the function by Keras' names, those that are inputs by their place
 * @param shapes  of the inputs
 * @param sizes   of the inputs, where these are sizes themselves
 */
export function computedSizes(
  { functionName = '' }: LayerSetting,
  values: Readonly<Record<string, Argument>>,
  shapes: readonly Shape[],
  sizes: readonly (Size | undefined)[],
): (Size | undefined)[] {
  const x = values['x'];
  if (functionName === 'Shape') {
    const operand = operandOf(x);
    return operand?.is === 'input' ? [{ isList: true, values: shapes[operand.place]! }] : [];
  }
  if (Object.hasOwn(ARITHMETIC, functionName)) {
    const [a, b] = [sizeOf(values['x1'], sizes), sizeOf(values['x2'], sizes)];
    return [a && b && ARITHMETIC[functionName]!(a, b)];
  }
  if (functionName === 'Concatenate') {
    const list = Array.isArray(values['xs']) ? (values['xs'] as readonly Argument[]) : [];
    const parts = list.map((entry) => sizeOf(entry, sizes));
    if (!parts.every((part) => part?.isList)) return [];
    return [{ isList: true, values: parts.flatMap((part) => part!.values) }];
  }
  const given = sizeOf(x, sizes);
  if (!given) return [];
  if (Object.hasOwn(REDUCTIONS, functionName))
    return [{ isList: false, values: [REDUCTIONS[functionName]!(given.values as Known)] }];
  switch (functionName) {
    case 'Identity':
      return [given];
    case 'Stack':
      return [given.isList ? given : undefined];
    case 'Cast':
      return [asCast(given, values['dtype'])];
    case 'GetItem':
      return [itemOf(given, values['key'])];
    case 'Unstack':
      return given.values.map((value) => ({ isList: false, values: [value] }));
    case 'ExpandDims':
      return [given.isList ? undefined : { ...given, isList: true }];
    case 'Squeeze':
      return [given.values.length === 1 ? { ...given, isList: false } : undefined];
    default:
      return [];
  }
}
