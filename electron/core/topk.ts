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
