import type { OutputKind } from '../shared/names';

/** Softmax in double precision; the largest score is taken off first, so that nothing overflows. */
export function softmax(scores: Float32Array): Float32Array<ArrayBuffer> {
  const largest = scores.reduce((a, b) => Math.max(a, b), -Infinity);
  const powers = Float64Array.from(scores, (score) => Math.exp(score - largest));
  const sum = powers.reduce((a, b) => a + b, 0);
  return Float32Array.from(powers, (power) => power / sum);
}

/**
 * The numbers that are shown for an output: both classes of a single sigmoid, the softmax of scores where that was chosen,
 * otherwise what the model gave.
 */
export function shownValues(kind: OutputKind, outputs: Float32Array): Float32Array {
  if (kind === 'binary') return Float32Array.of(1 - outputs[0]!, outputs[0]!);
  return kind === 'softmax-of-scores' ? softmax(outputs) : outputs;
}

/** True for numbers that are shown as per cent. */
export function areProbabilities(kind: OutputKind): boolean {
  return kind !== 'scores' && kind !== 'value';
}

/** True for probabilities that sum to 1, so that they have an entropy. */
export function isDistribution(kind: OutputKind): boolean {
  return areProbabilities(kind) && kind !== 'sigmoid';
}
