/** Names that the contract checks and that core, command line and page choose from. What each means stands in core. */

export const FIT_MODES = ['stretch', 'crop', 'pad'] as const;
export const RESIZE_METHODS = ['antialias', 'opencv', 'nearest'] as const;
export const PREPROCESS_NAMES = ['tf', 'torch', 'caffe', '127/128', '0..1', 'none'] as const;
/** The default first. */
export const COLORMAP_NAMES = ['viridis', 'cividis', 'magma', 'grey', 'diverging'] as const;
/** Methods that say which parts of a picture speak for a class. The default first. */
export const HEAT_METHOD_NAMES = [
  ...(['gradcam', 'cam', 'gradcam++', 'layercam'] as const),
  ...(['gradient', 'ig', 'smoothgrad', 'occlusion'] as const),
] as const;
export type HeatMethodName = (typeof HEAT_METHOD_NAMES)[number];
/** The picture from which integrated gradients start. The default first. */
export const HEAT_BASELINES = ['black', 'mean', 'blurred'] as const;
export type HeatBaseline = (typeof HEAT_BASELINES)[number];
/** What an embedded colour profile does: nothing, as in Keras, Pillow and OpenCV, or the colours become sRGB. The default first. */
export const COLOUR_PROFILE_USES = ['ignore', 'convert'] as const;
/** How a figure is written. The default first; a file's ending tells it too. */
export const FIGURE_FORMATS = ['jpeg', 'png', 'svg', 'pdf'] as const;
export type FigureFormat = (typeof FIGURE_FORMATS)[number];
/** Endings of files by format; the first is the one that is given. */
export const FIGURE_ENDINGS: Readonly<Record<FigureFormat, readonly [string, ...string[]]>> = {
  jpeg: ['jpg', 'jpeg'],
  png: ['png'],
  svg: ['svg'],
  pdf: ['pdf'],
};
/** In which a figure's sizes are given: millimetres, inches, pixels of the picture. */
export const LENGTH_UNITS = ['mm', 'in', 'px'] as const;
/** What lies behind a figure. The default first. */
export const FIGURE_BACKGROUNDS = ['white', 'dark', 'transparent'] as const;
export const LANGUAGES = ['en', 'zh-CN'] as const;
export const THEMES = ['light', 'dark', 'system'] as const;
export const CAMERA_BACK_ENDS = ['auto', 'live', 'node-webcam'] as const;

/** The smallest window: a screen of 1920 x 1080 at 200 % has room for it. Below it, as at more zoom, the page scrolls. */
export const SMALLEST_WINDOW_PX = { width: 800, height: 500 };

/** What the numbers of a model's output are, and so how they are shown. */
export const OUTPUT_KINDS = [
  'softmax', // probabilities of classes that exclude each other: they sum to 1
  'sigmoid', // each class has a probability of its own
  'binary', // a single sigmoid: the probability of the second of two classes
  'scores', // other numbers, one for each class or quantity: logits, tanh, a regression of several values
  'softmax-of-scores', // scores whose softmax is shown, because somebody chose it
  'value', // one number
] as const;

export type OutputKind = (typeof OUTPUT_KINDS)[number];

/** Frames of a burst, saved as o-0.jpg to o-4.jpg. */
export const FRAMES_IN_BURST = 5;

/** File name of a frame; frames count from 0. */
export function frameName(index: number): string {
  return `o-${index}.jpg`;
}

/**
 * Start of the names of the temporary folders through which a process gives graphs to TensorFlow. They live for some
 * milliseconds; with the process in their names, another one can remove what one that was ended left behind.
 */
export const graphFolderPrefix = (pid: number): string => `featurescope-graph-${pid}-`;

/** Requests whose names begin so are answered by main, over Electron's IPC; all others by compute, over the page's port. */
export const MAIN_AREAS = ['app', 'settings', 'files', 'licences', 'camera', 'compute'] as const;

export type MainArea = (typeof MAIN_AREAS)[number];
export type Way = 'main' | 'compute';

/** Who answers a request. */
export function wayOf(name: string): Way {
  return MAIN_AREAS.some((area) => name.startsWith(`${area}:`)) ? 'main' : 'compute';
}
