import { areProbabilities } from '../../core/outputs';
import type { FigureClass, PredictionsContent } from '../../image/figure/content';
import type { ModelSession } from '../model-session';
import { formatShown, requireOutput, shortLabel, type RankedLabel } from '../predictions';

/** Stand for the best classes while they are not known. */
export function unknownClasses(count: number): RankedLabel[] {
  return Array.from({ length: count }, (_, index) => ({ index, wordNetId: '', label: '', score: 0 }));
}

/** Classes with their numbers, as a figure shows them. */
export function classesContent(session: ModelSession, ranking: readonly RankedLabel[]): PredictionsContent {
  return { kind: 'predictions', areShares: areShares(session), classes: ranking.map(figureClassOf) };
}

/** Bars go from 0 to 1. */
export function areShares(session: ModelSession): boolean {
  return areProbabilities(requireOutput(session).kind);
}

export function figureClassOf(one: RankedLabel): FigureClass {
  return {
    index: one.index,
    label: shortLabel(one.label),
    value: one.probability ?? one.score ?? NaN,
    text: formatShown(one),
  };
}

/**
 * The same classes of several rankings: the best one of each, and besides those whose number is the largest in any of them, up to
 * `top`; by their largest number.
 * @param rankings  all classes of each, best first; null where there are no numbers
 * @returns of each ranking, in one order
 */
export function comparedClasses(
  rankings: readonly (readonly RankedLabel[] | null)[],
  top: number,
): (FigureClass[] | null)[] {
  const all = rankings.map((ranking) => ranking && ranking.map(figureClassOf));
  const byNumber = all
    .flatMap((classes) => classes ?? [])
    .sort((one, other) => other.value - one.value || one.index - other.index);
  const best = new Set(all.flatMap((classes) => classes?.[0]?.index ?? []));
  const inOrder = [...new Set(byNumber.map(({ index }) => index))];
  const others = inOrder.filter((index) => !best.has(index)).slice(0, Math.max(0, top - best.size));
  const shown = new Set([...best, ...others]);
  const order = inOrder.filter((index) => shown.has(index));
  return all.map((classes) => {
    if (!classes) return null;
    const known = new Map(classes.map((one) => [one.index, one]));
    return order.map((index) => known.get(index)!);
  });
}
