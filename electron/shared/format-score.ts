/** A number with four significant digits, with all digits of its whole part: 1.392, -0.08070, 123457, 3.100e-7. */
export function formatScore(value: number): string {
  const size = Math.abs(value);
  if (size === 0 || !Number.isFinite(value)) return String(value === 0 ? 0 : value);
  if (size >= 1e6 || size < 1e-4) return value.toExponential(3).replace('e+', 'e');
  return size >= 999.95 ? value.toFixed(0) : value.toPrecision(4);
}
