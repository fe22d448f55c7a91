/** Widths of pictures that stand side by side in a pane of given size. */
export const VIEW_GAP_PX = 12;
const SMALLEST_VIEW_PX = 160;
const SMALLEST_PICTURE_PX = 16;
const SMALLEST_ADD_PX = 140;
/** Head 28, legend 24, room for a scrollbar 8. */
const AROUND_PX = 60;

export interface ViewWidths {
  readonly viewPx: number;
  /** Width of the picture in it, less for one that is very tall. */
  readonly picturePx: number;
  /** Its width by its height: that of the picture, but for the thinnest, which are enlarged across. */
  readonly ratio: number;
  /** Width left for the outline of one more view; null where there is too little. */
  readonly addPx: number | null;
}

/**
 * As wide as a share of the pane or as its height allows, never below 160 px (the pane then scrolls).
 * @param ratio  width by height of each picture
 */
export function viewWidths(widthPx: number, heightPx: number, ratio: number, count: number): ViewWidths {
  const share = (widthPx - (count - 1) * VIEW_GAP_PX) / count;
  const byHeightPx = Math.floor((heightPx - AROUND_PX) * ratio);
  const viewPx = Math.max(SMALLEST_VIEW_PX, Math.min(Math.floor(share), byHeightPx));
  const picturePx = Math.min(viewPx, Math.max(SMALLEST_PICTURE_PX, byHeightPx));
  const lowest = SMALLEST_PICTURE_PX / Math.max(SMALLEST_PICTURE_PX, heightPx - AROUND_PX);
  const shownRatio = Math.min(Math.max(ratio, lowest), picturePx / SMALLEST_PICTURE_PX);
  const restPx = Math.floor(widthPx - count * (viewPx + VIEW_GAP_PX));
  const addPx = restPx < SMALLEST_ADD_PX ? null : Math.min(restPx, viewPx);
  return { viewPx, picturePx, ratio: shownRatio, addPx };
}
