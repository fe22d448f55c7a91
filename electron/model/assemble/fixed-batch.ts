import { formatShape, type Shape } from '../shapes';
import type { CallArguments, LayerSetting } from '../config/types';
import { functionArguments } from '../kinds/functions';
import { layerFailure } from '../config/setting-reader';

/** Number of pictures for which a reshape is made, where it is made for a fixed number of them. */
function fixedAt(target: readonly unknown[], input: Shape, batch: number | undefined): number | undefined {
  const [first] = target;
  // A length that is computed while the model runs is that of whatever batch comes.
  const isOpen = typeof first !== 'number' || first === -1;
  if (isOpen || input[0] !== null) return undefined;
  if (batch !== undefined) return batch;
  const lengths = [...target, ...input.slice(1)];
  if (!lengths.every((length): length is number => typeof length === 'number' && length > 0))
    return undefined;
  const product = (list: readonly number[]) => list.reduce((total, length) => total * length, 1);
  const count = product(lengths.slice(0, target.length)) / product(lengths.slice(target.length));
  return Number.isInteger(count) && count > 1 ? count : undefined;
}

/**
 * Refuses a reshape that only fits a certain number of pictures, because one at a time is run.
 * @param inputs  shapes of the call's inputs
 * @param batch   number of pictures for which the model's input was built, where it is fixed
 * @throws FeaturescopeError model/fixed-batch
 */
export function refuseFixedBatch(
  layer: LayerSetting,
  args: CallArguments,
  inputs: readonly Shape[],
  batch: number | undefined,
): void {
  if (layer.functionName !== 'Reshape') return;
  const target = functionArguments(layer, args)['newshape'];
  const [input] = inputs;
  if (!Array.isArray(target) || !input) return;
  const count = fixedAt(target, input, batch);
  if (count === undefined) return;
  const shape = formatShape(target.map((length) => (typeof length === 'number' ? length : null)));
  throw layerFailure('model/fixed-batch', layer, { shape, count });
}
