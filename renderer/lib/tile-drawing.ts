/** Draws one byte map as a tile of another size: the bytes first, then their colours. */
import { NON_FINITE_RGB } from '../../electron/core/colour-map';
import { resizeBytes, type IndexMap } from '../../electron/core/resize-bytes';

/** One map as bytes. */
export interface ByteMap extends IndexMap {
  readonly nonFinite: Uint8Array | null;
}

const [red, green, blue] = NON_FINITE_RGB;
/** Little-endian ABGR of the colour for NaN and infinite pixels. */
export const NON_FINITE_COLOUR = (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0;

let bytes = new Uint8Array(0);

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
  const size = width * height;
  if (bytes.length < size) bytes = new Uint8Array(size);
  resizeBytes(map, width, height, bytes);
  for (let at = 0; at < size; at++) out[at] = table[bytes[at]!]!;
  if (map.nonFinite) markNonFinite(map, out, width, height);
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
