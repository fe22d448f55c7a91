import os from 'node:os';
import { sizeOf } from '../core/tensor';
import { inMegabytes } from '../files/free-space';
import { inferShapes } from '../model/kinds/infer-shapes';
import { failed } from '../shared/errors';
import type { ModelSession } from './model-session';
import type { ModelInput } from './source-picture';

/**
 * Bytes of the layers of which one pass makes pictures or statistics: TensorFlow holds what they give until all of it is used.
 * All layers of InceptionV3 give 130 MB for one picture.
 */
export const LAYER_BYTES_PER_PASS = 256e6;

/** Bytes that this process may still take: what is free here, or in the container. */
export function freeMemory(): number {
  // Older versions of Node do not know limits of containers.
  const { availableMemory } = process as Partial<Pick<typeof process, 'availableMemory'>>;
  return availableMemory?.() ?? os.freemem();
}

/** Bytes of the largest result of any layer for an input. */
function largestResult({ network }: ModelSession, { tensor }: ModelInput): number {
  const shapes = inferShapes(network, tensor.shape).flat();
  return shapes.reduce((most, shape) => Math.max(most, 4 * sizeOf(shape.map((length) => length ?? 1))), 0);
}

/**
 * Refuses what this machine has not the memory for, before it begins: the system would end the program in mid-work.
 * @param resultBytes  of the results that one pass gives; they are there twice for a moment, beside what goes into and comes
 *                     out of the largest layer
 * @throws FeaturescopeError engine/no-memory
 */
export function requireMemory(session: ModelSession, input: ModelInput, resultBytes: number): void {
  const needed = 2 * (resultBytes + largestResult(session, input));
  const free = freeMemory();
  if (needed > free)
    throw failed('engine/no-memory', {
      model: session.title,
      megabytes: inMegabytes(needed),
      free: inMegabytes(free),
    });
}
