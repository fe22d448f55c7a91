import type { Point, Size } from './coordinates';

/** A cell of a map and its value. */
export interface StrongPlace extends Point {
  readonly value: number;
}

const MOST_PLACES = 4;
/** Places are apart by this share of the shorter side of the map, and by two cells at least: neighbours are one place. */
const APART_SHARE = 1 / 5;
const LEAST_APART = 2;
/** Of the square around a cell, to each side, that decides among equal values. */
const AROUND = 2;

/**
 * The strongest places of a map, no two of them near each other: the largest value first, then the largest that is far enough
 * from those before. Among equal values, such as those at the limit of an activation, the one in the strongest surroundings.
 * Values that equal the smallest of the map are no strong place.
 * @param values  float32 [height, width], row after row; NaN and infinite values are passed over
 * @param isSeen  whether a cell lies over the picture, not over bars that were added to it
 */
export function strongestPlaces(
  values: Float32Array,
  size: Size,
  isSeen: (cell: Point) => boolean = () => true,
): StrongPlace[] {
  const apart = Math.max(LEAST_APART, Math.min(size.width, size.height) * APART_SHARE);
  const cellOf = (at: number) => ({ x: at % size.width, y: Math.floor(at / size.width) });
  const free = Float32Array.from(values, (value, at) =>
    Number.isFinite(value) && isSeen(cellOf(at)) ? value : NaN,
  );
  const least = free.reduce((smallest, value) => (value < smallest ? value : smallest), Infinity);
  const places: StrongPlace[] = [];
  while (places.length < MOST_PLACES) {
    const at = strongestOf(free, values, size);
    if (at < 0 || free[at]! <= least) break;
    const place = { ...cellOf(at), value: free[at]! };
    places.push(place);
    takeAround(free, size, place, apart);
  }
  return places;
}

function strongestOf(free: Float32Array, values: Float32Array, size: Size): number {
  let [best, around] = [-1, 0];
  free.forEach((value, at) => {
    if (Number.isNaN(value) || (best >= 0 && value < free[best]!)) return;
    if (best >= 0 && value === free[best]!) {
      const mean = meanAround(values, size, at);
      if (mean > around) [best, around] = [at, mean];
      return;
    }
    [best, around] = [at, meanAround(values, size, at)];
  });
  return best;
}

/** Of the square around a cell; what is nearer counts for more. */
function meanAround(values: Float32Array, { width, height }: Size, at: number): number {
  const [column, row] = [at % width, Math.floor(at / width)];
  let [sum, weights] = [0, 0];
  for (let y = Math.max(0, row - AROUND); y <= Math.min(height - 1, row + AROUND); y++)
    for (let x = Math.max(0, column - AROUND); x <= Math.min(width - 1, column + AROUND); x++) {
      const value = values[y * width + x]!;
      if (!Number.isFinite(value)) continue;
      const weight = 1 / (1 + (x - column) ** 2 + (y - row) ** 2);
      sum += weight * value;
      weights += weight;
    }
  return sum / weights;
}

/** Takes away what is nearer than `apart`. */
function takeAround(free: Float32Array, { width, height }: Size, place: Point, apart: number): void {
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      if (Math.hypot(x - place.x, y - place.y) < apart) free[y * width + x] = NaN;
}
