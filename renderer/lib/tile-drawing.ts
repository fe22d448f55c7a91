/** Draws one byte map as a tile of another size. Larger than the map: nearest pixel. Smaller: area average, then colour. */

/** One map inside a planar byte atlas. */
export interface ByteMap {
  readonly indices: Uint8Array;
  readonly nonFinite: Uint8Array | null;
  readonly offset: number;
  readonly width: number;
  readonly height: number;
}

/** Little-endian ABGR of the colour for NaN and infinite pixels, #ff00d4. */
export const NON_FINITE_COLOUR = 0xffd400ff;

interface Axis {
  readonly starts: Int32Array; // first source pixel of each target pixel
  readonly counts: Int32Array;
  readonly weights: Float32Array; // counts of them for each target pixel, summing to 1
  readonly stride: number;
}

const axes = new Map<number, Axis>();
let sums = new Float32Array(0);

/** Which source pixels each target pixel covers, and by how much. */
function axisOf(source: number, target: number): Axis {
  const key = source * 8192 + target;
  const known = axes.get(key);
  if (known) return known;
  const scale = source / target;
  const stride = Math.ceil(scale) + 1;
  const axis = {
    starts: new Int32Array(target),
    counts: new Int32Array(target),
    weights: new Float32Array(target * stride),
    stride,
  };
  for (let pixel = 0; pixel < target; pixel++) {
    const from = pixel * scale;
    const to = Math.min((pixel + 1) * scale, source);
    const start = Math.floor(from);
    const end = Math.min(Math.ceil(to - 1e-6), source);
    axis.starts[pixel] = start;
    axis.counts[pixel] = end - start;
    for (let at = start; at < end; at++) {
      axis.weights[pixel * stride + at - start] = (Math.min(at + 1, to) - Math.max(at, from)) / (to - from);
    }
  }
  if (axes.size > 200) axes.clear();
  axes.set(key, axis);
  return axis;
}

/**
 * Fills `out` (target width x height, ABGR) with a map.
 * @param table  256 colours, little-endian ABGR
 */
export function drawTile(
  map: ByteMap,
  table: Uint32Array,
  out: Uint32Array,
  width: number,
  height: number,
): void {
  if (width >= map.width && height >= map.height) drawNearest(map, table, out, width, height);
  else drawAverage(map, table, out, width, height);
  if (map.nonFinite) markNonFinite(map, out, width, height);
}

function drawNearest(
  map: ByteMap,
  table: Uint32Array,
  out: Uint32Array,
  width: number,
  height: number,
): void {
  const { indices, offset, width: sourceWidth, height: sourceHeight } = map;
  let lastRow = -1;
  for (let y = 0; y < height; y++) {
    const row = Math.floor(((y + 0.5) * sourceHeight) / height);
    const at = y * width;
    if (row === lastRow) {
      out.copyWithin(at, at - width, at);
      continue;
    }
    lastRow = row;
    const source = offset + row * sourceWidth;
    for (let x = 0; x < width; x++) {
      out[at + x] = table[indices[source + Math.floor(((x + 0.5) * sourceWidth) / width)]!]!;
    }
  }
}

function drawAverage(
  map: ByteMap,
  table: Uint32Array,
  out: Uint32Array,
  width: number,
  height: number,
): void {
  const { indices, offset, width: sourceWidth, height: sourceHeight } = map;
  const across = axisOf(sourceWidth, width);
  const down = axisOf(sourceHeight, height);
  if (sums.length < sourceWidth) sums = new Float32Array(sourceWidth);
  for (let y = 0; y < height; y++) {
    sums.fill(0, 0, sourceWidth);
    for (let tap = 0; tap < down.counts[y]!; tap++) {
      const weight = down.weights[y * down.stride + tap]!;
      const source = offset + (down.starts[y]! + tap) * sourceWidth;
      for (let x = 0; x < sourceWidth; x++) sums[x]! += indices[source + x]! * weight;
    }
    for (let x = 0; x < width; x++) {
      const start = across.starts[x]!;
      const weights = x * across.stride;
      let sum = 0;
      for (let tap = 0; tap < across.counts[x]!; tap++)
        sum += sums[start + tap]! * across.weights[weights + tap]!;
      out[y * width + x] = table[Math.round(sum)]!;
    }
  }
}

/** A target pixel that covers any NaN or infinite value shows it: averaging must not hide one. */
function markNonFinite(map: ByteMap, out: Uint32Array, width: number, height: number): void {
  const marks = map.nonFinite!;
  for (let row = 0; row < map.height; row++) {
    for (let column = 0; column < map.width; column++) {
      if (marks[map.offset + row * map.width + column] === 0) continue;
      const left = Math.floor((column * width) / map.width);
      const right = Math.max(left + 1, Math.floor(((column + 1) * width) / map.width));
      const top = Math.floor((row * height) / map.height);
      const bottom = Math.max(top + 1, Math.floor(((row + 1) * height) / map.height));
      for (let y = top; y < bottom; y++) out.fill(NON_FINITE_COLOUR, y * width + left, y * width + right);
    }
  }
}

/** Diagonal hatch for maps that hold one value only. */
export function drawHatch(
  out: Uint32Array,
  width: number,
  height: number,
  ground: number,
  line: number,
): void {
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) out[y * width + x] = (x + y) % 8 === 7 ? line : ground;
  }
}

/** Makes the corners of a tile round by lowering their alpha. */
export function roundCorners(out: Uint32Array, width: number, height: number, radius: number): void {
  const size = Math.ceil(radius);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const distance = Math.hypot(radius - x - 0.5, radius - y - 0.5);
      const alpha = Math.round(255 * Math.min(1, Math.max(0, radius - distance + 0.5)));
      for (const at of [
        y * width + x,
        y * width + width - 1 - x,
        (height - 1 - y) * width + x,
        (height - 1 - y) * width + width - 1 - x,
      ]) {
        const own = out[at]! >>> 24; // beside a map that is not square nothing is drawn
        out[at] = ((out[at]! & 0x00ffffff) | (Math.min(own, alpha) << 24)) >>> 0;
      }
    }
  }
}
