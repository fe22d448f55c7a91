import { colourMap } from '../../../electron/core/colour-map';
import { overlay } from '../../../electron/core/overlay';
import type { AppModel } from '../../state/app-model.svelte';
import type { HypercolumnView } from '../../state/hypercolumns-model.svelte';
import type { PngSubject } from '../../state/png-model.svelte';

/** Longer lists of layers are counted in the name of the file. */
const MOST_NAMED = 12;

/** Each hypercolumn on screen, alone or over the photo. */
export function hypercolumnsPng({ hypercolumns, session, settings, wording }: AppModel): PngSubject[] {
  const { analysis } = session;
  if (!analysis) return [];
  return hypercolumns.views.flatMap((view): PngSubject[] => {
    const { id, result, min, max } = view;
    if (!result) return [];
    return [
      {
        id: hypercolumnPngId(id),
        label: wording.t('png.hypercolumn', { set: id }),
        name: nameOf(view),
        size: analysis.modelImage,
        figure: 'hypercolumns',
        hasPhoto: true,
        draw: ({ scale, withPhoto }) => {
          const { hypercolumnColormap: colormap, hypercolumnOpacity } = settings.value;
          const colour = colourMap(result.values, result, { min, max, colormap });
          const image = withPhoto ? overlay(analysis.modelImage, colour, hypercolumnOpacity) : colour;
          return { kind: 'picture', image, scale };
        },
      },
    ];
  });
}

export function hypercolumnPngId(set: string): string {
  return `hypercolumn ${set}`;
}

function nameOf({ id, layers }: HypercolumnView): string {
  const name =
    layers.length <= MOST_NAMED ? layers.join('-').replaceAll('/', '.') : `${id}-${layers.length}-layers`;
  return `hypercolumn-${name}`;
}
