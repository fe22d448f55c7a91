import { CLASSIC_SETS, usablePart } from '../core/classic-sets';
import { failed } from '../shared/errors';
import { message } from '../shared/messages/message';
import { shapeOf, type ListedLayer, type TensorRef } from '../model/network';
import { isSpatial } from '../model/shapes';
import type { ModelSession } from './model-session';

/**
 * Results to average for a hypercolumn.
 * @throws FeaturescopeError layers/no-maps if a layer has no feature maps
 */
export function hypercolumnRefs(session: ModelSession, layers: readonly ListedLayer[]): TensorRef[] {
  return layers.map(({ output, indexPath, name }) => {
    const shape = shapeOf(session.network, output);
    if (!isSpatial(shape))
      throw failed(
        'layers/no-maps',
        {
          problem: message('part/layer-without-maps', {
            ...{ layer: indexPath, name, rank: shape.length },
          }),
          remedy: message('part/choose-before-flattening'),
        },
        { during: [message('doing/averaging')] },
      );
    return output;
  });
}

/**
 * The classic sets as far as this model has their layers with feature maps: small models have fewer. Sets of which
 * nothing is left, or the same as of another, are left out.
 */
export function usableSets({ layers, network }: ModelSession): { name: string; layers: ListedLayer[] }[] {
  const hasMaps = ({ output }: ListedLayer) => isSpatial(shapeOf(network, output));
  const sets = CLASSIC_SETS.map((set) => usablePart(set, layers, hasMaps));
  const byName = new Map(sets.map((set) => [hypercolumnName(set), set]));
  return Array.from(byName, ([name, set]) => ({ name, layers: set })).filter((set) => set.layers.length > 0);
}

/** Layers of the classic sets that this model has, but without feature maps. */
export function layersLeftOut({ layers, network }: ModelSession): ListedLayer[] {
  const all = [...new Set(CLASSIC_SETS.flat())];
  return usablePart(all, layers, ({ output }) => !isSpatial(shapeOf(network, output)));
}

const LONGEST_NAME = 100;

/** `hypercolumn-1-4-7`; for many layers, whose numbers no file name could hold, `hypercolumn-140-layers`. */
export function hypercolumnName(set: readonly ListedLayer[]): string {
  const name = `hypercolumn-${set.map(({ indexPath }) => inFileName(indexPath)).join('-')}`;
  return name.length <= LONGEST_NAME ? name : `hypercolumn-${set.length}-layers`;
}

/** Index of a layer in the name of a file: `1.164` for `1/164`, which is a folder on a disk. */
export function inFileName(indexPath: string): string {
  return indexPath.replaceAll('/', '.').replace(/[#:]/g, '-');
}
