import { clamp } from './coordinates';

/** A window up to this is narrow or short: what lies in it stands closer. */
export const NARROW_PX = 1240;
export const SHORT_PX = 780;

const LEAST_LEFT_PX = 220;
const LEAST_RIGHT_PX = 480;
const LEAST_EDGE_PX = 260;
/** What is left of the matrix beside a floating inspector. */
const LEAST_BESIDE_PX = 240;
/** Top bar and status bar. */
const BARS_PX = 68;

/** Sizes of the panes before the user has moved a splitter. */
export interface DefaultPaneSizes {
  readonly leftPx: number;
  readonly lowerPx: number;
  readonly edgePx: number;
}

/** A smaller window gives the matrix its room first; a large one lets every pane grow. */
export function defaultPaneSizes(
  windowWidth: number,
  windowHeight: number,
  isEdgeOpen: boolean,
): DefaultPaneSizes {
  const isNarrow = windowWidth <= NARROW_PX;
  if (windowWidth >= 2200 && windowHeight >= 1200) {
    return { leftPx: 560, lowerPx: isEdgeOpen ? 500 : 560, edgePx: 560 };
  }
  if (windowWidth >= 1680 && windowHeight >= 960) {
    return { leftPx: 424, lowerPx: isEdgeOpen ? 364 : 420, edgePx: 384 };
  }
  return {
    leftPx: windowWidth <= 900 ? 260 : isNarrow ? 272 : 328,
    lowerPx: lowerHeight(windowHeight, isEdgeOpen && !isNarrow),
    edgePx: windowWidth <= 900 ? LEAST_EDGE_PX : isNarrow ? 320 : 344,
  };
}

function lowerHeight(windowHeight: number, isEdgeBeside: boolean): number {
  if (windowHeight <= 540) return 200;
  if (windowHeight <= 720) return 244;
  if (windowHeight <= SHORT_PX) return 284;
  return isEdgeBeside ? 306 : 362;
}

/** What the panes of a window get, and how far each splitter can be moved. */
export interface Limited {
  readonly px: number;
  readonly leastPx: number;
  readonly mostPx: number;
}

/** Width of the left column. */
export function leftWidth(wantedPx: number, windowWidth: number): Limited {
  const mostPx = Math.max(LEAST_LEFT_PX, windowWidth - LEAST_RIGHT_PX);
  return { px: clamp(wantedPx, LEAST_LEFT_PX, mostPx), leastPx: LEAST_LEFT_PX, mostPx };
}

/** Width of the pane at the right edge, which a narrow window lays over the right column. */
export function edgeWidth(wantedPx: number, leftPx: number, windowWidth: number): Limited {
  const besidePx = windowWidth <= NARROW_PX ? LEAST_BESIDE_PX : LEAST_RIGHT_PX;
  const mostPx = Math.max(LEAST_EDGE_PX, windowWidth - leftPx - besidePx);
  return { px: clamp(wantedPx, LEAST_EDGE_PX, mostPx), leastPx: LEAST_EDGE_PX, mostPx };
}

export interface ColumnPane {
  readonly leastPx: number;
  /** Height that the user has set; null: a share of the usual one; undefined: it takes what the others leave. */
  readonly wantedPx: number | null | undefined;
}

/**
 * Heights of the panes of a column, in their order; null for one that takes what the others leave.
 * @param usualPx  of all with a height together
 */
export function columnHeights(
  panes: readonly ColumnPane[],
  windowHeight: number,
  usualPx: number,
): (Limited | null)[] {
  const sized = panes.filter(({ wantedPx }) => wantedPx !== undefined).length;
  let freePx = Math.max(
    0,
    panes.reduce((free, { leastPx }) => free - leastPx, windowHeight - BARS_PX),
  );
  return panes.map(({ leastPx, wantedPx }) => {
    if (wantedPx === undefined) return null;
    const mostPx = leastPx + freePx;
    const px = clamp(wantedPx ?? usualPx / sized, leastPx, mostPx);
    freePx -= px - leastPx;
    return { px, leastPx, mostPx };
  });
}
