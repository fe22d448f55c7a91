import { FeaturescopeError } from '../../shared/errors';
import { sizeOf } from '../../core/tensor';
import type { PlannedLayer } from '../assemble';
import { formatShape } from '../kinds/kind';
import type { Weight, WeightSpec } from '../network';
import { layerLabel } from '../setting-reader';

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
 * @throws FeaturescopeError model/missing-weight, model/wrong-shape
 */
export function matchWeights(
  layer: PlannedLayer,
  stored: readonly StoredWeight[],
  fileName: string,
): Weight[] {
  const byName = new Map(stored.map((weight) => [baseName(weight.name), weight]));
  const hasOwnNames = layer.specs.every((spec) => byName.has(spec.name)) && byName.size === stored.length;
  return layer.specs.map((spec, place) => {
    const weight = hasOwnNames ? byName.get(spec.name) : stored[place];
    if (!weight || stored.length < layer.specs.length)
      throw missingWeight(layer, spec, stored.length, fileName);
    if (!isSameShape(weight.shape, spec.shape))
      throw new FeaturescopeError(
        'model/wrong-shape',
        `loading ${fileName}: ${layerLabel(layer)} needs ${spec.name} of shape ${formatShape(spec.shape)}, but the file holds ${formatShape(weight.shape)}; weights and configuration do not belong together.`,
      );
    return { name: spec.name, shape: spec.shape, data: weight.read() };
  });
}

function missingWeight(
  layer: PlannedLayer,
  spec: WeightSpec,
  found: number,
  fileName: string,
): FeaturescopeError {
  const wanted = layer.specs.map((other) => other.name).join(', ');
  return new FeaturescopeError(
    'model/missing-weight',
    `loading ${fileName}: ${layerLabel(layer)} needs ${layer.specs.length} weights (${wanted}), but the file holds ${found} for it, so ${spec.name} is missing; save the model again.`,
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
          `loading ${fileName}: up to ${layerLabel(layer)} the configuration asks for ${gigabytes(total)} of weights, which this file of ${megabytes(fileBytes)} cannot hold; the file is damaged.`,
        );
      if (layer.inner) visit(layer.inner);
    }
  };
  visit(layers);
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1024 ** 3).toFixed(1)} GB`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}
