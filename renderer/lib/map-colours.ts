/** Which colours a map's bytes or values get: range per map, per layer or fixed, and the diverging scale for signed layers. */
import { colormapRgba32 } from '../../electron/core/colormap';
import type { ShownRange } from '../../electron/core/colour-map';
import { quantiser } from '../../electron/core/quantise';
import type { Settings } from '../../electron/shared/contract';
import type { MatrixLayer } from './matrix-cells';

type ColourSettings = Pick<Settings, 'range' | 'fixedMin' | 'fixedMax' | 'colormap' | 'divergingForSigned'>;

/** Smallest and largest value of a whole layer; null while its statistics are not here. */
export function layerRange(column: MatrixLayer | null): { min: number; max: number } | null {
  const statistics = column?.statistics;
  if (!statistics || statistics.min.length === 0) return null;
  let min = Infinity;
  let max = -Infinity;
  for (const value of statistics.min) if (value < min) min = value;
  for (const value of statistics.max) if (value > max) max = value;
  return min <= max ? { min, max } : null;
}

/** The limits and the colour map that a map is shown with. */
export function displayRange(
  settings: ColourSettings,
  column: MatrixLayer | null,
  own: { min: number; max: number },
): ShownRange {
  // One value has no range of its own: units are compared within their layer.
  const isByLayer = settings.range === 'layer' || column?.layer.isSpatial === false;
  const range =
    settings.range === 'fixed'
      ? { min: settings.fixedMin, max: settings.fixedMax }
      : isByLayer
        ? (layerRange(column) ?? own)
        : own;
  if (!settings.divergingForSigned || !column?.layer.isSigned)
    return { ...range, colormap: settings.colormap };
  const largest = Math.max(Math.abs(range.min), Math.abs(range.max));
  return { min: -largest, max: largest, colormap: 'diverging' };
}

/**
 * The colour of each byte of a map whose bytes run from `own.min` to `own.max`, when it is shown in another range. Bytes stand
 * for 256 equal steps, so a step's colour is that of its middle.
 */
export function coloursOfBytes(own: { min: number; max: number }, shown: ShownRange): Uint32Array {
  const table = colormapRgba32(shown.colormap);
  if (own.min === shown.min && own.max === shown.max) return table;
  const out = new Uint32Array(256);
  const indexOf = quantiser(shown.min, shown.max);
  for (let byte = 0; byte < 256; byte++) {
    const value = own.min + ((byte + 0.5) / 256) * (own.max - own.min);
    out[byte] = table[indexOf(value)]!;
  }
  return out;
}
