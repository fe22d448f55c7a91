import { rgbFromImageData } from '../lib/pixels';
import { drawPredictions, predictionsPictureSize, type PredictionsPicture } from '../lib/predictions-picture';
import { themeColours } from '../lib/theme-colours';
import type { AppModel } from '../state/app-model.svelte';
import type { PaneDrawer } from '../state/png-model.svelte';
import { drawMatrixPicture, matrixPictureSize } from './matrix-picture';
import { stripWords } from './strip-words';

/** Size of a drawn pane at scale 1. */
export function paneSize(app: AppModel, kind: 'predictions' | 'matrix'): { width: number; height: number } {
  return kind === 'matrix' ? matrixPictureSize(app) : predictionsPictureSize(predictionsPicture(app));
}

/** Draws panes in the theme in force, for saving. */
export function paneDrawer(app: AppModel): PaneDrawer {
  return (kind, scale) => {
    const size = paneSize(app, kind);
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(size.width * scale);
    canvas.height = Math.round(size.height * scale);
    const pen = canvas.getContext('2d', { willReadFrequently: true });
    if (!pen) throw new Error('This browser gives no drawing surface.');
    if (kind === 'matrix') drawMatrixPicture(pen, app, themeColours(), scale);
    else {
      pen.scale(scale, scale);
      drawPredictions(pen, predictionsPicture(app), themeColours());
    }
    return rgbFromImageData(pen.getImageData(0, 0, canvas.width, canvas.height));
  };
}

function predictionsPicture(app: AppModel): PredictionsPicture {
  const { predictions, session } = app;
  const { t } = app.wording;
  const { kind } = predictions;
  const { title, meta } = stripWords(app);
  return {
    title: `${session.picture?.name ?? ''} · ${session.model?.title ?? ''}`,
    note: kind === null || kind === 'softmax' ? '' : t(`predictions.is.${kind}`),
    rows: predictions.top,
    range: kind === 'value' ? null : predictions.range,
    strip: {
      title,
      meta,
      values: predictions.values,
      scale: predictions.areProbabilities ? 'log' : predictions.range,
    },
  };
}
