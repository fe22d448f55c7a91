import type { Argument } from '../../config/types';

/** How a function of TensorFlow gives its arguments, where it differs from Keras. */
interface Differences {
  /** Parameter that gets the first argument, `x` if absent. */
  readonly first?: string;
  /** Names of parameters: TensorFlow's to Keras'. */
  readonly renamed?: Readonly<Record<string, string>>;
  readonly preset?: Readonly<Record<string, Argument>>;
}

/** A function of TensorFlow by the name that Keras 2 saves in layers of class TFOpLambda and SlicingOpLambda. */
export interface TensorflowName extends Differences {
  readonly saved: string;
}

const under =
  (...prefixes: readonly string[]) =>
  (name: string, differences: Differences = {}): TensorflowName[] =>
    prefixes.map((prefix) => ({ ...differences, saved: `${prefix}${name}` }));

/** The modules in which TensorFlow has a function. */
export const inMath = under('', 'math.', 'compat.v1.', 'compat.v1.math.');
export const inNn = under('nn.', 'compat.v1.nn.', 'math.');
export const inArrays = under('', 'compat.v1.', 'linalg.');
export const inImage = under('image.');
export const inOldImage = under('compat.v1.image.');
export const inKeras = under('keras.');
/** Python's operators on tensors. */
export const inOperators = under('__operators__.');

export const OF_ONE: Differences = { renamed: { features: 'x', input: 'x', tensor: 'x', logits: 'x' } };
export const OF_TWO: Differences = { first: 'x1', renamed: { x: 'x1', y: 'x2', b: 'x2' } };
export const OVER_AXES: Differences = { renamed: { input_tensor: 'x', keep_dims: 'keepdims' } };
