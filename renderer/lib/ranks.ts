/** Where a number stands among others, the largest first. */
export interface Rank {
  /** Places that it shares with those that are equal, counted from 1; the same where it is alone. */
  readonly first: number;
  readonly last: number;
  /** How many numbers there are; those that are NaN do not count. */
  readonly of: number;
}

/** The rank of one of several numbers, the largest first; null for NaN. */
export function rankOf(numbers: ArrayLike<number>, at: number): Rank | null {
  const own = numbers[at];
  if (own === undefined || Number.isNaN(own)) return null;
  let [larger, equal, of] = [0, 0, 0];
  for (let other = 0; other < numbers.length; other++) {
    const number = numbers[other]!;
    if (Number.isNaN(number)) continue;
    of++;
    if (number > own) larger++;
    else if (number === own) equal++;
  }
  return { first: larger + 1, last: larger + equal, of };
}
