import type { Size } from '../../lib/coordinates';
import { mapImage } from '../../lib/map-colours';
import type { MapPlace } from '../../lib/matrix-cells';
import type { AppModel } from '../../state/app-model.svelte';
import type { PngSubject } from '../../state/png-model.svelte';
import { drawnPng } from '../drawn-png';
import { drawMatrixPicture, matrixPictureSize } from './matrix-picture';

/** The matrix as it is scrolled, and the map that was pointed at or is inspected. */
export function mapsPng(app: AppModel): PngSubject[] {
  const { choice, inspector, oneLayer, png, session } = app;
  if (!session.analysis) return [];
  const map = png.tile ?? (inspector.column?.layer.isSpatial ? inspector.map : null);
  return [
    ...(choice.chosen.length > 0 || oneLayer.layer ? [matrixPng(app)] : []),
    ...(map ? [mapPng(app, map)] : []),
  ];
}

function matrixPng(app: AppModel): PngSubject {
  const size = matrixPictureSize(app);
  return {
    id: 'matrix',
    label: app.wording.t('png.matrix'),
    name: 'maps',
    figure: 'maps',
    size,
    draw: ({ scale }) => drawnPng(size, scale, (pen, colours) => drawMatrixPicture(pen, app, colours, scale)),
  };
}

function mapPng({ choice, session, settings, wording }: AppModel, place: MapPlace): PngSubject {
  const { layer, filter } = place;
  const info = session.model?.layers[layer];
  const { indexPath = '', outputShape } = info ?? {};
  const statistics = choice.statistics.get(layer);
  return {
    id: 'map',
    figure: 'map',
    label: wording.t('png.map', { layer: indexPath, filter }),
    name: `layer-${indexPath.replaceAll('/', '.')}-filter-${filter}`,
    size: statistics ?? sizeOf(outputShape),
    draw: async ({ scale }) => {
      const { values, width, height } = await session.mapValues(place);
      const column = info ? choice.columnOf(info) : null;
      return { kind: 'picture', image: mapImage(values, { width, height }, settings.value, column), scale };
    },
  };
}

function sizeOf([height, width]: readonly (number | null)[] = []): Size | null {
  return height && width ? { width, height } : null;
}
