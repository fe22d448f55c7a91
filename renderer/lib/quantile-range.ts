import type { Limits } from '../../electron/core/colour-map';

/**
 * The range without a share of the finite values at each end, linearly interpolated as by NumPy's `quantile`: a few extreme
 * pixels then do not decide the colours of all others. Null where no value is finite.
 */
export function quantileRange(values: Float32Array, share: number): Limits | null {
  const sorted = values.filter(Number.isFinite).sort();
  if (sorted.length === 0) return null;
  const at = (quantile: number): number => {
    const place = quantile * (sorted.length - 1);
    const below = sorted[Math.floor(place)]!;
    return below + (place - Math.floor(place)) * (sorted[Math.ceil(place)]! - below);
  };
  return { min: at(share), max: at(1 - share) };
}
