import type { Shape } from '../../shapes';
import type { OperationCall } from './call';

/** Lengths of the axes; null = open. */
export type Lengths = (number | null)[];

/** Shapes of the results of a call. */
export type ShapeRule = (call: OperationCall) => Shape[];

/** Shape of two tensors after stretching axes of length 1, as NumPy and TensorFlow do. */
export function broadcastShapes(call: OperationCall, a: Shape, b: Shape): Lengths {
  const rank = Math.max(a.length, b.length);
  const [left, right] = [a, b].map((shape) => [...new Array<number>(rank - shape.length).fill(1), ...shape]);
  return left!.map((length, place) => {
    const other = right![place]!;
    if (length === other || other === 1) return length;
    if (length === 1) return other;
    if (length === null || other === null) return length ?? other;
    throw call.mismatch([a, b]);
  });
}

/** One result, of the shape of `x`. */
export const same: ShapeRule = (call) => [call.x];

/** The same rule for several operations. */
export const all = (names: readonly string[], rule: ShapeRule) =>
  Object.fromEntries(names.map((name) => [name, rule]));
