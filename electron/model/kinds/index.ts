import { failed, type FeaturescopeError } from '../../shared/errors';
import { message } from '../../shared/messages/message';
import type { Layer } from '../network';
import type { LayerSetting } from '../config/types';
import { activation, layerMention, type Activation } from '../config/setting-reader';
import { activationKinds } from './activation-layers';
import { valuesBehind } from './activations';
import { attentionKinds } from './attention';
import { categoryKinds } from './categories';
import { convolutionKinds } from './convolution';
import { denseKinds } from './dense';
import { functionKind } from './functions';
import { identityKinds } from './identity';
import type { Kind, KindTable } from './kind';
import { mergeKinds } from './merge';
import { normalizationKinds } from './normalization';
import { pictureSizeKinds } from './picture-size';
import { poolingKinds } from './pooling';
import { recurrentKinds } from './recurrent';
import { reshapingKinds } from './reshaping';
import { stepKinds } from './steps';
import type { ValueRelation } from './traits';
import { unsupportedLayer } from './unsupported-layer';

/** Every layer class that can be computed. */
export const KINDS: KindTable = {
  ...convolutionKinds,
  ...poolingKinds,
  ...normalizationKinds,
  ...denseKinds,
  ...activationKinds,
  ...mergeKinds,
  ...reshapingKinds,
  ...pictureSizeKinds,
  ...attentionKinds,
  ...stepKinds,
  ...categoryKinds,
  ...recurrentKinds,
  ...identityKinds,
};

/** What is known of a layer class or function; undefined where it is not supported. */
export function kindOf(layer: Pick<LayerSetting, 'className' | 'functionName'>): Kind | undefined {
  if (layer.functionName !== undefined) return functionKind(layer.functionName);
  return Object.hasOwn(KINDS, layer.className) ? KINDS[layer.className] : undefined;
}

/** Name of a layer class where room is short. */
export function shortNameOf(className: string): string {
  return (Object.hasOwn(KINDS, className) && KINDS[className]?.shortName) || className;
}

/** The activation that gives a layer's results; undefined where there is none. */
export function lastActivation(layer: LayerSetting): Activation | undefined {
  const given = kindOf(layer)?.activation;
  if (given === undefined) return undefined;
  return given === 'setting' ? activation(layer) : { name: given.is, config: layer.config };
}

/** What the numbers that a layer gives have to do with those that go in, its activation included. */
export function valuesOf(layer: LayerSetting): ValueRelation {
  const { values = 'any' } = kindOf(layer) ?? {};
  const last = lastActivation(layer);
  const behind = last ? valuesBehind(last) : 'same';
  if (behind === 'same') return values;
  return behind === 'of-sign' && values === 'any' ? 'any' : behind;
}

/**
 * What is known of a layer class or function.
 * @throws FeaturescopeError model/unsupported-layer, naming layer, class and index
 */
export function requireKind(
  layer: Pick<LayerSetting, 'name' | 'className' | 'functionName' | 'index'>,
): Kind {
  const kind = kindOf(layer);
  if (kind) return kind;
  throw unsupportedLayer(layer);
}

/** Refuses what looks words up in the model's own input: a model for text, even where every layer could be computed. */
export function refuseTextInput(layer: Pick<Layer, 'name' | 'className' | 'index'>): FeaturescopeError {
  const reason = message('part/is-for-text');
  return failed('model/unsupported-layer', { layer: layerMention(layer), reason });
}
