/** Sizes of the panes before the user has moved a splitter. */
export interface PaneSizes {
  readonly leftPx: number;
  readonly lowerPx: number;
  readonly inspectorPx: number;
}

/** The smallest window; below it the page scrolls. */
export const SMALLEST_WINDOW_PX = { width: 960, height: 600 };

/** A smaller window gives the matrix its room first; a large one lets every pane grow. */
export function defaultPaneSizes(
  windowWidth: number,
  windowHeight: number,
  isInspectorOpen: boolean,
): PaneSizes {
  const isNarrow = windowWidth <= 1240;
  if (windowWidth >= 1680 && windowHeight >= 960) {
    return { leftPx: 424, lowerPx: isInspectorOpen ? 364 : 420, inspectorPx: 384 };
  }
  const lowerPx =
    windowHeight <= 660 ? 244 : windowHeight <= 780 ? 284 : isInspectorOpen && !isNarrow ? 306 : 362;
  return { leftPx: isNarrow ? 272 : 328, lowerPx, inspectorPx: isNarrow ? 320 : 344 };
}
