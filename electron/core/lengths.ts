import type { FigureLength } from '../shared/contract';

const MM_PER_INCH = 25.4;
/** Typographic points. */
export const POINTS_PER_INCH = 72;

/** A length in pixels, not rounded. */
export function pixelsOf({ value, unit }: FigureLength, dpi: number): number {
  if (unit === 'px') return value;
  return unit === 'in' ? value * dpi : (value / MM_PER_INCH) * dpi;
}

/** Pixels as a length in a unit. */
export function lengthOf(px: number, unit: FigureLength['unit'], dpi: number): FigureLength {
  if (unit === 'px') return { value: px, unit };
  return { value: unit === 'in' ? px / dpi : (px / dpi) * MM_PER_INCH, unit };
}

/** Pixels in millimetres. */
export function mmOf(px: number, dpi: number): number {
  return (px / dpi) * MM_PER_INCH;
}

/** `174 mm`, `3.386 in`, `2055 px`: at most four significant digits, all of a whole part. */
export function lengthText({ value, unit }: FigureLength): string {
  const text = Math.abs(value) >= 1000 ? String(Math.round(value)) : String(Number(value.toPrecision(4)));
  return `${text} ${unit}`;
}
