import type { Shape } from '../../shapes';
import type { Traits } from '../traits';
import type { FunctionCall } from './call';
import type { TensorflowName } from './tensorflow-names';

/** Lengths of the axes; null = open. */
export type Lengths = (number | null)[];

/** Shapes of the results of a call. */
export type ShapeRule = (call: FunctionCall) => Shape[];

/** All that is known of a function of functional models (`keras.ops`, TensorFlow's) but its computation. */
export interface FunctionKind extends Traits {
  readonly outputs: ShapeRule;
  /** Arguments that are given at the call, in Keras' order; all others stand in the configuration. `x` alone if absent. */
  readonly parameters?: readonly string[];
  /** True for one that has a `dtype` in its configuration, as layers have one. */
  readonly isTyped?: true;
  /** Functions of TensorFlow that are the same. */
  readonly tensorflow?: readonly TensorflowName[];
}

/** Functions by their name in this program, which is that of Keras' class. */
export type FunctionTable = Readonly<Record<string, FunctionKind>>;

/** Shape of two tensors after stretching axes of length 1, as NumPy and TensorFlow do. */
export function broadcastShapes(call: FunctionCall, a: Shape, b: Shape): Lengths {
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
