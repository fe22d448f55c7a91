import type { ColormapName } from '../core/colormap';
import type { GridColumn, GridInput } from '../image/grid/grid-input';
import { failed } from '../shared/errors';
import { message } from '../shared/messages/message';
import type { ByteMaps, MapsRequest } from '../engine/pass';
import { shapeOf, type Layer } from '../model/network';
import { isSpatial } from '../model/shapes';
import { firstOutput, type ModelSession } from './model-session';
import { formatShown, shortLabel, type RankedLabel } from './predictions';

/** Which part of a model a grid picture shows. */
export interface GridChoice {
  readonly layers: readonly Layer[];
  /** Number of rows: filters 0 to filters - 1 of each layer. */
  readonly filters: number;
}

const MOST_FILTERS = 100_000;
const DRAWING = [message('doing/drawing-grid')];

/**
 * Checks a number of filters.
 * @throws FeaturescopeError usage/bad-filters
 */
export function checkFilterCount(filters: number): void {
  if (!Number.isInteger(filters) || filters < 1 || filters > MOST_FILTERS)
    throw failed('usage/bad-filters', { filters }, { during: DRAWING });
}

function hasMaps(session: ModelSession, layer: Layer): boolean {
  return isSpatial(shapeOf(session.network, firstOutput(layer)));
}

/**
 * Refuses a choice of which nothing would be seen.
 * @throws FeaturescopeError layers/no-maps
 */
export function requireSomeMaps(session: ModelSession, { layers }: GridChoice): void {
  if (!layers.some((layer) => hasMaps(session, layer)))
    throw failed(
      'layers/no-maps',
      { problem: message('part/none-has-maps'), remedy: message('part/choose-before-flattening') },
      { during: DRAWING },
    );
}

/** The same choice without rows that would be empty in every column: no layer has so many filters. */
export function withoutEmptyRows(session: ModelSession, { layers, filters }: GridChoice): GridChoice {
  const counts = layers
    .filter((layer) => hasMaps(session, layer))
    .map((layer) => shapeOf(session.network, firstOutput(layer)).at(-1)!);
  return { layers, filters: Math.min(filters, Math.max(...counts, 1)) };
}

/** The maps that a grid needs from the pass: the first filters of every layer that has feature maps. */
export function gridMaps(session: ModelSession, { layers, filters }: GridChoice): MapsRequest[] {
  return layers
    .filter((layer) => hasMaps(session, layer))
    .map((layer) => {
      const ref = firstOutput(layer);
      const count = Math.min(filters, shapeOf(session.network, ref).at(-1)!);
      return { ref, channels: Array.from({ length: count }, (_, channel) => channel) };
    });
}

function gridFilters({ height, width, channels, indices, min, max }: ByteMaps): GridColumn['filters'] {
  return Array.from({ length: channels }, (_, filter) => {
    const nonFiniteCount = Number.isFinite(min[filter]!) && Number.isFinite(max[filter]!) ? 0 : 1;
    return {
      filter,
      height,
      width,
      indices: indices.subarray(filter * height * width, (filter + 1) * height * width),
      min: min[filter]!,
      max: max[filter]!,
      constant: min[filter] === max[filter],
      ...(nonFiniteCount > 0 && { nonFiniteCount }),
    };
  });
}

/**
 * What the grid picture shows, from the maps of a pass made with `gridMaps`.
 * @param maps  in the order of `gridMaps`
 */
export function gridInput(
  session: ModelSession,
  choice: GridChoice,
  maps: readonly ByteMaps[],
  colormap: ColormapName,
  title: string,
): GridInput {
  let next = 0;
  const columns = choice.layers.map((layer): GridColumn => {
    const shape = shapeOf(session.network, firstOutput(layer)).slice(1);
    return {
      index: String(layer.index),
      name: layer.name,
      className: layer.className,
      shape,
      filters: hasMaps(session, layer) ? gridFilters(maps[next++]!) : [],
    };
  });
  return { title, columns, rows: choice.filters, colormap };
}

/** Title line of a grid picture: model, picture and best class or largest number. */
export function gridTitle(session: ModelSession, picture: string, best: RankedLabel | undefined): string {
  const parts = [session.title, picture];
  if (best) {
    const isSoftmax = best.probability !== undefined && best.score !== undefined;
    parts.push(`${shortLabel(best.label)} ${formatShown(best)}${isSoftmax ? ' (softmax)' : ''}`);
  }
  return parts.join('  ·  ');
}
