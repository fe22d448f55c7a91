/** The arithmetic of one value, in the parts that it is shown in. */
import type { Arithmetic, ArithmeticProducts } from '../../electron/shared/contract';

/** What one input channel adds to the sum: all [height, width]. */
export interface ChannelPart {
  readonly channel: number;
  readonly inputs: Float32Array;
  readonly weights: Float32Array;
  readonly products: Float32Array;
  /** Of the products, in double precision. */
  readonly sum: number;
}

export interface Parts {
  readonly shown: readonly ChannelPart[];
  /** How many are not shown, and what they add together. */
  readonly others: { readonly count: number; readonly sum: number };
}

/**
 * The sum of products by input channels: in their order where all are shown, else those that add or take away the most first.
 * @param most  so many are shown
 */
export function partsOf(
  { channels, height, width, patch, weights }: ArithmeticProducts,
  most: number,
): Parts {
  const taps = height * width;
  const count = channels.length;
  const all = Array.from(channels, (channel, place): ChannelPart => {
    const pick = (values: Float32Array) =>
      Float32Array.from({ length: taps }, (_, tap) => values[tap * count + place]!);
    const [inputs, factors] = [pick(patch), pick(weights)];
    const sum = inputs.reduce((total, value, tap) => total + value * factors[tap]!, 0);
    const products = inputs.map((value, tap) => value * factors[tap]!);
    return { channel, inputs, weights: factors, products, sum };
  });
  if (count <= most) return { shown: all, others: { count: 0, sum: 0 } };
  const ordered = all.toSorted((a, b) => Math.abs(b.sum) - Math.abs(a.sum));
  const left = ordered.slice(most);
  return {
    shown: ordered.slice(0, most),
    others: { count: left.length, sum: left.reduce((total, { sum }) => total + sum, 0) },
  };
}

/** Largest size of numbers, for a scale that is the same on both sides of 0. */
export function limitOf(lists: readonly Float32Array[]): number {
  return lists.reduce(
    (most, list) => list.reduce((largest, value) => Math.max(largest, Math.abs(value)), most),
    0,
  );
}

/** Whether a place of the window lies beyond the border of the input, row after row: nothing is added there. */
export function isBeyond({ rows, columns }: Pick<ArithmeticProducts, 'rows' | 'columns'>): boolean[] {
  return Array.from(rows).flatMap((row) => Array.from(columns, (column) => row < 0 || column < 0));
}

export type SoftmaxStep = Extract<Arithmetic['steps'][number], { kind: 'softmax' }>;

/** What one channel adds to the sum of a softmax. */
export interface SoftmaxPart {
  readonly channel: number;
  readonly logit: number;
  /** exp(logit - largest) */
  readonly power: number;
}

/**
 * The sum of a softmax by channels: the largest first, among them the channel of the value; what the others add together.
 * @param most  so many are shown
 */
export function softmaxParts(
  { logits, largest, total, channel: own }: SoftmaxStep,
  most: number,
): { shown: readonly SoftmaxPart[]; others: { readonly count: number; readonly sum: number } } {
  const partOf = (channel: number): SoftmaxPart => ({
    ...{ channel, logit: logits[channel]! },
    power: Math.exp(logits[channel]! - largest),
  });
  const first = [...logits.keys()].sort((a, b) => logits[b]! - logits[a]!).slice(0, most);
  const shown = (first.includes(own) ? first : [...first.slice(0, most - 1), own]).map(partOf);
  const sum = shown.reduce((left, { power }) => left - power, total);
  return { shown, others: { count: logits.length - shown.length, sum: Math.max(0, sum) } };
}
