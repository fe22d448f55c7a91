import { failed, type FeaturescopeError } from '../../shared/errors';
import { message } from '../../shared/messages/message';
import { firstNotFinite, sizeOf } from '../../core/tensor';
import { heldLayers, type PlannedLayer } from '../assemble/draft';
import { formatShape } from '../shapes';
import type { Weight } from '../network';
import { layerFailure, layerMention } from '../config/setting-reader';
import { inKerasLayout } from './cudnn-layout';
import type { StoredWeight } from './stored-weight';

/** Last part of a stored name without Keras' `:0`. */
function baseName(name: string): string {
  return name.split('/').at(-1)!.replace(/:\d+$/, '');
}

function isSameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((length, place) => length === b[place]);
}

/**
 * Chooses the stored array for each weight of a layer: by name where the names are Keras' own, else by order,
 * because files carry prefixes, suffixes and counters in their names.
 * @throws FeaturescopeError model/missing-weight, model/surplus-weight, model/wrong-shape, model/not-finite, model/unsupported-setting
 */
export function matchWeights(layer: PlannedLayer, stored: readonly StoredWeight[]): Weight[] {
  if (stored.some((weight) => baseName(weight.name).startsWith('lora_')))
    throw layerFailure('model/unsupported-setting', layer, {
      problem: message('part/lora-apart'),
      remedy: message('part/save-as-keras'),
    });
  if (stored.length > layer.specs.length) throw surplusWeight(layer, stored);
  const byName = new Map(stored.map((weight) => [baseName(weight.name), weight]));
  const hasOwnNames = layer.specs.every((spec) => byName.has(spec.name)) && byName.size === stored.length;
  if (stored.length < layer.specs.length) throw missingWeight(layer, byName, stored);
  const chosen = layer.specs.map((spec, place) => (hasOwnNames ? byName.get(spec.name)! : stored[place]!));
  const arrays = inKerasLayout(layer.specs, chosen);
  return layer.specs.map((spec, place) => {
    const weight = arrays[place]!;
    if (!isSameShape(weight.shape, spec.shape))
      throw layerFailure('model/wrong-shape', layer, {
        weight: spec.name,
        wanted: formatShape(spec.shape),
        found: formatShape(weight.shape),
      });
    const data = weight.read();
    requireFinite(data, layer, spec.name);
    return { name: spec.name, shape: spec.shape, data };
  });
}

/** TensorFlow turns NaN into results that look normal, so a network that has it is not run. */
function requireFinite(data: Float32Array, layer: PlannedLayer, name: string): void {
  if (firstNotFinite(data) < 0) return;
  const count = data.reduce((sum, value) => sum + (Number.isFinite(value) ? 0 : 1), 0);
  throw layerFailure('model/not-finite', layer, {
    problem: message('part/weights-not-finite', { bad: count, all: data.length, weight: name }),
    remedy: message('part/older-copy'),
  });
}

function missingWeight(
  layer: PlannedLayer,
  byName: ReadonlyMap<string, StoredWeight>,
  stored: readonly StoredWeight[],
): FeaturescopeError {
  const wanted = layer.specs.map((spec) => spec.name);
  const missing = wanted.filter((name) => !byName.has(name));
  // Where the stored names are not Keras' own, it cannot be said which one is missing.
  const isNamed = missing.length === wanted.length - stored.length;
  const values = { count: wanted.length, names: wanted, held: stored.length };
  const problem =
    stored.length > 0 && isNamed
      ? message('part/weights-lacking-named', { ...values, missing })
      : message('part/weights-lacking', values);
  return layerFailure('model/missing-weight', layer, { problem });
}

/** Keras loads no such file either: the weights belong to a layer of other settings, so all results would be wrong. */
function surplusWeight(layer: PlannedLayer, stored: readonly StoredWeight[]): FeaturescopeError {
  const names = layer.specs.map((spec) => spec.name);
  const held = { count: stored.length, shapes: stored.map((weight) => formatShape(weight.shape)) };
  const problem =
    names.length === 0
      ? message('part/weights-needless', held)
      : message('part/weights-surplus', { ...held, names });
  return layerFailure('model/surplus-weight', layer, { problem });
}

const BYTES_ALWAYS_ALLOWED = 64 * 1024 ** 2;
const BYTES_LIMIT = 4 * 1024 ** 3;
/** No compression that HDF5 or zip use gains more than this. */
const HIGHEST_COMPRESSION = 1100;

/**
 * Refuses a model whose configuration asks for more memory than its file can fill, before any of it is allocated.
 * @throws FeaturescopeError model/too-large
 */
export function checkWeightBytes(layers: readonly PlannedLayer[], fileBytes: number): void {
  const allowed = Math.min(BYTES_LIMIT, Math.max(BYTES_ALWAYS_ALLOWED, fileBytes * HIGHEST_COMPRESSION));
  let total = 0;
  const visit = (list: readonly PlannedLayer[]): void => {
    for (const layer of list) {
      total += layer.specs.reduce((sum, spec) => sum + 4 * sizeOf(spec.shape), 0);
      if (total > allowed)
        throw failed('model/too-large', {
          problem: message('part/weights-too-large', {
            layer: layerMention(layer),
            wanted: size(total),
            size: size(fileBytes),
          }),
        });
      visit(heldLayers(layer) ?? []);
    }
  };
  visit(layers);
}

/** `0.7 GB`, `18.4 MB` or `22 KB`. */
function size(bytes: number): string {
  if (bytes >= 1024 ** 3 / 10) return `${(bytes / 1024 ** 3).toFixed(1)} GB`;
  return bytes >= 1024 ** 2 ? `${(bytes / 1024 ** 2).toFixed(1)} MB` : `${Math.ceil(bytes / 1024)} KB`;
}
