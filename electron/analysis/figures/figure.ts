import { shapeOf, type ListedLayer } from '../../model/network';
import { isSpatial } from '../../model/shapes';
import type { ColormapName } from '../../core/colormap';
import type { Figure } from '../../shared/contract';
import { failed } from '../../shared/errors';
import { message } from '../../shared/messages/message';
import { layersAt, type ModelSession } from '../model-session';

const MOST_FILTERS = 100_000;
const DRAWING = [message('doing/drawing-grid')];

/** Number of layers in the 2018 script's figure. */
const CLASSIC_LAYERS = 15;

/** The layers of the 2018 script's figure: the first ones, in place of a model among them the layers of that one. */
export function firstLayers({ layers }: ModelSession): ListedLayer[] {
  const plain = layers.filter(
    ({ layer, call, depth, className }) =>
      call === 0 && !layer.inner && (depth === 0 || className !== 'InputLayer'),
  );
  return plain.slice(0, CLASSIC_LAYERS);
}

/**
 * Checks a number of filters.
 * @throws FeaturescopeError usage/bad-filters
 */
export function checkFilterCount(filters: number): void {
  if (!Number.isInteger(filters) || filters < 1 || filters > MOST_FILTERS)
    throw failed('usage/bad-filters', { filters }, { during: DRAWING });
}

/** Number of a layer's feature maps; 0 for one that gives none. */
export function channelsOf({ network }: ModelSession, { output }: ListedLayer): number {
  const shape = shapeOf(network, output);
  return isSpatial(shape) ? shape.at(-1)! : 0;
}

/** A figure of the first filters of layers, each map in its own range; undefined stands for all of them. */
export function firstFilters(
  session: ModelSession,
  layers: readonly ListedLayer[],
  filters: number | undefined,
  colormap: ColormapName,
): Figure {
  const columns = layers.map((layer) => {
    const channels = channelsOf(session, layer);
    const count = Math.min(filters ?? channels, channels);
    return { layer: layer.place, filters: Array.from({ length: count }, (_, filter) => filter) };
  });
  return { columns, range: { scope: 'map' }, colormap, divergingForSigned: false, labels: true };
}

/**
 * The figure of the 2018 script: without labels, and of the size that was asked for, also where no layer has so many filters.
 */
export function classicFigure(
  layers: readonly ListedLayer[],
  filters: number,
  colormap: ColormapName,
): Figure {
  const all = Array.from({ length: filters }, (_, filter) => filter);
  const columns = layers.map(({ place }) => ({ layer: place, filters: all }));
  return { columns, range: { scope: 'map' }, colormap, divergingForSigned: false, labels: false };
}

/** A column of a figure with its layer, and those of its filters that the layer has. */
export interface FigureColumn {
  readonly layer: ListedLayer;
  readonly filters: readonly number[];
}

/**
 * The columns of a figure.
 * @throws FeaturescopeError layers/out-of-range
 */
export function columnsOf(session: ModelSession, figure: Figure): FigureColumn[] {
  const places = figure.columns.map(({ layer }) => layer);
  return layersAt(session, places).map((layer, place) => {
    const channels = channelsOf(session, layer);
    return { layer, filters: figure.columns[place]!.filters.filter((filter) => filter < channels) };
  });
}

/**
 * Refuses a figure of which nothing would be seen.
 * @throws FeaturescopeError layers/no-maps
 */
export function requireSomeMaps(columns: readonly FigureColumn[], doing = DRAWING): void {
  if (columns.some(({ filters }) => filters.length > 0)) return;
  throw failed(
    'layers/no-maps',
    { problem: message('part/none-has-maps'), remedy: message('part/choose-before-flattening') },
    { during: doing },
  );
}
