/** Entropy, bars and the strip of all numbers that a model's output gave. */
import type { RankedClass } from '../../electron/core/topk';

/** Shannon entropy in bits. */
export function entropyBits(probabilities: Float32Array): number {
  let bits = 0;
  for (const probability of probabilities) if (probability > 0) bits -= probability * Math.log2(probability);
  return bits;
}

/** Of two classes a model may well be unsure. */
const LEAST_UNIFORM_CLASSES = 3;
/** Share of the greatest entropy that there can be. */
const NEARLY_UNIFORM = 0.995;

/** True for probabilities that are nearly the same for all classes: they come of weights without training, or of another input. */
export function isNearlyUniform(entropy: number | null, count: number): boolean {
  return entropy !== null && count >= LEAST_UNIFORM_CLASSES && entropy > NEARLY_UNIFORM * Math.log2(count);
}

/** What a bar's way covers; it holds zero. */
export interface ValueRange {
  readonly min: number;
  readonly max: number;
}

export const SHARES: ValueRange = { min: 0, max: 1 };

/** From the smallest to the largest of all numbers, zero included. */
export function rangeWithZero(lists: readonly Float32Array[]): ValueRange {
  let [min, max] = [0, 0];
  for (const values of lists)
    for (const value of values) {
      if (value < min) min = value;
      if (value > max) max = value;
    }
  return min === max ? SHARES : { min, max };
}

/** Part of the way, 0..1. */
export interface Bar {
  readonly from: number;
  readonly to: number;
}

/** A bar from zero to the number. */
export function barOf(value: number, { min, max }: ValueRange): Bar {
  const share = (number: number) => Math.min(1, Math.max(0, (number - min) / (max - min)));
  return { from: share(Math.min(0, value)), to: share(Math.max(0, value)) };
}

/** Heights in the strip: the exponent of probabilities, other numbers as they are. */
export type StripScale = 'log' | ValueRange;

export interface StripColumn extends RankedClass, Bar {}

/** The numbers as columns of a strip: each column shows the one of those that fall into it that is farthest from zero. */
export function stripColumns(values: Float32Array, count: number, scale: StripScale = 'log'): StripColumn[] {
  const columns: StripColumn[] = [];
  const shown = Math.min(count, values.length);
  for (let column = 0; column < shown; column++) {
    const start = Math.floor((column * values.length) / shown);
    const end = Math.floor(((column + 1) * values.length) / shown);
    let best = start;
    for (let index = start; index < end; index++)
      if (Math.abs(values[index]!) > Math.abs(values[best]!)) best = index;
    const value = values[best]!;
    columns.push({ index: best, value, ...stripBar(value, scale) });
  }
  return columns;
}

export function stripBar(value: number, scale: StripScale): Bar {
  return scale === 'log' ? { from: 0, to: logHeight(value) } : barOf(value, scale);
}

/** 0 at 1e-6 and below, 1 at probability 1, linear in the exponent. */
export function logHeight(probability: number): number {
  return Math.min(1, Math.max(0, (Math.log10(probability) + 6) / 6));
}
