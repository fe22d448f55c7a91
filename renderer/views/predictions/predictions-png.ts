import {
  drawPredictions,
  predictionsPictureSize,
  type PredictionsPicture,
} from '../../lib/predictions-picture';
import type { AppModel } from '../../state/app-model.svelte';
import type { PngSubject } from '../../state/png-model.svelte';
import { drawnPng } from '../drawn-png';
import { stripWords } from './strip-words';

/** The pane with its bars and the strip. */
export function predictionsPng(app: AppModel): PngSubject[] {
  if (app.predictions.values.length === 0) return [];
  const picture = pictureOf(app);
  const size = predictionsPictureSize(picture);
  return [
    {
      id: 'predictions',
      figure: 'predictions',
      label: app.wording.t('png.predictions'),
      name: 'predictions',
      size,
      draw: ({ scale }) =>
        drawnPng(size, scale, (pen, colours) => {
          pen.scale(scale, scale);
          drawPredictions(pen, picture, colours);
        }),
    },
  ];
}

function pictureOf({ predictions, session, wording }: AppModel): PredictionsPicture {
  const { kind } = predictions;
  const { title, meta } = stripWords(predictions, wording);
  return {
    title: `${session.picture?.name ?? ''} · ${session.model?.title ?? ''}`,
    note: kind === null || kind === 'softmax' ? '' : wording.t(`predictions.is.${kind}`),
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
