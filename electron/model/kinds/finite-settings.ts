import { kindOf } from '.';
import type { LayerSetting } from '../config/types';
import { notFiniteSetting } from '../config/setting-reader';

/** Numbers that matter in training only, and those that a layer may compare pixels with. */
const HARMLESS: readonly string[] = [
  ...['momentum', 'renorm_momentum', 'dropout', 'dropout_rate', 'recurrent_dropout', 'rate', 'seed'],
  'mask_value',
];

/** True for NaN, an infinite number, and a list that holds one. */
function isNotFinite(value: unknown): boolean {
  return Array.isArray(value)
    ? value.some(isNotFinite)
    : typeof value === 'number' && !Number.isFinite(value);
}

/** An upper limit that nothing reaches is none. */
function isNoLimit(key: string, value: unknown): boolean {
  return key === 'max_value' && value === Infinity;
}

/** Settings of the layer itself, and those of an activation that is saved as an object. */
function settingsOf(config: LayerSetting['config']): [key: string, value: unknown][] {
  const own = Object.entries(config);
  const { activation } = config;
  const inside = (activation as { config?: unknown } | null | undefined)?.config;
  return typeof inside === 'object' && inside !== null ? [...own, ...Object.entries(inside)] : own;
}

/**
 * Refuses a layer one of whose numbers is NaN or infinite: Keras writes such numbers as they are and then gives NaN everywhere.
 * @throws FeaturescopeError model/unsupported-setting
 */
export function requireFiniteSettings(layer: LayerSetting): void {
  if (kindOf(layer)?.isIdentity) return;
  for (const [key, value] of settingsOf(layer.config))
    if (isNotFinite(value) && !HARMLESS.includes(key) && !isNoLimit(key, value))
      throw notFiniteSetting(layer, key, value);
}
