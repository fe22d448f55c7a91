/** Which verdicts are shown or hidden. */
import { VERDICT_KINDS, type VerdictCounts, type VerdictKind } from '../../electron/shared/verdicts';

type Kinds = ReadonlySet<VerdictKind>;

/** The same with one verdict more or less, in the order of the table. */
export function withKind(kinds: Kinds, kind: VerdictKind, isIn: boolean): Kinds {
  return new Set(VERDICT_KINDS.filter((one) => (one === kind ? isIn : kinds.has(one))));
}

/** After several, or after the last one that some map has: none. */
export function nextKind(kinds: Kinds, counts: VerdictCounts): Kinds {
  const [now, another] = kinds;
  if (another !== undefined) return new Set();
  const after = now === undefined ? -1 : VERDICT_KINDS.indexOf(now);
  const next = VERDICT_KINDS.find((kind, place) => place > after && counts[kind] > 0);
  return new Set(next === undefined ? [] : [next]);
}
