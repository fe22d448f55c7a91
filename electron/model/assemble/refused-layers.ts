import {
  isFeaturescopeError,
  valueOfFailure,
  type FeaturescopeError,
  type RefusedLayer,
} from '../../shared/errors';
import { message } from '../../shared/messages/message';
import type { Told } from '../../shared/messages/message';
import { isQuantized } from '../config/precision';
import { unsupportedSetting } from '../config/setting-reader';
import type { LayerSetting } from '../config/types';
import { requireKind } from '../kinds';
import { requireFiniteSettings } from '../kinds/finite-settings';
import type { DraftLayer } from './draft';

/** What is wrong with a layer, whatever comes into it. */
function problemOf(layer: DraftLayer): FeaturescopeError | undefined {
  const check = (setting: LayerSetting): void => {
    if (layer.innerAll && setting === layer) return;
    requireKind(setting);
    requireFiniteSettings(setting);
    if (isQuantized(setting.config)) throw unsupportedSetting(setting, message('part/quantized'));
  };
  try {
    check(layer);
    if (layer.wrapped && !layer.wrapped.inner) check(layer.wrapped);
    return undefined;
  } catch (error) {
    if (isFeaturescopeError(error)) return error;
    throw error;
  }
}

/**
 * All layers of a model that is refused, those inside models behind the model that holds them, each with what is wrong with it
 * and what would help; functions only where they are refused.
 * @param failed    the layer at which the model was refused, if it was one
 * @param failure   with which it was refused
 */
export function refusedLayers(
  drafts: readonly DraftLayer[],
  failed: DraftLayer | undefined,
  failure: FeaturescopeError,
  around = '',
): RefusedLayer[] {
  return drafts.flatMap((layer) => {
    const problem = layer === failed || (layer.wrapped === failed && failed) ? failure : problemOf(layer);
    const why: Told | undefined = problem && valueOfFailure(problem);
    const isListed = layer.index >= 0;
    const indexPath = isListed ? `${around}${layer.index}` : '';
    const row = { indexPath, name: [...layer.path, layer.name].join('/'), className: layer.className };
    return [
      ...(isListed || why ? [{ ...row, ...(why && { why }) }] : []),
      ...refusedLayers(layer.innerAll ?? [], failed, failure, `${indexPath}/`),
    ];
  });
}
