import type { PreprocessName } from '../core/preprocess';
import { IDENTITY_CLASSES } from '../model/kinds';
import { activation } from '../model/config/setting-reader';
import { type Call, type Layer, type Network } from '../model/network';
import { isSpatial, type Shape } from '../model/shapes';

/** Activations whose results are never below zero. */
const UNSIGNED_ACTIVATIONS = new Set([
  'relu',
  'relu6',
  'sigmoid',
  'hard_sigmoid',
  'softmax',
  'softplus',
  'exponential',
  'sparse_sigmoid',
  'ReLU',
  'Softmax',
]);
/** Layers that pass signs on: unsigned if all their inputs are. */
const SIGN_KEEPERS = new Set([
  'MaxPooling2D',
  'AveragePooling2D',
  'GlobalAveragePooling2D',
  'GlobalMaxPooling2D',
  'Add',
  'Multiply',
  'Average',
  'Maximum',
  'Minimum',
  'Concatenate',
  'Flatten',
  'Reshape',
  'Permute',
  'RepeatVector',
  'ZeroPadding2D',
  'Cropping2D',
  'UpSampling2D',
  'MaxPooling1D',
  'AveragePooling1D',
  'GlobalAveragePooling1D',
  'GlobalMaxPooling1D',
  'AdaptiveAveragePooling2D',
  'AdaptiveMaxPooling2D',
  'ZeroPadding1D',
  'Cropping1D',
  'UpSampling1D',
  'CenterCrop',
  ...IDENTITY_CLASSES,
]);
/** Operations whose results are never below zero, and those that pass signs on. */
const UNSIGNED_OPERATIONS = new Set([
  'Relu',
  'Relu6',
  'Sigmoid',
  'HardSigmoid',
  'Softmax',
  'Softplus',
  'Exp',
  'Square',
  'Abs',
]);
const SIGN_KEEPING_OPERATIONS = new Set(
  'Identity Reshape Transpose GetItem Concatenate Mean Max Sum Squeeze ExpandDims MaxPool AveragePool Split Stack'.split(
    ' ',
  ),
);
const MERGES = new Set(['Add', 'Subtract', 'Multiply', 'Average', 'Maximum', 'Minimum', 'Concatenate']);

function isUnsignedCall(call: Call, isUnsignedInput: boolean, before: readonly boolean[]): boolean {
  const { layer } = call;
  if (call.inputs.length === 0) return isUnsignedInput;
  if (layer.operation !== undefined) {
    if (UNSIGNED_OPERATIONS.has(layer.operation)) return true;
    return SIGN_KEEPING_OPERATIONS.has(layer.operation) && call.inputs.every((ref) => before[ref.call]);
  }
  if (layer.className === 'ReLU') {
    const slope = layer.config['negative_slope'] ?? layer.config['alpha'] ?? 0;
    return slope === 0;
  }
  if (layer.className === 'Softmax') return true;
  if (SIGN_KEEPERS.has(layer.className)) return call.inputs.every((ref) => before[ref.call]);
  const hasActivation = layer.className === 'Activation' || 'activation' in layer.config;
  if (!hasActivation) return false;
  const { name } = activation(layer);
  if (name === 'linear' && layer.className === 'Activation')
    return call.inputs.every((ref) => before[ref.call]);
  return UNSIGNED_ACTIVATIONS.has(name);
}

/**
 * Layers whose results may be below zero, for which a diverging colour map makes sense. A guess from the layer classes:
 * pre-activation results are signed, those after ReLU, sigmoid or softmax, pooled or not, are not.
 */
export function signedLayers(network: Network, preprocess: PreprocessName): ReadonlySet<Layer> {
  const isUnsignedInput = preprocess === '0..1' || preprocess === 'none';
  const unsigned: boolean[] = [];
  for (const call of network.calls) unsigned.push(isUnsignedCall(call, isUnsignedInput, unsigned));
  return new Set(
    network.layers.filter((layer) =>
      layer.outputs.some((outputs) => outputs.some((ref) => !unsigned[ref.call])),
    ),
  );
}

function spatialSize(shape: Shape): string {
  return shape.slice(1, 3).join('x');
}

/**
 * The last layer of each block: where everything that was computed so far passes through one layer, and this layer joins
 * branches or is the last of its picture size. One of them per block gives a short walk through a deep network.
 */
export function blockEnds(network: Network): ReadonlySet<Layer> {
  const { calls } = network;
  // Place of the last call that still needs a result; a call is a bottleneck if no earlier result is needed after it.
  const lastUse = calls.map((_, place) => place);
  calls.forEach((call, place) => {
    for (const ref of call.inputs) lastUse[ref.call] = place;
  });
  const bottlenecks: number[] = [];
  let latest = 0;
  calls.forEach((_, place) => {
    if (latest <= place) bottlenecks.push(place);
    latest = Math.max(latest, lastUse[place]!);
  });
  const spatial = bottlenecks.filter(
    (place) => calls[place]!.inputs.length > 0 && isSpatial(calls[place]!.outputShapes[0]!),
  );
  const ends = spatial.filter((place, position) => {
    const next = spatial[position + 1];
    const size = spatialSize(calls[place]!.outputShapes[0]!);
    return (
      MERGES.has(calls[place]!.layer.className) ||
      next === undefined ||
      spatialSize(calls[next]!.outputShapes[0]!) !== size
    );
  });
  return new Set(ends.flatMap((place) => listedLayer(network, calls[place]!) ?? []));
}

/** The layer of `model.layers` that is, or holds, the layer of a call; none for what Keras does not list. */
function listedLayer(network: Network, { layer }: Call): Layer | undefined {
  return network.layers.find((candidate) => candidate === layer || candidate.name === layer.path[0]);
}
