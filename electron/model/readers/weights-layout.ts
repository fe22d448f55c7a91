import { failed, type FeaturescopeError } from '../../shared/errors';
import type { Hdf5 } from './hdf5';

/** How an HDF5 file without a configuration holds weights: a list of layers (Keras 1, 2, tf.keras) or groups by class (Keras 3). */
export type WeightsLayout =
  { readonly kind: 'layer-list'; readonly root: string } | { readonly kind: 'groups' };

const GROUP_FOLDERS = ['/layers', '/_layer_checkpoint_dependencies'];

/** Tells the layout of the weights in a file; undefined where it holds none. */
export function weightsLayout(file: Hdf5): WeightsLayout | undefined {
  for (const root of ['', '/model_weights'])
    for (const attribute of ['layer_names', 'layer_names0'])
      if (file.attribute(root === '' ? '/' : root, attribute) !== undefined)
        return { kind: 'layer-list', root };
  return GROUP_FOLDERS.some((folder) => file.children(folder).length > 0) ? { kind: 'groups' } : undefined;
}

/**
 * True for the weights of a model whose class its author wrote: Keras 3 names their groups after the attributes of that
 * class, so no list of layers leads to them.
 */
export function isOfSubclass(file: Hdf5): boolean {
  return file.children('/').some((group) => file.children(`/${group}/vars`).length > 0);
}

/** What to do about a file that holds weights alone. */
export function needsArchitecture(fileName: string): FeaturescopeError {
  const beside = fileName.replace(/(?:\.weights)?\.[^./\\]*$/, '.json');
  return failed('model/needs-architecture', { beside });
}
