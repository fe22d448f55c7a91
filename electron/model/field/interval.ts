/** Places along an axis from the first to the last, each `step`-th one (1 unless told). */
export type Interval = readonly [from: number, to: number, step?: number];
/** `all`: every place counts, whatever is asked for; null: none. */
export type Reach = Interval | 'all' | null;

/** The places between the ends of either. */
export function union(a: Reach, b: Reach): Reach {
  if (a === null || b === 'all') return b;
  if (b === null || a === 'all') return a;
  return [Math.min(a[0], b[0]), Math.max(a[1], b[1])];
}

/** What of it lies on an axis of some length; its step is left out. */
export function within(reach: Interval, length: number): Interval | null {
  const [from, to] = [Math.max(0, reach[0]), Math.min(length - 1, reach[1])];
  return from <= to ? [from, to] : null;
}
