// Every picture: how the window looks, and what is done in it first.
import {
  askForInputs,
  askForLayers,
  analyseFrame,
  compareFrames,
  dragOver,
  failDownload,
  fillWindow,
  focusMatrix,
  killCompute,
  loseFrames,
  openAbout,
  openDamagedPicture,
  openDownload,
  openInputForm,
  openInspector,
  openPngDialog,
  openRefusedModel,
  openTruncatedPicture,
  openWebcam,
  openWebcamInVain,
  saveTwice,
  openValueForm,
  showSoftmax,
  startCountdown,
  startDownload,
  startLongAnalysis,
  takeLimits,
  useTestPicture,
} from './acts.mjs';

/**
 * "Made" files are those of made-files.mjs.
 * @typedef {object} Look
 * @property {number} [width]
 * @property {number} [height]
 * @property {string} [theme]
 * @property {string} [language]
 * @property {object} [settings]
 * @property {'film'} [camera]
 * @property {string} [model]  of test/fixtures/keras, or made
 * @property {'tall' | 'wide' | 'pixel' | 'longName' | 'bands' | 'thinTall' | 'thinWide' | 'white'} [picture]  made
 * @property {boolean} [labels]  made
 * @property {number} [zoom]
 * @property {boolean} [forcedColors]
 */
/** @typedef {import('./acts.mjs').Act} Act */

const small = { width: 1100, height: 700 };
const SMALLEST = { width: 800, height: 500 };

/** A model of unknown preprocessing that takes any size. */
const ANY_SIZE = 'k3_keras_anysize/model.keras';
/** A model that holds two models, with a layer that is called twice. */
const NESTED = 'k3_keras_nested/model.keras';

/** @type {Record<string, [Look, Act?]>} */
export const shots = {
  // Those of the README: `npm run screenshots -- .github/images window-light,window-zh,window-inspector`.
  'window-light': [{}],
  'window-zh': [{ language: 'zh-CN' }],
  'window-inspector': [{ ...small, theme: 'dark' }, openInspector],

  light: [{}],
  dark: [{ theme: 'dark' }],
  zh: [{ language: 'zh-CN' }],
  small: [small],
  'small-zh-dark': [{ ...small, theme: 'dark', language: 'zh-CN' }],
  smallest: [SMALLEST],
  'smallest-inspector-zh-dark': [{ ...SMALLEST, theme: 'dark', language: 'zh-CN' }, openInspector],
  'smallest-error': [SMALLEST, openDamagedPicture],
  'smallest-input': [SMALLEST, openInputForm],
  'smallest-png': [SMALLEST, openPngDialog],
  large: [{ width: 1920, height: 1040 }],
  huge: [{ width: 2560, height: 1440 }],
  'huge-inspector': [{ width: 2560, height: 1440 }, openInspector],
  'inspector-fills': [{ theme: 'dark' }, fillWindow],
  'small-tiles': [{ settings: { tileSizePx: 32, sort: 'max' } }],
  'small-tiles-flipped': [{ settings: { tileSizePx: 40, transposed: true } }],
  'range-layer': [{ settings: { range: 'layer' } }],
  'range-fixed': [{ settings: { range: 'fixed' } }, takeLimits],
  'range-fixed-smallest-zh': [{ ...SMALLEST, language: 'zh-CN', settings: { range: 'fixed' } }],
  'same-sets': [{ model: ANY_SIZE }],
  inspector: [{}, openInspector],
  'inspector-small-dark': [{ ...small, theme: 'dark' }, openInspector],
  crop: [{ settings: { fit: 'crop' } }],
  pad: [{ settings: { fit: 'pad' } }],
  custom: [{ settings: { customSet: '3, 20-24' } }],
  flipped: [{ settings: { transposed: true } }],
  sorted: [{ settings: { sort: 'max', range: 'layer' } }],
  units: [{ settings: { layers: '136-142, predictions, Dense', sort: 'max' } }],
  models: [{ theme: 'dark' }, (page) => page.getByRole('button', { name: /^Model:/ }).click()],
  download: [{}, openDownload],
  'download-zh-small-dark': [{ ...small, theme: 'dark', language: 'zh-CN' }, openDownload],
  'download-failed': [{}, failDownload],
  'download-failed-zh-dark': [{ theme: 'dark', language: 'zh-CN' }, failDownload],
  export: [{}, (page) => page.getByRole('button', { name: 'Export' }).click()],
  chooser: [{}, (page) => page.getByRole('button', { name: /^Layers:/ }).click()],
  help: [{}, (page) => page.keyboard.press('?')],
  'help-zh-small': [{ ...small, language: 'zh-CN' }, (page) => page.keyboard.press('?')],
  about: [{}, openAbout],
  'about-zh-small-dark': [{ ...small, theme: 'dark', language: 'zh-CN' }, openAbout],
  png: [{ theme: 'dark' }, openPngDialog],
  'png-zh': [{ language: 'zh-CN' }, openPngDialog],
  error: [{}, openDamagedPicture],
  warning: [{}, openTruncatedPicture],
  progress: [{}, startLongAnalysis],
  toasts: [{ theme: 'dark' }, saveTwice],
  input: [{}, openInputForm],
  'inner-layers': [
    { model: NESTED, settings: { layers: 'all', customSet: 'features/*, 4/0-4' } },
    (page) => page.getByRole('button', { name: /^Layers:/ }).click(),
  ],
  'inner-layers-small-dark': [
    { ...small, theme: 'dark', model: NESTED, settings: { layers: '3, block/*, 5#1, 9' } },
    openInspector,
  ],
  'input-guessed-dark': [{ theme: 'dark', model: ANY_SIZE }, openInputForm],
  'input-zh-small': [{ ...small, language: 'zh-CN', model: ANY_SIZE }, openInputForm],
  'input-narrow': [{ ...small, model: ANY_SIZE }],
  classes: [{ settings: { layers: '136-142, predictions, Dense' } }],
  webcam: [{ camera: 'film' }, openWebcam],
  'webcam-dark-small': [{ ...small, theme: 'dark', camera: 'film' }, openWebcam],
  'webcam-zh-smallest': [{ ...SMALLEST, language: 'zh-CN', camera: 'film' }, openWebcam],
  'webcam-countdown': [{ camera: 'film', settings: { cameraCountdownS: 10 } }, startCountdown],
  'webcam-native': [{ settings: { cameraBackEnd: 'node-webcam' } }, useTestPicture],
  'webcam-none': [{}, openWebcamInVain],
  'webcam-none-zh-dark': [{ theme: 'dark', language: 'zh-CN' }, openWebcamInVain],
  'frames-empty': [{}, (page) => page.getByRole('radio', { name: 'Webcam' }).click()],
  frames: [{ camera: 'film' }, analyseFrame],
  'frames-small-dark': [{ ...small, theme: 'dark', camera: 'film' }, analyseFrame],
  'frames-smallest-zh': [{ ...SMALLEST, language: 'zh-CN', camera: 'film' }, analyseFrame],
  'frames-missing': [{ camera: 'film' }, loseFrames],
  'frames-compared': [{ camera: 'film' }, compareFrames],
  'frames-compared-dark-zh': [{ theme: 'dark', language: 'zh-CN', camera: 'film' }, compareFrames],
  'frames-compared-small': [{ ...small, camera: 'film' }, compareFrames],
  drop: [{}, dragOver],
  zoom: [{ zoom: 2 }],
  'zoom-half': [{ zoom: 1.5 }],
  'zoom-half-zh-dark': [{ zoom: 1.5, theme: 'dark', language: 'zh-CN' }],
  'forced-colors': [{ forcedColors: true }, focusMatrix],
  'forced-colors-inspector': [{ ...small, forcedColors: true }, openInspector],
  'focus-matrix': [{ theme: 'dark' }, focusMatrix],
  tall: [{ picture: 'tall' }],
  'tall-crop-small-dark': [{ ...small, theme: 'dark', picture: 'tall', settings: { fit: 'crop' } }],
  'tall-inspector': [{ picture: 'tall' }, openInspector],
  wide: [{ picture: 'wide' }],
  'wide-pad-small-zh': [{ ...small, language: 'zh-CN', picture: 'wide', settings: { fit: 'pad' } }],
  'wide-inspector-dark': [{ theme: 'dark', picture: 'wide' }, openInspector],
  'thin-tall': [{ picture: 'thinTall' }],
  'thin-wide-pad-small-dark': [{ ...small, theme: 'dark', picture: 'thinWide', settings: { fit: 'pad' } }],
  white: [{ picture: 'white' }],
  pixel: [{ picture: 'pixel' }],
  'long-name': [{ picture: 'longName' }],
  'long-name-small-zh-dark': [{ ...small, theme: 'dark', language: 'zh-CN', picture: 'longName' }],
  reading: [{ picture: 'bands' }, openValueForm],
  'reading-dark': [{ theme: 'dark', picture: 'bands' }],
  'reading-zh-small-dark': [{ ...small, theme: 'dark', language: 'zh-CN', picture: 'bands' }, openValueForm],
  'reading-zh-small': [{ ...small, language: 'zh-CN', picture: 'bands' }],
  'labels-zh': [
    { language: 'zh-CN', labels: true, settings: { topK: 20, layers: 'predictions', sort: 'max' } },
  ],
  'labels-zh-smallest-dark': [{ ...SMALLEST, theme: 'dark', language: 'zh-CN', labels: true }],
  heads: [{ model: 'made' }, openInputForm],
  'heads-zh-dark': [{ theme: 'dark', language: 'zh-CN', model: 'made' }, openInputForm],
  'not-square': [{ model: 'k2_h5_nested/model.h5' }],
  grey: [{ model: 'k2_h5_seq_gray/model.h5' }, openInputForm],
  'alpha-small-dark': [{ ...small, theme: 'dark', model: 'k3_h5_updown/model.h5' }, openInputForm],
  'precision-zh': [{ language: 'zh-CN', model: 'k2_h5_mixed16/model.h5' }, openInputForm],
  channels: [{ model: 'made' }],
  'channels-flipped-small-zh': [
    { ...small, language: 'zh-CN', model: 'made', settings: { transposed: true } },
  ],
  scores: [{ model: '../outputs/n17-linear5.keras' }],
  'scores-zh-small-dark': [
    { ...small, theme: 'dark', language: 'zh-CN', model: '../outputs/n17-linear5.keras' },
  ],
  'scores-many-dark': [{ theme: 'dark', model: '../outputs/logits1000.keras', settings: { topK: 20 } }],
  'scores-large-small': [{ ...small, model: '../outputs/large.keras' }],
  softmax: [{ model: '../outputs/n17-linear5.keras' }, showSoftmax],
  'softmax-zh-smallest': [
    { ...SMALLEST, language: 'zh-CN', model: '../outputs/logits1000.keras' },
    showSoftmax,
  ],
  'one-number': [{ model: '../outputs/n17-linear1.keras' }],
  'one-number-zh-small-dark': [
    { ...small, theme: 'dark', language: 'zh-CN', model: '../outputs/n17-linear1.keras' },
  ],
  'tags-dark': [{ theme: 'dark', model: '../outputs/sigmoid3.keras' }],
  'one-sigmoid-zh-small': [{ ...small, language: 'zh-CN', model: '../outputs/sigmoid1.keras' }],
  'nan-small': [{ ...small, model: '../outputs/nan.keras' }],
  'no-numbers-dark': [{ theme: 'dark', model: '../outputs/maps.keras' }],
  'scores-compared': [{ camera: 'film', model: '../outputs/n17-linear5.keras' }, compareFrames],
  'scores-forced-colors': [{ forcedColors: true, model: '../outputs/n17-linear5.keras' }],
  'no-layers': [{ settings: { layers: 'nothing*' } }],
  'model-refused': [{}, openRefusedModel],
  'model-refused-zh-small-dark': [{ ...small, theme: 'dark', language: 'zh-CN' }, openRefusedModel],
  'ask-inputs': [{}, askForInputs],
  'ask-inputs-zh-small-dark': [{ ...small, theme: 'dark', language: 'zh-CN' }, askForInputs],
  'ask-layers-dark': [{ theme: 'dark' }, askForLayers],
  'ask-layers-zh-small': [{ ...small, language: 'zh-CN' }, askForLayers],
  'error-zh-small-dark': [{ ...small, theme: 'dark', language: 'zh-CN' }, openDamagedPicture],
  'engine-killed': [{}, killCompute],
  'download-busy-zh': [{ language: 'zh-CN' }, startDownload],
  'download-busy-small-dark': [{ ...small, theme: 'dark' }, startDownload],
  fixed: [{ ...small, settings: { range: 'fixed', divergingForSigned: true } }],
};
