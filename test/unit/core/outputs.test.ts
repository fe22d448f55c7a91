import { describe, expect, it } from 'vitest';
import { areProbabilities, isDistribution, shownValues, softmax } from '../../../electron/core/outputs';
import { OUTPUT_KINDS } from '../../../electron/shared/names';

describe('softmax', () => {
  // 1 / (1 + e + e^2) and so on, by hand with bc.
  it('gives the share of each power of e', () => {
    const shares = softmax(Float32Array.of(0, 1, 2));
    [0.09003057317038046, 0.24472847105479767, 0.6652409557748219].forEach((want, place) => {
      expect(shares[place]).toBeCloseTo(want, 7);
    });
  });

  it('does not overflow, and sums to 1', () => {
    expect([...softmax(Float32Array.of(3e38, 3e38, -3e38))]).toEqual([0.5, 0.5, 0]);
    expect([...softmax(Float32Array.of(-1000, -1000))]).toEqual([0.5, 0.5]);
    const many = softmax(Float32Array.from({ length: 1000 }, (_, place) => Math.sin(place) * 50));
    expect(many.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
  });

  it('keeps the order of the scores', () => {
    const scores = Float32Array.of(3, -1, 7, 0);
    const order = (values: Float32Array) => [0, 1, 2, 3].sort((a, b) => values[b]! - values[a]!);
    expect(order(softmax(scores))).toEqual(order(scores));
  });
});

describe('shownValues', () => {
  const outputs = Float32Array.of(5, 5);

  it('sends scores through a softmax only where that was chosen', () => {
    expect([...shownValues('softmax-of-scores', outputs)]).toEqual([0.5, 0.5]);
    for (const kind of ['softmax', 'sigmoid', 'scores', 'value'] as const)
      expect(shownValues(kind, outputs)).toBe(outputs);
  });

  it('makes two classes of a single sigmoid', () => {
    expect([...shownValues('binary', Float32Array.of(0.75))]).toEqual([0.25, 0.75]);
  });
});

it('tells probabilities, and those that sum to 1, from other numbers', () => {
  expect(OUTPUT_KINDS.filter(areProbabilities)).toEqual([
    'softmax',
    'sigmoid',
    'binary',
    'softmax-of-scores',
  ]);
  expect(OUTPUT_KINDS.filter(isDistribution)).toEqual(['softmax', 'binary', 'softmax-of-scores']);
});
