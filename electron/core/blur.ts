import type { Tensor } from './tensor';

/** Weights of a normal distribution, cut off at three deviations, which add up to 1. */
function normalWeights(deviation: number): Float64Array {
  const reach = Math.ceil(3 * deviation);
  const weights = Float64Array.from({ length: 2 * reach + 1 }, (_, place) =>
    Math.exp(-((place - reach) ** 2) / (2 * deviation ** 2)),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** One axis of a list of numbers blurred: `length` entries, `inner` numbers apart; what lies outside is as the edge. */
function alongAxis(data: Float32Array, length: number, inner: number, weights: Float64Array): Float32Array {
  const reach = (weights.length - 1) / 2;
  return data.map((_, place) => {
    const at = Math.floor(place / inner) % length;
    let sum = 0;
    for (let offset = -reach; offset <= reach; offset++) {
      const from = Math.min(length - 1, Math.max(0, at + offset));
      sum += weights[offset + reach]! * data[place + (from - at) * inner]!;
    }
    return sum;
  });
}

/**
 * A picture blurred by a normal distribution.
 * @param picture    [1, height, width, channels], or without channels
 * @param deviation  in pixels, above 0
 */
export function blurred({ data, shape }: Tensor, deviation: number): Float32Array {
  const [, height, width, channels = 1] = shape as [number, number, number, number?];
  const weights = normalWeights(deviation);
  return alongAxis(alongAxis(data, height, width * channels, weights), width, channels, weights);
}
