import { CLASSIC_SETS, usablePart } from '../core/classic-sets';
import { failed } from '../shared/errors';
import { message } from '../shared/messages/message';
import { shapeOf, type Layer, type TensorRef } from '../model/network';
import { isSpatial } from '../model/shapes';
import { firstOutput, type ModelSession } from './model-session';

/**
 * Results to average for a hypercolumn.
 * @throws FeaturescopeError layers/no-maps if a layer has no feature maps
 */
export function hypercolumnRefs(session: ModelSession, layers: readonly Layer[]): TensorRef[] {
  return layers.map((layer) => {
    const ref = firstOutput(layer);
    const shape = shapeOf(session.network, ref);
    if (!isSpatial(shape))
      throw failed(
        'layers/no-maps',
        {
          problem: message('part/layer-without-maps', {
            ...{ layer: layer.index, name: layer.name, rank: shape.length },
          }),
          remedy: message('part/choose-before-flattening'),
        },
        { during: [message('doing/averaging')] },
      );
    return ref;
  });
}

/**
 * The classic sets as far as this model has their layers with feature maps: small models have fewer. Sets of which
 * nothing is left, or the same as of another, are left out.
 */
export function usableSets(session: ModelSession): { name: string; layers: Layer[] }[] {
  const { layers } = session.network;
  const hasMaps = (index: number) =>
    layers[index] !== undefined && isSpatial(shapeOf(session.network, firstOutput(layers[index])));
  const byName = new Map<string, Layer[]>();
  for (const set of CLASSIC_SETS) {
    const usable = usablePart(set, hasMaps);
    if (usable.length > 0)
      byName.set(
        hypercolumnName(usable),
        usable.map((index) => layers[index]!),
      );
  }
  return Array.from(byName, ([name, layers]) => ({ name, layers }));
}

/** Layers of the classic sets that this model has, but without feature maps. */
export function layersLeftOut({ network }: ModelSession): Layer[] {
  return [...new Set(CLASSIC_SETS.flat())]
    .flatMap((index) => network.layers[index] ?? [])
    .filter((layer) => !isSpatial(shapeOf(network, firstOutput(layer))));
}

const LONGEST_NAME = 100;

/** `hypercolumn-1-4-7`; for many layers, whose numbers no file name could hold, `hypercolumn-140-layers`. */
export function hypercolumnName(set: readonly number[]): string {
  const name = `hypercolumn-${set.join('-')}`;
  return name.length <= LONGEST_NAME ? name : `hypercolumn-${set.length}-layers`;
}
