import type { JudgedLayer } from '../../electron/shared/contract';
import { VERDICT_KINDS, type VerdictKind } from '../../electron/shared/verdicts';
import type { MapPlace } from './matrix-cells';

/** Something that a map shows well, with the number that says so. */
export interface Thing extends MapPlace {
  readonly kind: VerdictKind;
  /** r of a copy or a duplicate, share of zeros of a sparse map, of values at the limit of a saturated one; else 0. */
  readonly value: number;
}

const MOST_THINGS = 3;
/** What is worth a look, the plainest first. */
const WORTH: readonly VerdictKind[] = ['copy', 'sparse', 'inactive', 'dead', 'twin', 'saturated', 'constant'];

/**
 * At most three things to see, each of another verdict and found in the numbers: of each verdict the map in which it is clearest,
 * the first of equal ones; nothing where no map has a verdict.
 */
export function thingsToSee(layers: readonly JudgedLayer[]): Thing[] {
  const clearest = WORTH.flatMap((kind) => clearestOf(kind, layers) ?? []);
  return clearest.slice(0, MOST_THINGS);
}

function clearestOf(kind: VerdictKind, layers: readonly JudgedLayer[]): Thing | null {
  let best: Thing | null = null;
  for (const judged of layers) {
    judged.verdicts.kinds.forEach((place, filter) => {
      if (VERDICT_KINDS[place - 1] !== kind) return;
      const value = valueOf(kind, judged, filter);
      if (best === null || Math.abs(value) > Math.abs(best.value))
        best = { layer: judged.layer, filter, kind, value };
    });
  }
  return best;
}

function valueOf(kind: VerdictKind, { statistics, verdicts }: JudgedLayer, filter: number): number {
  if (kind === 'copy') return statistics.r?.[filter] ?? 0;
  if (kind === 'sparse') return statistics.zeros[filter] ?? 0;
  if (kind === 'saturated') return statistics.limit?.[filter] ?? 0;
  return kind === 'twin' ? (verdicts.twinR[filter] ?? 0) : 0;
}
