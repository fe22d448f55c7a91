import { firstNotFinite, sizeOf, type Tensor } from '../../core/tensor';
import { failed } from '../../shared/errors';
import { message } from '../../shared/messages/message';
import type { Gradients } from '../../engine/gradients/decode';
import { inferShapes } from '../../model/kinds/infer-shapes';
import type { TensorRef } from '../../model/network';
import { freeMemory, LAYER_BYTES_PER_PASS } from '../memory';
import type { ModelSession } from '../model-session';
import { scoresOf, weightsFor, type HeatTarget } from './target';

/** Pictures of one pass: more bring no speed. */
const MOST_PICTURES = 16;

/** What a method computes with. */
export interface HeatContext {
  readonly session: ModelSession;
  /** [1, height, width, channels], as it is fed */
  readonly input: Tensor;
  readonly target: HeatTarget;
  /** Called before each pass with the share that is done; it may throw to stop. */
  readonly onPass: (share: number) => Promise<void>;
}

/**
 * How many pictures go through one pass back and forth: what all layers give is kept for the way back, and as much again is made
 * on it.
 */
export function picturesPerPass({ session, input }: HeatContext): number {
  const values = inferShapes(session.network, input.shape)
    .flat()
    .reduce((sum, shape) => sum + sizeOf(shape.map((length) => length ?? 1)), 0);
  const most = Math.min(LAYER_BYTES_PER_PASS, freeMemory() / 2);
  return Math.max(1, Math.min(MOST_PICTURES, Math.floor(most / (8 * values))));
}

/**
 * Gradients of the explained score of each picture of a batch.
 * @throws FeaturescopeError engine/no-gradient, heat/not-finite
 */
export function gradientsOf(
  { session, target }: HeatContext,
  batch: Tensor,
  by: readonly TensorRef[],
  withActivations = false,
): Gradients & { readonly scores: readonly number[] } {
  const of = target.output.head.ref;
  const weights = weightsFor(session, target, batch.shape[0]!);
  const found = session.engine.differentiate(
    { of, beforeActivation: true, by, withActivations },
    batch,
    weights,
  );
  const all = [found.summed, ...found.gradients.flatMap((gradient) => gradient ?? [])];
  if (all.some(({ data }) => firstNotFinite(data) >= 0))
    throw failed('heat/not-finite', { model: session.title, remedy: message('part/weights-or-preprocess') });
  return { ...found, scores: scoresOf(target, found.summed.data) };
}

/** Pictures of the form of the input, made one by one, in passes of as many as memory allows. */
export async function eachBatch(
  context: HeatContext,
  count: number,
  fill: (place: number, picture: Float32Array) => void,
  take: (batch: Tensor, from: number) => void,
): Promise<void> {
  const { shape } = context.input;
  const size = sizeOf(shape.slice(1));
  const most = picturesPerPass(context);
  // Passes of about equal numbers: a graph runs fastest with the number that it ran with before.
  const perPass = Math.ceil(count / Math.ceil(count / most));
  for (let from = 0; from < count; from += perPass) {
    await context.onPass(from / count);
    const pictures = Math.min(perPass, count - from);
    const data = new Float32Array(pictures * size);
    for (let place = 0; place < pictures; place++)
      fill(from + place, data.subarray(place * size, (place + 1) * size));
    take({ data, shape: [pictures, ...shape.slice(1)] }, from);
  }
}
