/** Names that the contract checks and that core, command line and page choose from. What each means stands in core. */

export const FIT_MODES = ['stretch', 'crop', 'pad'] as const;
export const RESIZE_METHODS = ['antialias', 'opencv', 'nearest'] as const;
export const PREPROCESS_NAMES = ['tf', 'torch', 'caffe', '127/128', '0..1', 'none'] as const;
/** The default first. */
export const COLORMAP_NAMES = ['viridis', 'cividis', 'magma', 'grey', 'diverging'] as const;
export const LANGUAGES = ['en', 'zh-CN'] as const;
export const THEMES = ['light', 'dark', 'system'] as const;
export const CAMERA_BACK_ENDS = ['auto', 'live', 'node-webcam'] as const;
