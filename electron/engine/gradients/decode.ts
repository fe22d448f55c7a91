import type { Tensor } from '../../core/tensor';
import type { NativeTensor } from '../tensorflow';
import type { GradientPlan, GradientRequest } from './plan';

/** Gradients of a weighted sum. */
export interface Gradients {
  /** What is added up, each value without its weight. */
  readonly summed: Tensor;
  /** Values of the results `by`, where they were asked for. */
  readonly activations: readonly Tensor[];
  /** By each of the results `by`, in its shape; undefined where the sum does not depend on it. */
  readonly gradients: readonly (Tensor | undefined)[];
  /** Activation times gradient, summed over each map: [batch, channels]; undefined where the sum does not depend on it. */
  readonly importance: readonly (Tensor | undefined)[];
  /** Duration of the native call. */
  readonly elapsedMs: number;
}

/** Copies out what a graph for gradients gave. */
export function decodeGradients(
  { by, withActivations }: GradientRequest,
  { leads }: GradientPlan,
  outputs: readonly NativeTensor[],
): Omit<Gradients, 'elapsedMs'> {
  const [summed, ...rest] = outputs.map((output): Tensor => ({ data: output.floats(), shape: output.shape }));
  const activations = withActivations ? rest.splice(0, by.length) : [];
  const found = leads.map((leadsThere) => (leadsThere ? rest.shift() : undefined));
  return {
    summed: summed!,
    activations,
    gradients: found.slice(0, by.length),
    importance: found.slice(by.length),
  };
}
