import type { LayerSetting } from '../config/types';
import { KINDS } from '.';

/** Settings of every layer, and those of the precision of weights, which are looked at by themselves (precision.ts). */
const OF_ALL: readonly string[] = [
  ...['name', 'trainable', 'dtype', 'batch_shape', 'batch_input_shape', 'dynamic', 'autocast'],
  ...['quantization_config', 'lora_rank', 'lora_alpha', 'gptq_unpacked_column_size'],
];

/** What matters in training only. */
const OF_TRAINING = /_(initializer|regularizer|constraint)$/;

/**
 * Settings of a layer that no Keras known here writes for its class, and that say something: an absent one is null.
 * @param layer  of a class that is known
 */
export function unknownSettings(layer: LayerSetting): string[] {
  const kind = layer.functionName === undefined ? KINDS[layer.className] : undefined;
  if (!kind) return [];
  return Object.entries(layer.config).flatMap(([key, value]) =>
    value === null || OF_ALL.includes(key) || OF_TRAINING.test(key) || kind.settings.includes(key)
      ? []
      : [key],
  );
}
