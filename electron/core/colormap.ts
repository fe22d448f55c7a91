import type { COLORMAP_NAMES } from '../shared/names';
import { colormapHex } from './colormap-tables';

/**
 * A colour map's name: matplotlib's viridis, cividis, magma, gray and, for signed values, RdBu_r (blue,
 * white, red).
 */
export type ColormapName = (typeof COLORMAP_NAMES)[number];

const tables = new Map<ColormapName, Uint8Array>();
const packed = new Map<ColormapName, Uint32Array>();

/**
 * The 256 colours of a map, as matplotlib 3.11 draws them (`colormap(arange(256), bytes=True)`).
 * @returns 768 bytes, R G B of index 0, R G B of index 1, ...; one shared table, not to be written to
 */
export function colormapTable(name: ColormapName): Uint8Array {
  let table = tables.get(name);
  if (table === undefined) {
    const hex = colormapHex[name];
    table = Uint8Array.from({ length: hex.length / 2 }, (_, i) =>
      Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16),
    );
    tables.set(name, table);
  }
  return table;
}

/**
 * The same 256 colours as 32-bit words for the pixels of an `ImageData`: A B G R from the high byte to the
 * low one, opaque. In memory of a little-endian machine (all that we run on) these are the bytes R G B A.
 * @returns 256 words; one shared table, not to be written to
 */
export function colormapRgba32(name: ColormapName): Uint32Array {
  let words = packed.get(name);
  if (words === undefined) {
    const table = colormapTable(name);
    words = Uint32Array.from(
      { length: 256 },
      (_, i) => (255 << 24) | (table[3 * i + 2]! << 16) | (table[3 * i + 1]! << 8) | table[3 * i]!,
    );
    packed.set(name, words);
  }
  return words;
}
