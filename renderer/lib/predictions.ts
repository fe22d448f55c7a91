/** Ranks, entropy and the strip of all classes, from softmax probabilities. */

export interface RankedClass {
  readonly index: number;
  readonly probability: number;
}

/** The k most probable classes, highest first; equal ones in class order. */
export function topClasses(probabilities: Float32Array, k: number): RankedClass[] {
  return Array.from(probabilities, (probability, index) => ({ index, probability }))
    .sort((a, b) => b.probability - a.probability || a.index - b.index)
    .slice(0, k);
}

/** Shannon entropy in bits. */
export function entropyBits(probabilities: Float32Array): number {
  let bits = 0;
  for (const probability of probabilities) if (probability > 0) bits -= probability * Math.log2(probability);
  return bits;
}

export interface StripColumn extends RankedClass {
  readonly height: number; // 0..1, log10 from 1e-6 to 1
}

/** The classes as columns of a strip: each column shows the largest class that falls into it. */
export function stripColumns(probabilities: Float32Array, count: number): StripColumn[] {
  const columns: StripColumn[] = [];
  const shown = Math.min(count, probabilities.length);
  for (let column = 0; column < shown; column++) {
    const start = Math.floor((column * probabilities.length) / shown);
    const end = Math.floor(((column + 1) * probabilities.length) / shown);
    let best = start;
    for (let index = start; index < end; index++)
      if (probabilities[index]! > probabilities[best]!) best = index;
    columns.push({ index: best, probability: probabilities[best]!, height: logHeight(probabilities[best]!) });
  }
  return columns;
}

/** 0 at 1e-6 and below, 1 at probability 1, linear in the exponent. */
export function logHeight(probability: number): number {
  return Math.min(1, Math.max(0, (Math.log10(probability) + 6) / 6));
}
