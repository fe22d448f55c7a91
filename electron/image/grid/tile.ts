/** Smallest and largest cell edge that `bestCellPx` chooses, in pixels. */
const SMALLEST_CELL_PX = 112;
const LARGEST_CELL_PX = 160;
const PREFERRED_CELL_PX = 128;

/**
 * A map that fills at least this share of the cell's edge when every map pixel takes k x k pixels is drawn
 * that way.
 */
const WHOLE_NUMBER_SHARE = 7 / 8;

/** Size in pixels at which a map is drawn. */
export interface DrawnSize {
  readonly width: number;
  readonly height: number;
}

/**
 * Size of a map inside a square cell; its proportions are kept.
 * - Longer than the cell: shrunk until the longer side is the cell's edge.
 * - Shorter: enlarged by the largest whole number that fits, if that fills 7/8 of the edge; otherwise until
 *   the longer side is the edge, with some map pixels one pixel wider than others. So the longer side is
 *   always between 7/8 of the cell and the whole cell. The shorter side is at least 1 pixel.
 */
export function drawnSizeOf(height: number, width: number, cellPx: number): DrawnSize {
  const longer = Math.max(height, width);
  const whole = Math.floor(cellPx / longer);
  const scale = isWholeNumberFit(longer, cellPx) ? whole : cellPx / longer;
  const side = (length: number) => Math.max(1, Math.round(length * scale));
  return { width: side(width), height: side(height) };
}

function isWholeNumberFit(longer: number, cellPx: number): boolean {
  return Math.floor(cellPx / longer) * longer >= WHOLE_NUMBER_SHARE * cellPx;
}

/**
 * The cell edge between 112 and 160 pixels at which most of the given maps are drawn with equally large
 * pixels: enlarged by a whole number, or shrunk by one. Of equally good edges the one nearest to 128. Models
 * shrink their maps by halves, so one edge usually suits all layers: 112 for inputs of 224, 147 to 149 for
 * InceptionV3.
 * @param longerSides the longer side of each map in pixels
 */
export function bestCellPx(longerSides: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const side of longerSides) counts.set(side, (counts.get(side) ?? 0) + 1);
  let best = PREFERRED_CELL_PX;
  let bestScore = -Infinity;
  for (let cellPx = SMALLEST_CELL_PX; cellPx <= LARGEST_CELL_PX; cellPx++) {
    let score = -Math.abs(cellPx - PREFERRED_CELL_PX) / 1e6;
    for (const [side, count] of counts) score += count * fitOf(side, cellPx);
    if (score > bestScore) [best, bestScore] = [cellPx, score];
  }
  return best;
}

/** How well a map of this longer side looks in the cell, 0..1: 1 fills it with equally large pixels. */
function fitOf(side: number, cellPx: number): number {
  if (side > cellPx) {
    // Averaging 149 pixels into 147 blurs in beats; averaging 299 into 149 does not show.
    if (side % cellPx === 0) return 1;
    return side >= 1.9 * cellPx ? 0.95 : 0.3;
  }
  return isWholeNumberFit(side, cellPx) ? (Math.floor(cellPx / side) * side) / cellPx : 0.3;
}
