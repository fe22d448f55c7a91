/** The spread of a float map. Without a single finite value `min` and `max` are NaN. */
export interface ValueRange {
  /** Smallest finite value. */
  readonly min: number;
  /** Largest finite value. */
  readonly max: number;
  /** How many values are NaN or infinite; they do not count for `min` and `max`. */
  readonly nonFiniteCount: number;
}

/**
 * Smallest and largest finite value of a map, as matplotlib's autoscaling takes them.
 * @param values float32, any shape
 */
export function rangeOf(values: Float32Array): ValueRange {
  let min = Infinity;
  let max = -Infinity;
  let nonFiniteCount = 0;
  for (const value of values) {
    if (!Number.isFinite(value)) {
      nonFiniteCount++;
      continue;
    }
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return min > max ? { min: NaN, max: NaN, nonFiniteCount } : { min, max, nonFiniteCount };
}

/**
 * What several ranges cover together; those without a finite value count for nothing.
 * @returns NaN and NaN where none has one
 */
export function unionOf(ranges: readonly Pick<ValueRange, 'min' | 'max'>[]): { min: number; max: number } {
  const known = ranges.filter(({ min }) => !Number.isNaN(min));
  if (known.length === 0) return { min: NaN, max: NaN };
  return {
    min: known.reduce((least, { min }) => Math.min(least, min), Infinity),
    max: known.reduce((most, { max }) => Math.max(most, max), -Infinity),
  };
}

/**
 * Colour table index of a value by matplotlib's rule for float32 data (Normalize, then Colormap with 256 colours):
 * n = (value - min) / (max - min) in float32, index = floor(256 n) limited to 0..255.
 *
 * Without spread (min = max, or NaN) every value gives 0. Values beyond the limits take the end colours, +infinity and
 * -infinity too, and NaN takes index 0: an index cannot mark them.
 * @param min  value of index 0, taken as float32
 * @param max  value of index 255, taken as float32
 * @returns the index of a value, 0..255
 */
export function quantiser(min: number, max: number): (value: number) => number {
  const low = Math.fround(min);
  const high = Math.fround(max);
  if (!(high > low)) return () => 0;
  const range = Math.fround(high - low);
  // max - min beyond the largest float32 (matplotlib draws nothing useful there): halving both keeps the quotient.
  const scale = Number.isFinite(range) ? 1 : 0.5;
  const span = scale === 1 ? range : Math.fround(high / 2 - low / 2);
  return (value) => {
    const scaled = Math.fround(Math.fround((value - low) * scale) / span) * 256;
    return scaled >= 255 ? 255 : scaled > 0 ? Math.floor(scaled) : 0;
  };
}

/**
 * Colour table index of every value; see {@link quantiser} for the rule and the limits.
 * @param values float32, any shape
 * @returns uint8 indices in the order of `values`
 */
export function quantiseMap(values: Float32Array, min: number, max: number): Uint8Array {
  return Uint8Array.from(values, quantiser(min, max));
}
