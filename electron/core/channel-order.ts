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

/**
 * The order of a layer's channels by verdict, in the order of the table of verdicts, those of which nothing is said last; equal
 * ones by number.
 * @param kinds  one a channel: 0 for none, else the verdict's place in the table, counted from 1
 * @returns channel numbers; null where all are equal
 */
export function orderByVerdict(kinds: Uint8Array): Uint32Array | null {
  return orderBy(
    Float32Array.from(kinds, (kind) => (kind === 0 ? Infinity : kind)),
    true,
  );
}

/**
 * The order of a layer's channels by how alike they are to one of them, whichever sign: that one first, then by |r|, NaN last.
 * @param r  Pearson's r of each channel with `channel`
 */
export function orderByLikeness(r: Float32Array, channel: number): Uint32Array {
  return sortedFilters(r.map((value, place) => (place === channel ? Infinity : Math.abs(value))));
}

/**
 * The order of a layer's channels by groups of alike ones: the largest group first, then all that belong to none; within a group,
 * among groups of one size and among the rest by number.
 * @param groups  one a channel: the number of the first channel of its group, its own one where it stands alone
 * @returns channel numbers; null where no two belong together
 */
export function orderByGroup(groups: Int32Array): Uint32Array | null {
  const sizes = new Uint32Array(groups.length);
  for (const group of groups) sizes[group]!++;
  if (sizes.every((size) => size < 2)) return null;
  return Uint32Array.from(groups.keys()).sort((a, b) => {
    const [first, second] = [groups[a]!, groups[b]!];
    const [size, other] = [sizes[first]!, sizes[second]!];
    if (size !== other) return other - size;
    // Of channels that stand alone the group is the channel.
    return first === second ? a - b : first - second;
  });
}
