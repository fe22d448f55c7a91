import { sizeOf, type Tensor } from '../core/tensor';
import { inferShapes } from '../model/kinds/infer-shapes';
import type { ListedLayer, TensorRef } from '../model/network';
import type { Note } from '../shared/note';
import { inGroups } from '../core/in-groups';
import { requireMemory } from './memory';
import type { ModelSession } from './model-session';
import { passHoldsNotFinite, warningOf } from './not-finite';
import type { ModelInput } from './source-picture';

/** Bytes of results that one pass gives, unless a single result takes more. They are there twice while they are handed on. */
const BYTES_PER_PASS = 150e6;

/** A result of a layer, before it is computed. */
export interface LayerResult {
  /** `7`, `1/164` inside a model; `7#1` for the second call of a shared layer; `7:1` for its second output. */
  readonly key: string;
  readonly layer: ListedLayer;
  readonly ref: TensorRef;
  /** Without the batch axis. */
  readonly shape: readonly number[];
}

/** A float result of a layer; the tensor is without the batch axis. */
export type NamedActivation = LayerResult & { readonly tensor: Tensor };

/** All results of layers for an input: every call and output of each, or the one further call that is meant. */
export function resultsOf(
  { network }: ModelSession,
  input: ModelInput,
  layers: readonly ListedLayer[],
): LayerResult[] {
  const shapes = inferShapes(network, input.tensor.shape);
  const results = layers.flatMap((layer) =>
    layer.layer.outputs.flatMap((outputs, call) => {
      if (layer.call > 0 && layer.call !== call) return [];
      const end = call > layer.call ? `#${call}` : '';
      return outputs.map((ref, output) => ({
        key: `${layer.indexPath}${end}${output > 0 ? `:${output}` : ''}`,
        layer,
        ref,
        shape: shapes[ref.call]![ref.output]!.slice(1).map((length) => length ?? 1),
      }));
    }),
  );
  return [...new Map(results.map((result) => [result.key, result])).values()];
}

/** Bytes of a result. */
export function bytesOf({ shape }: LayerResult): number {
  return 4 * sizeOf(shape);
}

/** Called before each pass with the first result that it gives and the share that is done; it may throw to stop. */
export type OnPass = (next: LayerResult, share: number) => Promise<void>;

/**
 * Computes results and hands them on one by one, so that memory stays flat however many there are.
 * @param mostBytes  that the results of one pass take; 0 gives each result a pass of its own, whose values then do not depend
 *                   on what else is asked for: a batch normalization is folded into the convolution before it only where
 *                   nobody wants that one
 * @param picture    its name, for the warning
 * @returns a warning where some values are no numbers
 * @throws FeaturescopeError engine/no-memory before anything is computed, and what `take` and `onPass` throw
 */
export async function eachActivation(
  session: ModelSession,
  input: ModelInput,
  results: readonly LayerResult[],
  picture: string,
  take: (activation: NamedActivation) => Promise<void>,
  onPass: OnPass,
  mostBytes = BYTES_PER_PASS,
): Promise<Note | undefined> {
  const groups = inGroups(results, bytesOf, mostBytes);
  const bytesOfGroups = groups.map((group) => group.reduce((sum, result) => sum + bytesOf(result), 0));
  requireMemory(session, input, Math.max(0, ...bytesOfGroups));
  const suspects: TensorRef[] = [];
  // A function of its own, so that nothing holds the results of a group while those of the next are computed.
  const compute = async (group: readonly LayerResult[]) => {
    const pass = session.engine.run({ activations: group.map(({ ref }) => ref) }, input.tensor);
    if (passHoldsNotFinite(pass)) suspects.push(...group.map(({ ref }) => ref));
    for (const [place, result] of group.entries()) {
      const { data, shape } = pass.activations[place]!;
      await take({ ...result, tensor: { data, shape: shape.slice(1) } });
    }
  };
  let done = 0;
  for (const group of groups) {
    await onPass(group[0]!, done / results.length);
    await compute(group);
    done += group.length;
  }
  return suspects.length > 0 ? warningOf(session, input, suspects, picture) : undefined;
}
