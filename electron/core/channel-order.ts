/**
 * The order of a layer's channels by a statistic: from the largest value to the smallest, or the other way round; equal ones by
 * number, NaN last.
 * @param values  one a channel
 * @returns channel numbers
 */
export function sortedFilters(values: Float32Array, smallestFirst = false): Uint32Array {
  const sign = smallestFirst ? -1 : 1;
  const rank = (value: number) => (Number.isNaN(value) ? -Infinity : sign * value);
  return Uint32Array.from(values.keys()).sort((a, b) => {
    const first = rank(values[a]!);
    const second = rank(values[b]!);
    return first === second ? a - b : second > first ? 1 : -1;
  });
}

/** The same, or null where all values are equal: an order would say what is not there. */
export function orderBy(values: Float32Array | undefined, smallestFirst = false): Uint32Array | null {
  return values?.some((value) => value !== values[0]) ? sortedFilters(values, smallestFirst) : null;
}
