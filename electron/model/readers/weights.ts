import { FeaturescopeError } from '../../shared/errors';
import { sizeOf } from '../../core/tensor';
import type { PlannedLayer } from '../assemble';
import { formatShape } from '../kinds/kind';
import type { Weight } from '../network';
import { layerError, layerLabel } from '../setting-reader';

/** A stored array, not yet read. */
export interface StoredWeight {
  /** Name in the file, e.g. `conv2d_1/kernel:0`. */
  readonly name: string;
  readonly shape: readonly number[];
  read(): Float32Array;
}

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
export function matchWeights(
  layer: PlannedLayer,
  stored: readonly StoredWeight[],
  fileName: string,
): Weight[] {
  if (stored.some((weight) => baseName(weight.name).startsWith('lora_')))
    throw layerError(
      'model/unsupported-setting',
      layer,
      `loading ${fileName}: ${layerLabel(layer)}, index ${layer.index}, keeps what LoRA trained apart from its kernel; save the model as .keras, where Keras joins them.`,
    );
  if (stored.length > layer.specs.length) throw surplusWeight(layer, stored, fileName);
  const byName = new Map(stored.map((weight) => [baseName(weight.name), weight]));
  const hasOwnNames = layer.specs.every((spec) => byName.has(spec.name)) && byName.size === stored.length;
  return layer.specs.map((spec, place) => {
    const weight = hasOwnNames ? byName.get(spec.name) : stored[place];
    if (!weight || stored.length < layer.specs.length) throw missingWeight(layer, byName, stored, fileName);
    if (!isSameShape(weight.shape, spec.shape))
      throw layerError(
        'model/wrong-shape',
        layer,
        `loading ${fileName}: ${layerLabel(layer)} needs ${spec.name} of shape ${formatShape(spec.shape)}, but the file holds ${formatShape(weight.shape)}; weights and configuration do not belong together.`,
      );
    const data = weight.read();
    requireFinite(data, layer, spec.name, fileName);
    return { name: spec.name, shape: spec.shape, data };
  });
}

/** TensorFlow turns NaN into results that look normal, so a network that has it is not run. */
function requireFinite(data: Float32Array, layer: PlannedLayer, name: string, fileName: string): void {
  if (data.every(Number.isFinite)) return;
  const count = data.reduce((sum, value) => sum + (Number.isFinite(value) ? 0 : 1), 0);
  throw layerError(
    'model/not-finite',
    layer,
    `loading ${fileName}: ${count} of the ${data.length} numbers in ${name} of ${layerLabel(layer)} are NaN or infinite, so its results would mean nothing; use a copy from before the training went wrong.`,
  );
}

function missingWeight(
  layer: PlannedLayer,
  byName: ReadonlyMap<string, StoredWeight>,
  stored: readonly StoredWeight[],
  fileName: string,
): FeaturescopeError {
  const wanted = layer.specs.map((spec) => spec.name);
  const missing = wanted.filter((name) => !byName.has(name));
  // Where the stored names are not Keras' own, it cannot be said which one is missing.
  const isNamed = missing.length === wanted.length - stored.length;
  const gap = stored.length > 0 && isNamed ? `; missing: ${missing.join(', ')}` : '';
  return layerError(
    'model/missing-weight',
    layer,
    `loading ${fileName}: ${layerLabel(layer)} needs ${wanted.length} weights (${wanted.join(', ')}), but the file holds ${stored.length} for it${gap}; save the model again.`,
  );
}

/** Keras loads no such file either: the weights belong to a layer of other settings, so all results would be wrong. */
function surplusWeight(
  layer: PlannedLayer,
  stored: readonly StoredWeight[],
  fileName: string,
): FeaturescopeError {
  const wanted = layer.specs.map((spec) => spec.name);
  const needs = wanted.length === 0 ? 'no weights' : `only ${wanted.join(', ')}`;
  const held = stored.map((weight) => formatShape(weight.shape)).join(', ');
  return layerError(
    'model/surplus-weight',
    layer,
    `loading ${fileName}: ${layerLabel(layer)} needs ${needs}, but the file holds ${stored.length} weights for it, of shape ${held}; weights and configuration do not belong together, so give those that were saved together.`,
  );
}

const BYTES_ALWAYS_ALLOWED = 64 * 1024 ** 2;
const BYTES_LIMIT = 4 * 1024 ** 3;
/** No compression that HDF5 or zip use gains more than this. */
const HIGHEST_COMPRESSION = 1100;

/**
 * Refuses a model whose configuration asks for more memory than its file can fill, before any of it is allocated.
 * @throws FeaturescopeError model/too-large
 */
export function checkWeightBytes(layers: readonly PlannedLayer[], fileBytes: number, fileName: string): void {
  const allowed = Math.min(BYTES_LIMIT, Math.max(BYTES_ALWAYS_ALLOWED, fileBytes * HIGHEST_COMPRESSION));
  let total = 0;
  const visit = (list: readonly PlannedLayer[]): void => {
    for (const layer of list) {
      total += layer.specs.reduce((sum, spec) => sum + 4 * sizeOf(spec.shape), 0);
      if (total > allowed)
        throw new FeaturescopeError(
          'model/too-large',
          `loading ${fileName}: up to ${layerLabel(layer)} the configuration asks for ${size(total)} of weights, which this file of ${size(fileBytes)} cannot hold; the file is damaged.`,
        );
      if (layer.inner) visit(layer.inner);
    }
  };
  visit(layers);
}

/** `0.7 GB`, `18.4 MB` or `22 KB`. */
function size(bytes: number): string {
  if (bytes >= 1024 ** 3 / 10) return `${(bytes / 1024 ** 3).toFixed(1)} GB`;
  return bytes >= 1024 ** 2 ? `${(bytes / 1024 ** 2).toFixed(1)} MB` : `${Math.ceil(bytes / 1024)} KB`;
}
