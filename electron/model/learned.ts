import type { Network } from './network';

/** Classes whose arrays are statistics of pictures, nothing learned. */
const UNLEARNED = ['Normalization'];

/**
 * For each call whether something that was learned goes into its result: its own weights, or those of a layer before it. Where
 * nothing does, the result is still the picture, only scaled, cut, padded or made smaller.
 */
export function learnedCalls({ calls }: Network): boolean[] {
  const isLearned: boolean[] = [];
  for (const { layer, inputs } of calls) {
    const { weights, wrapped } = layer;
    const hasWeights = [...weights, ...(wrapped?.weights ?? [])].length > 0;
    isLearned.push(
      (hasWeights && !UNLEARNED.includes(layer.className)) || inputs.some((ref) => isLearned[ref.call]),
    );
  }
  return isLearned;
}
