/** Turns C, M, Y, K (255 = full ink) at `from` of one array into R, G, B at `to` of another. */
export type CmykToRgb = (cmyk: Uint8Array, from: number, rgb: Uint8Array, to: number) => void;

/** A lookup table from C, M, Y, K to Lab: curves, a four-dimensional grid, curves again. All numbers as 0..1. */
interface LabTable {
  readonly inputCurves: readonly Float64Array[];
  readonly gridPoints: number;
  /** [C, M, Y, K, Lab] in C order. */
  readonly grid: Float64Array;
  readonly outputCurves: readonly Float64Array[];
  /** What 1 stands for in L (0..100) and in a and b (counted from -128). */
  readonly scale: readonly [l: number, ab: number];
}

const INKS = 4;
const COLOURS = 3;

/**
 * Reads the table A2B of a CMYK profile and returns the conversion to sRGB that it describes (linear interpolation in Lab,
 * white stays white, colours outside sRGB are clipped).
 * @param tag  content of A2B0 or A2B1, types `mft1` and `mft2` to Lab
 * @returns    undefined for tables of another type
 * @throws RangeError if the table is not whole
 * Source: ICC.1:2022, sections 10.10 and 10.11; sRGB: IEC 61966-2-1.
 */
export function createCmykToRgb(tag: Uint8Array): CmykToRgb | undefined {
  const table = readLabTable(tag);
  if (table === undefined) return undefined;
  const { gridPoints, grid, outputCurves, scale } = table;
  // Everything about an ink value but its grid cell's neighbours is known beforehand.
  const positions = table.inputCurves.map((curve) =>
    Float64Array.from({ length: 256 }, (_, value) => sampled(curve, value / 255) * (gridPoints - 1)),
  );
  const steps = [3, 2, 1, 0].map((power) => COLOURS * gridPoints ** power);
  const corners = 1 << INKS;
  const offsets = new Int32Array(corners);
  const weights = new Float64Array(corners);
  return (cmyk, from, rgb, to) => {
    offsets[0] = 0;
    weights[0] = 1;
    for (let ink = 0, filled = 1; ink < INKS; ink++, filled *= 2) {
      const position = positions[ink]![cmyk[from + ink]!]!;
      const low = Math.min(Math.floor(position), gridPoints - 2);
      const share = position - low;
      for (let i = 0; i < filled; i++) {
        offsets[i]! += low * steps[ink]!;
        offsets[filled + i] = offsets[i]! + steps[ink]!;
        weights[filled + i] = weights[i]! * share;
        weights[i]! *= 1 - share;
      }
    }
    let l = 0;
    let a = 0;
    let b = 0;
    for (let i = 0; i < corners; i++) {
      const at = offsets[i]!;
      l += weights[i]! * grid[at]!;
      a += weights[i]! * grid[at + 1]!;
      b += weights[i]! * grid[at + 2]!;
    }
    writeLab(
      sampled(outputCurves[0]!, l) * scale[0],
      sampled(outputCurves[1]!, a) * scale[1] - 128,
      sampled(outputCurves[2]!, b) * scale[1] - 128,
      rgb,
      to,
    );
  };
}

function readLabTable(tag: Uint8Array): LabTable | undefined {
  const view = new DataView(tag.buffer, tag.byteOffset, tag.byteLength);
  const type = String.fromCharCode(...tag.subarray(0, 4));
  if (type !== 'mft1' && type !== 'mft2') return undefined;
  const isWide = type === 'mft2';
  const [inputs, outputs, gridPoints] = [view.getUint8(8), view.getUint8(9), view.getUint8(10)];
  if (inputs !== INKS || outputs !== COLOURS || gridPoints < 2) throw new RangeError('not CMYK to Lab');
  let at = isWide ? 52 : 48;
  const read = (count: number): Float64Array => {
    const begin = at;
    at += count * (isWide ? 2 : 1);
    if (count < 2 || at > tag.length) throw new RangeError('too short');
    return Float64Array.from({ length: count }, (_, i) =>
      isWide ? view.getUint16(begin + 2 * i) / 65535 : tag[begin + i]! / 255,
    );
  };
  const curves = (count: number, entries: number): Float64Array[] =>
    Array.from({ length: count }, () => read(entries));
  const inputCurves = curves(INKS, isWide ? view.getUint16(48) : 256);
  const grid = read(gridPoints ** INKS * COLOURS);
  const outputCurves = curves(COLOURS, isWide ? view.getUint16(50) : 256);
  // 16 bits: FF00 is 100 for L, 8000 is 0 for a and b.
  return {
    inputCurves,
    gridPoints,
    grid,
    outputCurves,
    scale: isWide ? [(100 * 65535) / 65280, 65535 / 256] : [100, 255],
  };
}

/** A curve of equally spaced values at 0..1. */
function sampled(curve: Float64Array, x: number): number {
  const position = x * (curve.length - 1);
  const low = Math.min(Math.floor(position), curve.length - 2);
  return curve[low]! + (curve[low + 1]! - curve[low]!) * (position - low);
}

/** Lab under D50 as sRGB bytes. */
function writeLab(l: number, a: number, b: number, rgb: Uint8Array, to: number): void {
  const fy = (l + 16) / 116;
  const x = 0.9642 * cubed(fy + a / 500);
  const y = cubed(fy);
  const z = 0.8249 * cubed(fy - b / 200);
  // XYZ under D50 to linear sRGB, adapted by Bradford.
  rgb[to] = encoded(3.1338561 * x - 1.6168667 * y - 0.4906146 * z);
  rgb[to + 1] = encoded(-0.9787684 * x + 1.9161415 * y + 0.033454 * z);
  rgb[to + 2] = encoded(0.0719453 * x - 0.2289914 * y + 1.4052427 * z);
}

function cubed(f: number): number {
  return f > 6 / 29 ? f * f * f : 3 * (6 / 29) ** 2 * (f - 4 / 29);
}

const CURVE_STEPS = 16384;
/** The sRGB transfer curve as bytes, fine enough that no value is more than half a level off. */
const SRGB_BYTES = Uint8Array.from({ length: CURVE_STEPS + 1 }, (_, i) => {
  const linear = i / CURVE_STEPS;
  return Math.round(255 * (linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055));
});

function encoded(linear: number): number {
  return SRGB_BYTES[Math.round(Math.min(1, Math.max(0, linear)) * CURVE_STEPS)]!;
}
