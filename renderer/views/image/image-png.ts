import type { AppModel } from '../../state/app-model.svelte';
import type { PngSubject } from '../../state/png-model.svelte';

/** The picture as it is in its file, and as the model sees it. */
export function imagePng({ session, wording: { t } }: AppModel): PngSubject[] {
  const { analysis, picture } = session;
  if (!analysis || !picture) return [];
  const { modelImage } = analysis;
  return [
    {
      id: 'original',
      label: t('png.original'),
      name: 'original',
      size: picture,
      // Compute draws it: the page has the preview only.
      draw: ({ scale }) => ({ kind: 'original', scale, pictureId: picture.pictureId }),
    },
    {
      id: 'modelImage',
      label: t('png.modelImage'),
      name: 'model-input',
      size: modelImage,
      draw: ({ scale }) => ({ kind: 'picture', image: modelImage, scale }),
    },
  ];
}
