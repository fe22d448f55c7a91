/** One class of a ranking. */
export interface RankedClass {
  /** Place in the model's output, from 0. */
  readonly index: number;
  /** The model's number for it, normally its probability. */
  readonly value: number;
}

/**
 * The k largest values, largest first; equal values in the order of their index (as `tf.math.top_k` ranks
 * them).
 * @param values float32, one per class, finite or infinite
 * @param k      how many, at least 0; more than there are gives all
 * @throws RangeError for NaN: it has no place in a ranking, and sorting it would give a normal-looking answer
 */
export function topK(values: Float32Array, k: number): RankedClass[] {
  const nan = values.findIndex(Number.isNaN);
  if (nan >= 0) throw new RangeError(`Ranking ${values.length} values: number ${nan} is NaN.`);
  const best: RankedClass[] = [];
  for (const [index, value] of values.entries()) {
    if (best.length >= k && !(k > 0 && value > best[k - 1]!.value)) continue;
    const after = best.findIndex((other) => value > other.value);
    best.splice(after < 0 ? best.length : after, 0, { index, value });
    if (best.length > k) best.pop();
  }
  return best;
}

/**
 * True if the values can be class probabilities: each in 0..1 and their sum within 0.001 of 1 (softmax in
 * float32 over thousands of classes stays far inside). False for logits, for independent sigmoid scores and
 * for an empty list.
 */
export function looksLikeProbabilities(values: Float32Array): boolean {
  let sum = 0;
  for (const value of values) {
    if (!(value >= 0 && value <= 1)) return false;
    sum += value;
  }
  return Math.abs(sum - 1) <= 1e-3;
}
