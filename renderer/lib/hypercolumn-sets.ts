import { CLASSIC_SETS, usablePart } from '../../electron/core/classic-sets';
import type { LayerInfo } from '../../electron/shared/contract';
import { parseLayerSpec } from './layer-spec';

/** A kind of layer set whose hypercolumn is shown. */
export interface HypercolumnSet {
  /** What it is called on screen. */
  readonly id: string;
  /** The user writes and removes it. */
  readonly isCustom: boolean;
  /**
   * Its layers in a model; `paths` names also those that the model does not have.
   * @param written  what the user wrote
   */
  readonly layersOf: (
    layers: readonly LayerInfo[],
    written: string,
  ) => { readonly paths: readonly string[]; readonly usable: readonly LayerInfo[] };
}

/** In the order of their views. */
export const HYPERCOLUMN_SETS: readonly HypercolumnSet[] = [
  classic('A', CLASSIC_SETS[0]),
  classic('B', CLASSIC_SETS[1]),
  {
    id: 'C',
    isCustom: true,
    layersOf: (layers, written) => {
      const own = parseLayerSpec(written, layers).indices.map((index) => layers[index]!);
      return { paths: own.map(({ indexPath }) => indexPath), usable: own.filter(hasMaps) };
    },
  },
];

function classic(id: string, set: readonly number[]): HypercolumnSet {
  return {
    id,
    isCustom: false,
    layersOf: (layers) => ({ paths: set.map(String), usable: usablePart(set, layers, hasMaps) }),
  };
}

function hasMaps({ isSpatial }: LayerInfo): boolean {
  return isSpatial;
}
