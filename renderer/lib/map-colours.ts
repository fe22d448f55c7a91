/** Which colours a map's bytes or values get: range per map, per layer or fixed, and the diverging scale for signed layers. */
import { colormapRgba32 } from '../../electron/core/colormap';
import { colourMap, shownRange, type Limits, type ShownRange } from '../../electron/core/colour-map';
import type { PixelSize } from '../../electron/core/fit';
import { quantiser, rangeOf } from '../../electron/core/quantise';
import { coloursOf, type ColourSettings } from './figure';
import type { MatrixLayer } from './matrix-cells';

/** What of a layer decides its colours. */
type ColouredLayer = Pick<MatrixLayer, 'layer' | 'statistics'>;

/** Smallest and largest value of a whole layer; null while its statistics are not here. */
export function layerRange(column: ColouredLayer | null): Limits | null {
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
  column: ColouredLayer | null,
  own: Limits,
): ShownRange {
  const { range, ...colours } = coloursOf(settings);
  // One value has no range of its own: units are compared within their layer.
  const isUnit = column?.layer.isSpatial === false && range.scope === 'map';
  const scope = isUnit ? ({ scope: 'layer' } as const) : range;
  return shownRange({ ...colours, range: scope }, own, () => layerRange(column), !!column?.layer.isSigned);
}

/** A map in its own pixels, with the colours of the screen. */
export function mapImage(
  values: Float32Array,
  size: PixelSize,
  settings: ColourSettings,
  column: ColouredLayer | null,
): ReturnType<typeof colourMap> {
  return colourMap(values, size, displayRange(settings, column, rangeOf(values)));
}

/**
 * The colour of each byte of a map whose bytes run from `own.min` to `own.max`, when it is shown in another range. Bytes stand
 * for 256 equal steps, so a step's colour is that of its middle.
 */
export function coloursOfBytes(own: Limits, shown: ShownRange): Uint32Array {
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
