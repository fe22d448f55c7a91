/**
 * Parts of one run at most: their operations go on beside each other, which the few large ones of a single part hardly do. Only so
 * many, or half as many and so on, since each number of them is a graph of its own.
 */
const MOST_AT_ONCE = 8;
/** Values that one run goes through, some times of which are in memory meanwhile; a larger part goes alone. */
const MOST_VALUES = 4e6;

interface Part {
  /** Equal for what one graph may do together. */
  readonly key: string;
  readonly values: number;
}

/** Groups what small graphs do into runs, each of parts with one key. */
export function inRuns<P extends Part>(parts: readonly P[]): P[][] {
  const byKey = new Map<string, P[]>();
  for (const part of parts) {
    const some = byKey.get(part.key);
    if (some) some.push(part);
    else byKey.set(part.key, [part]);
  }
  return [...byKey.values()].flatMap(runsOf);
}

function runsOf<P extends Part>(parts: readonly P[]): P[][] {
  const runs: P[][] = [];
  for (let start = 0; start < parts.length; start += runs.at(-1)!.length) {
    let count = MOST_AT_ONCE;
    const values = () => parts.slice(start, start + count).reduce((sum, part) => sum + part.values, 0);
    while (count > 1 && (start + count > parts.length || values() > MOST_VALUES)) count /= 2;
    runs.push(parts.slice(start, start + count));
  }
  return runs;
}
