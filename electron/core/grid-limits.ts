import { FeaturescopeError } from '../shared/errors';

/** Largest picture that we draw: 400 MB of memory while it is drawn, and nearly JPEG's longest side. */
const maxPixels = 100e6;
const maxSidePx = 65_000;

/**
 * Width and height in pixels of a picture of so many layers and filters; both grow with either number or
 * stay.
 */
export type SizeOfGrid = (layers: number, filters: number) => readonly [width: number, height: number];

/**
 * Refuses a grid without a layer or a filter, or one that is too large, before anything is allocated.
 * @param picture what is being drawn, for example `the grid`
 * @throws FeaturescopeError `layers/none` without a layer or filter, `output/too-large` beyond 100 megapixels
 *   or 65,000 pixels a side; its text says how many filters or layers would fit
 */
export function checkGridSize(picture: string, layers: number, filters: number, sizeOf: SizeOfGrid): void {
  if (!(layers >= 1 && filters >= 1))
    throw new FeaturescopeError(
      'layers/none',
      `Drawing ${picture}: choose at least one layer and one filter.`,
    );
  const isDrawable = (l: number, f: number) => {
    const [width, height] = sizeOf(l, f);
    return width * height <= maxPixels && Math.max(width, height) <= maxSidePx;
  };
  if (isDrawable(layers, filters)) return;
  const mostFilters = largest(filters, (f) => isDrawable(layers, f));
  const mostLayers = largest(layers, (l) => isDrawable(l, filters));
  const ways = [
    ...(mostFilters > 0 ? [`at most ${mostFilters} of the filters`] : []),
    ...(mostLayers > 0 ? [`at most ${mostLayers} of the layers`] : []),
  ];
  const advice = ways.length > 0 ? ways.join(' or ') : 'fewer layers and fewer filters';
  const [width, height] = sizeOf(layers, filters);
  throw new FeaturescopeError(
    'output/too-large',
    `Drawing ${picture} of ${layers} layers × ${filters} filters: about ${width} × ${height} pixels are more than ` +
      `${maxPixels / 1e6} megapixels or ${maxSidePx} pixels a side. Choose ${advice}.`,
  );
}

/** Largest whole number below `limit` that passes; every smaller one passes too. 0 if none does. */
function largest(limit: number, passes: (n: number) => boolean): number {
  let below = 0;
  let above = limit;
  while (above - below > 1) {
    const middle = Math.floor((below + above) / 2);
    if (passes(middle)) below = middle;
    else above = middle;
  }
  return below;
}
