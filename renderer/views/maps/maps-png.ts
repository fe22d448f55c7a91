import { colourMap } from '../../../electron/core/colour-map';
import type { Size } from '../../lib/coordinates';
import { displayRange } from '../../lib/map-colours';
import type { AppModel } from '../../state/app-model.svelte';
import type { MapPlace, PngSubject } from '../../state/png-model.svelte';
import { drawnPng } from '../drawn-png';
import { drawMatrixPicture, matrixPictureSize } from './matrix-picture';

/** The matrix as it is scrolled, and the map that was pointed at or is inspected. */
export function mapsPng(app: AppModel): PngSubject[] {
  const { choice, inspector, png, session } = app;
  if (!session.analysis) return [];
  const map = png.tile ?? (inspector.column?.layer.isSpatial ? inspector.map : null);
  return [...(choice.chosen.length > 0 ? [matrixPng(app)] : []), ...(map ? [mapPng(app, map)] : [])];
}

function matrixPng(app: AppModel): PngSubject {
  const size = matrixPictureSize(app);
  return {
    id: 'matrix',
    label: app.wording.t('png.matrix'),
    name: 'maps',
    size,
    draw: ({ scale }) => drawnPng(size, scale, (pen, colours) => drawMatrixPicture(pen, app, colours, scale)),
  };
}

/** In its own pixels, with the colours of the screen. */
function mapPng({ api, choice, session, settings, wording }: AppModel, place: MapPlace): PngSubject {
  const { layer, filter } = place;
  const statistics = choice.statistics.get(layer);
  return {
    id: 'map',
    label: wording.t('png.map', { layer, filter }),
    name: `layer-${layer}-filter-${filter}`,
    size: statistics ?? sizeOf(session.model?.layers[layer]?.outputShape),
    draw: async ({ scale }) => {
      const { analysisId = '' } = session.analysis ?? {};
      const { values, width, height } = await api.call('map:values', { analysisId, layer, filter });
      const column = choice.matrix.find((one) => one.layer.index === layer) ?? null;
      const own = { min: statistics?.min[filter] ?? 0, max: statistics?.max[filter] ?? 0 };
      const range = displayRange(settings.value, column, own);
      return { kind: 'picture', image: colourMap(values, { width, height }, range), scale };
    },
  };
}

function sizeOf([height, width]: readonly (number | null)[] = []): Size | null {
  return height && width ? { width, height } : null;
}
