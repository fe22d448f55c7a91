import type { ColourProfile } from './colour-profile';
import { tagAt, viewOf } from './headers/header';

/** XYZ under D50 of sRGB's primaries. Source: ICC's sRGB2014 profile; others round up to 0.001 otherwise. */
const SRGB_PRIMARIES: Readonly<Record<string, readonly number[]>> = {
  rXYZ: [0.4361, 0.2225, 0.0139],
  gXYZ: [0.3851, 0.7169, 0.0971],
  bXYZ: [0.1431, 0.0606, 0.7141],
};
const PRIMARY_TOLERANCE = 0.003;
/** How far a curve may be from sRGB's: what sRGB profiles with tables and rounded parameters differ by, below two of 255 steps. */
const CURVE_TOLERANCE = 0.006;
const CURVE_SAMPLES = [0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 1];

/** The linear value of an sRGB value, both 0..1. Source: IEC 61966-2-1. */
function srgbToLinear(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

/**
 * True for a profile whose colours are those of sRGB, so that converting would change nothing to see: by primaries and
 * curves for RGB, by its curve for grey.
 */
export function isSrgbProfile({ space, parts }: ColourProfile): boolean {
  try {
    if (space === 'GRAY') return isSrgbCurve(parts.get('kTRC'));
    return (
      space === 'RGB' &&
      Object.entries(SRGB_PRIMARIES).every(([name, wanted]) => isNear(xyzOf(parts.get(name)), wanted)) &&
      ['rTRC', 'gTRC', 'bTRC'].every((name) => isSrgbCurve(parts.get(name)))
    );
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** The name that a profile gives itself, such as `Display P3`; '' where it has none. Source: ICC.1:2022, 10.15, and ICC.1:2001-04, 6.5.17. */
export function profileName({ parts }: ColourProfile): string {
  const part = parts.get('desc');
  if (part === undefined) return '';
  try {
    const view = viewOf(part);
    if (tagAt(part, 0) !== 'mluc')
      return clean(String.fromCharCode(...part.subarray(12, 12 + Math.min(view.getUint32(8), 100))));
    const [length, at] = [view.getUint32(20), view.getUint32(24)];
    return clean(new TextDecoder('utf-16be').decode(part.subarray(at, at + Math.min(length, 200))));
  } catch (error) {
    if (error instanceof RangeError) return '';
    throw error;
  }
}

/** Names come from the file: nothing but what can be read is passed on. */
function clean(name: string): string {
  return name.replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '').trim();
}

function isNear(values: readonly number[], wanted: readonly number[]): boolean {
  return values.length === 3 && values.every((value, i) => Math.abs(value - wanted[i]!) < PRIMARY_TOLERANCE);
}

/** XYZType: three numbers of 16.16 bits behind 8 bytes. */
function xyzOf(part: Uint8Array | undefined): number[] {
  if (part === undefined) return [];
  const view = viewOf(part);
  return [8, 12, 16].map((at) => view.getInt32(at) / 65536);
}

function isSrgbCurve(part: Uint8Array | undefined): boolean {
  const curve = part && curveOf(part);
  return (
    curve !== undefined &&
    CURVE_SAMPLES.every((value) => Math.abs(curve(value) - srgbToLinear(value)) < CURVE_TOLERANCE)
  );
}

/** A tone curve, stored value to linear value. Source: ICC.1:2022, 10.6 (curveType) and 10.18 (parametricCurveType). */
function curveOf(part: Uint8Array): ((value: number) => number) | undefined {
  const view = viewOf(part);
  if (tagAt(part, 0) === 'para') {
    const [g = 1, a = 1, b = 0, c = 0, d = 0, e = 0, f = 0] = Array.from(
      { length: [1, 3, 4, 5, 7][view.getUint16(8)] ?? 0 },
      (_, i) => view.getInt32(12 + 4 * i) / 65536,
    );
    const kind = view.getUint16(8);
    if (kind === 0) return (x) => x ** g;
    if (kind <= 2) return (x) => (x >= -b / a ? (a * x + b) ** g + c : c);
    return (x) => (x >= d ? (a * x + b) ** g + e : c * x + f);
  }
  if (tagAt(part, 0) !== 'curv') return undefined;
  const count = view.getUint32(8);
  if (count === 0) return (x) => x;
  if (count === 1) {
    const gamma = view.getUint16(12) / 256;
    return (x) => x ** gamma;
  }
  return (x) => {
    const place = x * (count - 1);
    const [low, high] = [Math.floor(place), Math.ceil(place)];
    const [from, to] = [view.getUint16(12 + 2 * low), view.getUint16(12 + 2 * high)];
    return (from + (to - from) * (place - low)) / 65535;
  };
}
