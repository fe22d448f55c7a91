/**
 * Parts of one run at most: their operations go on beside each other, which the few large ones of a single part hardly do. Only so
 * many, or half as many and so on, since each number of them is a graph of its own.
 */
const MOST_AT_ONCE = 8;
/** Values that one run goes through, some times of which are in memory meanwhile; a larger part goes alone. */
const MOST_VALUES = 4e6;

/**
 * Groups what small graphs of one form do into runs.
 * @param parts     told apart by their keys, which are equal for equal forms
 * @param valuesOf  how many values a part goes through
 * @returns the parts of each run, which have one key
 */
export function inRuns<Part extends { readonly key: string }>(
  parts: readonly Part[],
  valuesOf: (part: Part) => number,
): Part[][] {
  const forms = new Map<string, Part[]>();
  for (const part of parts) {
    const some = forms.get(part.key);
    if (some) some.push(part);
    else forms.set(part.key, [part]);
  }
  return [...forms.values()].flatMap((some) => runsOf(some, valuesOf));
}

function runsOf<Part>(parts: readonly Part[], valuesOf: (part: Part) => number): Part[][] {
  const runs: Part[][] = [];
  for (let start = 0; start < parts.length; start += runs.at(-1)!.length) {
    let count = MOST_AT_ONCE;
    const values = () => parts.slice(start, start + count).reduce((sum, part) => sum + valuesOf(part), 0);
    while (count > 1 && (start + count > parts.length || values() > MOST_VALUES)) count /= 2;
    runs.push(parts.slice(start, start + count));
  }
  return runs;
}
