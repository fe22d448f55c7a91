/** One map of colour table indices, alone or among others behind each other. */
export interface IndexMap {
  readonly indices: Uint8Array;
  /** Where the map begins in `indices`. */
  readonly offset: number;
  readonly width: number;
  readonly height: number;
}

/** Which source pixels each target pixel of one side covers, and by how much. */
interface Axis {
  readonly starts: Int32Array;
  readonly counts: Int32Array;
  /** `stride` a target pixel, summing to 1. */
  readonly weights: Float32Array;
  readonly stride: number;
}

const MOST_KEPT_AXES = 200;
const axes = new Map<string, Axis>();
let sums = new Float32Array(0);

/**
 * A map of colour indices in the size in which it is drawn. A map that grows takes the nearest map pixel (the centre of the
 * drawn pixel decides); one that shrinks takes the mean of the map pixels under the drawn pixel, weighted by the covered area
 * and rounded. Indices are proportional to values, so this is a mean of values, not of colours.
 * @param width  both sides at least the map's, or both at most the map's
 * @param out    where the result goes, at least width * height long
 * @returns `out`: uint8 [height, width]
 */
export function resizeBytes(
  map: IndexMap,
  width: number,
  height: number,
  out: Uint8Array = new Uint8Array(width * height),
): Uint8Array {
  if (width >= map.width && height >= map.height) takeNearest(map, width, height, out);
  else takeMean(map, width, height, out);
  return out;
}

function takeNearest(map: IndexMap, width: number, height: number, out: Uint8Array): void {
  const { indices, offset } = map;
  const columns = Uint32Array.from({ length: width }, (_, x) => Math.floor(((x + 0.5) * map.width) / width));
  let lastRow = -1;
  for (let y = 0; y < height; y++) {
    const row = Math.floor(((y + 0.5) * map.height) / height);
    const at = y * width;
    if (row === lastRow) {
      out.copyWithin(at, at - width, at);
      continue;
    }
    lastRow = row;
    const source = offset + row * map.width;
    for (let x = 0; x < width; x++) out[at + x] = indices[source + columns[x]!]!;
  }
}

function takeMean(map: IndexMap, width: number, height: number, out: Uint8Array): void {
  const { indices, offset, width: sourceWidth } = map;
  const across = axisOf(sourceWidth, width);
  const down = axisOf(map.height, height);
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
      out[y * width + x] = Math.round(sum);
    }
  }
}

function axisOf(source: number, target: number): Axis {
  const key = `${source} ${target}`;
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
    for (let at = start; at < end; at++)
      axis.weights[pixel * stride + at - start] = (Math.min(at + 1, to) - Math.max(at, from)) / (to - from);
  }
  if (axes.size >= MOST_KEPT_AXES) axes.clear();
  axes.set(key, axis);
  return axis;
}
