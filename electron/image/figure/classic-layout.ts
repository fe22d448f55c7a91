/** The 2018 figure is made of subplots of one inch at 100 dots an inch, a fifth of a subplot apart. */
const PX_PER_INCH = 100;
const GAP_SHARE = 0.2;

/**
 * Where one map stands: whole pixels for its area, exact edges for the choice of map pixels. Origin top left.
 */
export interface ClassicCell {
  /** First column and row of the area, and the ones after its last. */
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
  /** Exact edges of the map. */
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * Size of the figure: as many inches wide as filters, as many high as layers (the script's `figsize=(filters,
 * layers)`).
 */
export function classicFigureSize(layers: number, filters: number): [width: number, height: number] {
  return [filters * PX_PER_INCH, layers * PX_PER_INCH];
}

/**
 * Place of one map in the figure of the 2018 script, as matplotlib 3.11 and its renderer Agg compute and
 * round it: `subplot(filters, layers, layer + 1 + filter * layers)` with no margin around the figure and the
 * default gaps of 0.2, then the largest box of the map's proportions in the middle of the subplot (`imshow`,
 * aspect equal), rounded to whole pixels. For 15 layers x 3 filters every square map has 16.85 pixels.
 * @param layer     column, from 0
 * @param filter    row, from 0
 * @param layers    number of columns
 * @param filters   number of rows
 * @param mapHeight rows of the map
 * @param mapWidth  columns of the map
 */
export function classicCell(
  layer: number,
  filter: number,
  layers: number,
  filters: number,
  mapHeight: number,
  mapWidth: number,
): ClassicCell {
  const [figureWidth, figureHeight] = classicFigureSize(layers, filters);
  const slotWidth = figureWidth / (layers + GAP_SHARE * (layers - 1));
  const slotHeight = figureHeight / (filters + GAP_SHARE * (filters - 1));
  const scale = Math.min(slotWidth / mapWidth, slotHeight / mapHeight);
  const width = mapWidth * scale;
  const height = mapHeight * scale;
  const left = layer * slotWidth * (1 + GAP_SHARE) + (slotWidth - width) / 2;
  const top = filter * slotHeight * (1 + GAP_SHARE) + (slotHeight - height) / 2;
  const right = left + width;
  const bottom = top + height;
  return {
    x0: nearest(left),
    y0: nearest(top),
    x1: nearest(right),
    y1: nearest(bottom),
    left,
    top,
    right,
    bottom,
  };
}

/** Nearest whole number, halves up; the fudge absorbs the float error of an edge that lies on a half. */
function nearest(edge: number): number {
  return Math.floor(edge + 0.5 + 1e-8);
}

/**
 * Map column (or row) drawn at each pixel along one side of a cell: the one under the pixel's middle, as Agg
 * finds it in steps of 1/256 map pixel. Where a middle lies on the border of two, the one before it.
 * @param first first pixel of the area
 * @param end   the one after its last
 * @param start exact edge where map pixel 0 begins
 * @param stop  exact edge where the last map pixel ends
 * @param count number of map pixels
 */
export function classicSamples(
  first: number,
  end: number,
  start: number,
  stop: number,
  count: number,
): number[] {
  return Array.from({ length: end - first }, (_, i) => {
    // Counted from the far edge, like matplotlib, which makes the border belong to the pixel before it.
    const fromStop = ((stop - (first + i + 0.5)) / (stop - start)) * count;
    return Math.min(count - 1, Math.max(0, count - 1 - Math.floor(Math.trunc(fromStop * 256 + 1e-8) / 256)));
  });
}
