import type { ModelUse, Settings } from './contract';
import { DEFAULT_FIGURE_STYLE } from './figure-styles';

/** A model as it is used where the user has chosen nothing. */
export const noModelUse: ModelUse = {
  preprocess: null,
  resize: null,
  size: null,
  labels: null,
  head: null,
  softmax: null,
  constants: null,
  architecture: null,
};

const { language: _ofTheWindow, ...keptStyle } = DEFAULT_FIGURE_STYLE;

/** What a first start shows: all maps of the first 15 layers, and the ten most probable classes. */
export const defaultSettings: Settings = {
  version: 1,
  language: null,
  theme: 'system',
  modelId: 'efficientnet-lite0',
  fit: 'stretch',
  colourProfile: 'ignore',
  topK: 10,
  layers: '0-14',
  filters: 'all',
  tileSizePx: 'fit',
  sort: 'index',
  smallestFirst: false,
  hiddenVerdicts: [],
  thingsToSee: true,
  transposed: false,
  range: 'map',
  fixedMin: 0,
  fixedMax: 1,
  colormap: 'viridis',
  divergingForSigned: false,
  hypercolumnColormap: 'viridis',
  hypercolumnOpacity: 0.8,
  customSet: '',
  figureShows: 'maps',
  figureFilters: null,
  figureMarks: true,
  figureHypercolumns: true,
  figureStyle: keptStyle,
  cameraBackEnd: 'auto',
  cameraCountdownS: 0,
  cameraIntervalMs: 500,
  panes: { leftPx: null, predictionsPx: null, hypercolumnsPx: null },
  recentPictures: [],
  thumbnails: [],
  recentModels: [],
  lastModel: '',
  lastPicture: '',
  modelUses: [],
  pictureReadings: [],
  window: null,
};
