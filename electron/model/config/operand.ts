import { isObject } from './call-arguments';
import type { Argument, OpenSize } from './types';

/** True for a plain list of numbers, however nested. */
function isNumeric(value: Argument): boolean {
  if (Array.isArray(value)) return (value as readonly Argument[]).every(isNumeric);
  return typeof value === 'number' || typeof value === 'boolean';
}

/** An argument that is a tensor: a result of the call's inputs, or numbers. Undefined for anything else. */
export type Operand =
  | { readonly is: 'input'; readonly place: number }
  | { readonly is: 'constant'; readonly shape: readonly number[]; readonly values: readonly number[] };

/** True for a size that is only known when the model runs. */
export function isOpen(value: Argument | undefined): value is OpenSize {
  return isObject(value) && (value as { is?: unknown }).is === 'open';
}

/** Places of the inputs that an argument, or a list of arguments, refers to. */
export function placesIn(value: Argument | undefined): number[] {
  if (Array.isArray(value)) return (value as readonly Argument[]).flatMap(placesIn);
  if (typeof value !== 'object' || value === null || !('is' in value)) return [];
  if (value.is === 'slice') return [value.start, value.stop, value.step].flatMap(placesIn);
  return value.is === 'input' ? [value.place] : [];
}

/** Reads an argument as a tensor; a number is a tensor of rank 0. */
export function operandOf(value: Argument | undefined): Operand | undefined {
  if (typeof value === 'number') return { is: 'constant', shape: [], values: [value] };
  if (Array.isArray(value) && value.length > 0 && isNumeric(value)) {
    const shape: number[] = [];
    for (let level: unknown = value; Array.isArray(level); level = level[0]) shape.push(level.length);
    const values = (value as unknown[]).flat(shape.length).map(Number);
    return values.length === shape.reduce((a, b) => a * b, 1) ? { is: 'constant', shape, values } : undefined;
  }
  if (!isObject(value)) return undefined;
  const argument = value as Exclude<Argument, null | boolean | number | string | readonly Argument[]>;
  return argument.is === 'input' || argument.is === 'constant' ? argument : undefined;
}
