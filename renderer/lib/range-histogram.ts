import type { Limits } from '../../electron/core/colour-map';
import { binning } from '../../electron/core/histogram';

/** How the values of a map are spread over the range of its colours. */
export interface RangeHistogram {
  /** Values in bins of equal width from the lower limit to the upper one. */
  readonly counts: readonly number[];
  /** Finite values beyond the limits, which have the colours at the ends. */
  readonly below: number;
  readonly above: number;
  /** NaN and infinite values. */
  readonly nonFinite: number;
}

export const HISTOGRAM_BINS = 48;

/**
 * Counts values in bins of equal width by the rule of numpy.histogram in double precision: a bin holds its lower edge and not
 * its upper one, the last holds both.
 * @param values  float32, any shape
 */
export function histogramIn(values: Float32Array, { min, max }: Limits): RangeHistogram {
  const counts = new Array<number>(HISTOGRAM_BINS).fill(0);
  let [below, above, nonFinite] = [0, 0, 0];
  const binOf = binning(min, max, HISTOGRAM_BINS);
  for (const value of values) {
    if (!Number.isFinite(value)) nonFinite++;
    else if (value < min) below++;
    else if (value > max) above++;
    else counts[binOf(value)]!++;
  }
  return { counts, below, above, nonFinite };
}

/** The limits of a bin. */
export function limitsOfBin(range: Limits, bin: number): Limits {
  return { min: edgeOf(range, bin), max: edgeOf(range, bin + 1) };
}

/** As numpy.linspace: the last edge is the limit itself. */
function edgeOf({ min, max }: Limits, edge: number): number {
  return edge === HISTOGRAM_BINS ? max : min + edge * ((max - min) / HISTOGRAM_BINS);
}

/** How high the bars of a histogram are drawn. */
export interface BarHeights {
  /** 0..1, one a bin. */
  readonly heights: readonly number[];
  /** The bin whose bar is broken off, because it would leave no height for the others; null: none. */
  readonly broken: number | null;
}

/** Of the next highest; what is higher by more is broken off. */
const MOST_TIMES = 4;
/** Where the next highest bar ends beside one that is broken off. */
const BESIDE_BROKEN = 0.75;

/** Heights of bars: the highest fills the room, but for one bin that holds nearly everything, as the zeros of a sparse map do. */
export function barHeights(counts: readonly number[]): BarHeights {
  const most = Math.max(...counts);
  const highest = counts.indexOf(most);
  const next = counts.reduce(
    (largest, count, bin) => (bin === highest ? largest : Math.max(largest, count)),
    0,
  );
  const isBroken = next > 0 && most > MOST_TIMES * next;
  const full = isBroken ? next / BESIDE_BROKEN : Math.max(most, 1);
  return {
    heights: counts.map((count) => Math.min(1, count / full)),
    broken: isBroken ? highest : null,
  };
}
