/** The smallest window; below it, as at 200 % zoom on a small screen, the page scrolls. */
export const SMALLEST_WINDOW_PX = { width: 960, height: 600 };

/** Sizes that the user sets by the splitters between panes, as the settings name them. */
export const PANE_SIZES = ['leftPx', 'predictionsPx', 'hypercolumnsPx'] as const;
export type PaneSize = (typeof PANE_SIZES)[number];

/** Makes a record of all of them. */
export function paneSizes<Value>(value: Value): Record<PaneSize, Value> {
  return Object.fromEntries(PANE_SIZES.map((name) => [name, value])) as Record<PaneSize, Value>;
}
