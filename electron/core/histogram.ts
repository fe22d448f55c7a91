/** How the numbers of an array are spread. Without a single finite one, limits, mean and deviation are 0 and all bins empty. */
export interface Histogram {
  /** Smallest finite value, where the first bin begins. */
  readonly min: number;
  /** Largest finite value, where the last bin ends. */
  readonly max: number;
  /** Of the finite values. */
  readonly mean: number;
  /** Population standard deviation of the finite values. */
  readonly std: number;
  /** Number of all values. */
  readonly total: number;
  /** Exact zeros. */
  readonly zeros: number;
  /** NaN and infinite values, which are in no bin. */
  readonly nonFinite: number;
  /** Values in bins of equal width from `min` to `max`; all in the first one where both are the same. */
  readonly counts: readonly number[];
}

export const HISTOGRAM_BINS = 64;

/** Values that are counted before others may work. */
const SLICE = 2_000_000;

/**
 * Counts values in bins of equal width between the smallest and the largest, by the rule of numpy.histogram in double
 * precision: a bin holds its lower edge and not its upper one, the last holds both.
 * @param values  float32, any shape
 * @param pause   called between slices of large arrays; it may wait, and throw to stop
 */
export async function histogramOf(
  values: Float32Array,
  pause: () => Promise<void> = async () => undefined,
): Promise<Histogram> {
  let [min, max, sum, zeros, finite] = [Infinity, -Infinity, 0, 0, 0];
  await inSlices(values, pause, (slice) => {
    for (const value of slice) {
      if (!Number.isFinite(value)) continue;
      finite++;
      sum += value;
      if (value === 0) zeros++;
      if (value < min) min = value;
      if (value > max) max = value;
    }
  });
  const counts = new Array<number>(HISTOGRAM_BINS).fill(0);
  const total = values.length;
  const nonFinite = total - finite;
  if (finite === 0) return { min: 0, max: 0, mean: 0, std: 0, total, zeros, nonFinite, counts };
  const mean = sum / finite;
  const binOf = binning(min, max, HISTOGRAM_BINS);
  let squares = 0;
  await inSlices(values, pause, (slice) => {
    for (const value of slice) {
      if (!Number.isFinite(value)) continue;
      squares += (value - mean) ** 2;
      counts[binOf(value)]!++;
    }
  });
  return { min, max, mean, std: Math.sqrt(squares / finite), total, zeros, nonFinite, counts };
}

async function inSlices(
  values: Float32Array,
  pause: () => Promise<void>,
  count: (slice: Float32Array) => void,
): Promise<void> {
  for (let start = 0; start < values.length; start += SLICE) {
    if (start > 0) await pause();
    count(values.subarray(start, start + SLICE));
  }
}

/**
 * Tells the bin of a value within the limits, of so many bins of equal width; the first one where both limits are the same.
 * Rounding may put a value beside its bin, so the edges decide.
 */
export function binning(min: number, max: number, bins: number): (value: number) => number {
  const span = max - min;
  if (span === 0) return () => 0;
  const last = bins - 1;
  const edgeOf = (bin: number) => min + bin * (span / bins);
  return (value) => {
    const bin = Math.min(last, Math.floor(((value - min) / span) * bins));
    if (value < edgeOf(bin)) return bin - 1;
    return bin < last && value >= edgeOf(bin + 1) ? bin + 1 : bin;
  };
}
