import type { Tensor } from '../core/tensor';
import type { PassRequest } from '../engine/pass';
import { formatShape } from '../model/shapes';
import { failed } from '../shared/errors';
import { message, type Message, type Value } from '../shared/messages/message';
import type { ModelSession } from './model-session';
import { requireOutput } from './predictions';
import type { ModelInput } from './source-picture';

/** Predictions of several frames from one native pass. */
export interface FramesResult {
  /** What the model's output gave, one list for each frame, in their order. */
  readonly outputs: readonly Float32Array[];
  /** Duration of the native pass. */
  readonly passMs: number;
}

function requestFor(session: ModelSession): PassRequest {
  return { activations: [requireOutput(session).head.ref] };
}

/**
 * Several inputs of one shape as one batch.
 * @param inputs  each float32 [1, height, width, channels]
 * @returns       float32 [inputs, height, width, channels]
 * @throws FeaturescopeError engine/bad-input if the shapes differ or there is no input
 */
export function stackInputs(inputs: readonly ModelInput[]): Tensor {
  const [first] = inputs;
  const refuse = (problem: Message, shape: Value) =>
    failed('engine/bad-input', { problem, shape }, { during: [message('doing/analysing-frames')] });
  if (!first) throw refuse(message('part/no-frames'), message('part/at-least-one-frame'));
  const [, ...shape] = first.tensor.shape;
  const size = first.tensor.data.length;
  const data = new Float32Array(inputs.length * size);
  inputs.forEach(({ tensor }, place) => {
    if (tensor.shape.join() !== first.tensor.shape.join() || tensor.shape[0] !== 1)
      throw refuse(
        message('part/frame-shape', { frame: place, found: formatShape(tensor.shape) }),
        formatShape(first.tensor.shape),
      );
    data.set(tensor.data, place * size);
  });
  return { data, shape: [inputs.length, ...shape] };
}

/**
 * Makes ready what `predictFrames` runs; true if that run will be a slow first one.
 * @throws FeaturescopeError model/no-classes if the model has no output of classes or numbers
 */
export function prepareFrames(session: ModelSession, batch: Tensor): boolean {
  return session.engine.prepare(requestFor(session), batch.shape);
}

/**
 * Predictions of all frames of a batch, from one native pass.
 * @param batch  float32 [frames, height, width, channels], as `stackInputs` makes it
 * @throws FeaturescopeError model/no-classes, of the area engine
 */
export function predictFrames(session: ModelSession, batch: Tensor): FramesResult {
  const { activations, elapsedMs } = session.engine.run(requestFor(session), batch);
  const { data } = activations[0]!;
  const frames = batch.shape[0]!;
  const units = data.length / frames;
  const outputs = Array.from({ length: frames }, (_, frame) =>
    data.slice(frame * units, (frame + 1) * units),
  );
  return { outputs, passMs: elapsedMs };
}
