import { noteOf, type Note } from '../../shared/note';
import type { LayerBlueprint, ModelBlueprint } from './types';

/** Name of a dtype policy: a string (`mixed_float16`) or a serialised object. */
function policyName(dtype: unknown): string | undefined {
  if (typeof dtype === 'string') return dtype;
  const name = (dtype as { config?: { name?: unknown } } | null | undefined)?.config?.name;
  return typeof name === 'string' ? name : undefined;
}

/** True for a layer whose weights and inputs Keras 3 rounds to a few bits (`model.quantize(...)`). */
export function isQuantized(config: Readonly<Record<string, unknown>>): boolean {
  const dtype = config['dtype'] as { class_name?: unknown } | string | null | undefined;
  const isPolicy = typeof dtype === 'object' && /^Quantized/.test(String(dtype?.class_name));
  return config['quantization_config'] != null || isPolicy || /_from_/.test(policyName(dtype) ?? '');
}

function policiesOf(layers: readonly LayerBlueprint[], found: Set<string>): Set<string> {
  for (const layer of layers) {
    const name = policyName(layer.config['dtype']);
    // Inputs of whole numbers are computed as they are.
    const isOther = layer.className === 'InputLayer' ? /float16/ : /float16|bfloat16|int8|float8|float64/;
    if (name !== undefined && isOther.test(name)) found.add(name);
    policiesOf([...(layer.inner?.layers ?? []), ...Object.values(layer.inside ?? {})], found);
  }
  return found;
}

/** What should be said of a model: its layers are meant to run in another precision than the one used here. */
export function notesOnPrecision(model: ModelBlueprint): Note[] {
  const policies = [...policiesOf(model.layers, new Set())];
  if (policies.length === 0) return [];
  return [noteOf('other-precision', { policies })];
}
