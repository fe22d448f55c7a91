import { failed } from '../../shared/errors';
import { message, type Message } from '../../shared/messages/message';

/** Largest picture that we draw: 400 MB of memory while it is drawn. */
const MAX_PIXELS = 100e6;

/**
 * Width and height in pixels of a picture of so many layers and filters; both grow with either number or
 * stay.
 */
export type SizeOfGrid = (layers: number, filters: number) => readonly [width: number, height: number];

/**
 * Refuses a grid without a layer or a filter, or one that is too large, before anything is allocated.
 * @param picture what is being drawn, such as the grid
 * @param longestSidePx  of a picture that can still be used
 * @throws FeaturescopeError `layers/none` without a layer or filter, `output/too-large` beyond 100 megapixels
 *   or the longest side; its text says how many filters or layers would fit
 */
export function checkGridSize(
  picture: Message,
  layers: number,
  filters: number,
  longestSidePx: number,
  sizeOf: SizeOfGrid,
): void {
  if (!(layers >= 1 && filters >= 1)) throw failed('layers/none', { picture });
  const isDrawable = (l: number, f: number) => {
    const [width, height] = sizeOf(l, f);
    return width * height <= MAX_PIXELS && Math.max(width, height) <= longestSidePx;
  };
  if (isDrawable(layers, filters)) return;
  const mostFilters = largest(filters, (f) => isDrawable(layers, f));
  const mostLayers = largest(layers, (l) => isDrawable(l, filters));
  const ways = [
    ...(mostFilters > 0 ? [message('part/advice-filters', { most: mostFilters })] : []),
    ...(mostLayers > 0 ? [message('part/advice-layers', { most: mostLayers })] : []),
  ];
  const [first = message('part/advice-fewer'), second] = ways;
  const advice = second === undefined ? first : message('part/advice-either', { first, second });
  const [width, height] = sizeOf(layers, filters);
  throw failed('output/too-large', {
    problem: message('part/grid-too-large', {
      ...{ picture, layers, filters, width, height },
      megapixels: MAX_PIXELS / 1e6,
      side: longestSidePx,
    }),
    remedy: message('part/choose', { advice }),
  });
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
