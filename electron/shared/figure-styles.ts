import type { FigureStyle } from './contract/figure-picture';

/** What a figure has where nothing else was chosen: 174 mm, two columns of most journals, with text that can be read there. */
export const DEFAULT_FIGURE_STYLE: FigureStyle = {
  format: 'jpeg',
  width: null,
  height: null,
  dpi: 300,
  textPt: 7,
  columnsInRow: null,
  cell: null,
  gap: null,
  background: 'white',
  caption: true,
  legend: true,
  language: 'en',
};

/** Sizes that are often wanted; the rest stays as it was chosen. */
export const FIGURE_PRESETS = {
  /** 13.33 x 7.5 inches, as slides are. */
  slide: {
    ...{ width: { value: 1920, unit: 'px' }, height: { value: 1080, unit: 'px' }, dpi: 144, textPt: 10 },
    ...{ columnsInRow: null, cell: null, gap: null },
  },
  'one-column': {
    ...{ width: { value: 86, unit: 'mm' }, height: null, dpi: 300, textPt: 7 },
    ...{ columnsInRow: null, cell: null, gap: null },
  },
  'two-columns': {
    ...{ width: { value: 174, unit: 'mm' }, height: null, dpi: 300, textPt: 7 },
    ...{ columnsInRow: null, cell: null, gap: null },
  },
  /** As wide as A1, to be read from a step away. */
  poster: {
    ...{ width: { value: 594, unit: 'mm' }, height: null, dpi: 200, textPt: 20 },
    ...{ columnsInRow: null, cell: null, gap: null },
  },
} as const satisfies Readonly<Record<string, Partial<FigureStyle>>>;

export type FigurePreset = keyof typeof FIGURE_PRESETS;

/** What a comparison has where nothing else was chosen: classes, and channels of each layer. */
export const USUAL_COMPARISON = { top: 5, filters: 1 } as const;
