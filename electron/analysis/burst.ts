import type { Tensor } from '../core/tensor';
import type { ModelSession } from './model-session';
import { probabilitiesOf, requireHead } from './predictions';
import type { ModelInput } from './source-picture';

/**
 * Class probabilities of several pictures from one native pass over all of them.
 * @param inputs  each [1, height, width, channels], all of the model's input size
 * @returns for each input, in their order, the probability of every class (0 to 1); and how long the pass took
 * @throws FeaturescopeError model/no-classes, model/not-finite, engine/*
 */
export function classifyTogether(
  session: ModelSession,
  inputs: readonly ModelInput[],
): { probabilities: Float32Array[]; elapsedMs: number } {
  const { ref, classCount } = requireHead(session);
  const batch = stack(inputs.map(({ tensor }) => tensor));
  const { activations, elapsedMs } = session.engine.run({ activations: [ref] }, batch);
  const scores = activations[0]!.data;
  return {
    probabilities: inputs.map((_, place) =>
      probabilitiesOf(session, scores.slice(place * classCount, (place + 1) * classCount)),
    ),
    elapsedMs,
  };
}

/** Tensors of one shape [1, ...], joined along the batch axis. */
function stack(tensors: readonly Tensor[]): Tensor {
  const { shape, data } = tensors[0]!;
  const joined = new Float32Array(tensors.length * data.length);
  tensors.forEach((tensor, place) => joined.set(tensor.data, place * data.length));
  return { data: joined, shape: [tensors.length, ...shape.slice(1)] };
}
