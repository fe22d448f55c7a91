import { FeaturescopeError } from '../shared/errors';
import { IDENTITY_CLASSES } from '../model/kinds';
import { activation } from '../model/setting-reader';
import { shapeOf, type Network, type TensorRef } from '../model/network';

/** The output of a model that names classes. */
export interface ClassifierHead {
  readonly ref: TensorRef;
  /** Name of its layer; with `:1` and so on behind it where a layer has several outputs. */
  readonly name: string;
  readonly classCount: number;
  /**
   * What its last activation gives: a distribution, independent probabilities, the probability of the second of two classes,
   * or raw scores that still need a softmax.
   */
  readonly gives: 'softmax' | 'sigmoid' | 'binary' | 'logits';
}

/** Layers that pass the numbers on as they are, in another shape at most. */
const PASSING_ON: readonly string[] = [
  'Flatten',
  'Reshape',
  'RepeatVector',
  'Permute',
  'Squeeze',
  'Cast',
  ...IDENTITY_CLASSES,
];

/** Name of the activation that the numbers went through last. Old MobileNets, for one, reshape behind their softmax. */
function lastActivation(network: Network, ref: TensorRef): string {
  const { layer, inputs } = network.calls[ref.call]!;
  if (layer.operation !== undefined) {
    if (layer.operation === 'Softmax' || layer.operation === 'Sigmoid') return layer.operation.toLowerCase();
    const isPassingOn = PASSING_ON.includes(layer.operation) && inputs.length === 1;
    return isPassingOn ? lastActivation(network, inputs[0]!) : 'linear';
  }
  if (layer.className === 'Softmax') return 'softmax';
  const name = ['Dense', 'EinsumDense', 'Activation', 'Conv2D'].includes(layer.className)
    ? activation(layer).name
    : 'linear';
  const isPassingOn =
    PASSING_ON.includes(layer.className) || (layer.className === 'Activation' && name === 'linear');
  return isPassingOn && inputs.length === 1 ? lastActivation(network, inputs[0]!) : name;
}

function headName(network: Network, { call, output }: TensorRef): string {
  const { layer, callIndex } = network.calls[call]!;
  const name = [...layer.path, layer.name].join('/');
  return `${name}${callIndex > 0 ? `#${callIndex}` : ''}${output > 0 ? `:${output}` : ''}`;
}

/** A single sigmoid tells two classes apart; a single number of another kind is no class. */
function headAt(network: Network, ref: TensorRef): ClassifierHead[] {
  const shape = shapeOf(network, ref);
  const units = shape.at(-1);
  if (shape.length !== 2 || units == null || units < 1) return [];
  const activationName = lastActivation(network, ref);
  const isKnown = activationName === 'softmax' || activationName === 'sigmoid';
  const name = headName(network, ref);
  if (units === 1) return activationName === 'sigmoid' ? [{ ref, name, classCount: 2, gives: 'binary' }] : [];
  return [{ ref, name, classCount: units, gives: isKnown ? activationName : 'logits' }];
}

/** Every output that names classes: those of rank 2, most likely ones first (softmax, sigmoid, others). */
export function classifierHeads(network: Network): ClassifierHead[] {
  const heads = network.outputs.flatMap((ref) => headAt(network, ref));
  const order: readonly ClassifierHead['gives'][] = ['softmax', 'sigmoid', 'logits', 'binary'];
  return order.flatMap((gives) => heads.filter((head) => head.gives === gives));
}

/**
 * Finds the output that classifies: the first of rank 2 with a softmax, else with a sigmoid, else any of rank 2.
 * @param name  of the one that is wanted
 * @returns undefined for models that give no classes (segmentation, embeddings of rank 4, ...)
 * @throws FeaturescopeError model/unknown-head
 */
export function findClassifierHead(network: Network, name?: string): ClassifierHead | undefined {
  const heads = classifierHeads(network);
  const found = name === undefined ? heads[0] : heads.find((head) => head.name === name);
  if (name === undefined || found) return found;
  const names = heads.map((head) => head.name);
  throw new FeaturescopeError(
    'model/unknown-head',
    `choosing the output ${name} of ${network.name}: ${
      names.length > 0
        ? `it has no such output; those that name classes are ${names.join(', ')}`
        : 'it has no output that names classes'
    }.`,
  );
}

/** Softmax in double precision; the largest score is taken off first, so that nothing overflows. */
export function softmax(scores: Float32Array): Float32Array {
  const largest = scores.reduce((a, b) => Math.max(a, b), -Infinity);
  const powers = Float64Array.from(scores, (score) => Math.exp(score - largest));
  const sum = powers.reduce((a, b) => a + b, 0);
  return Float32Array.from(powers, (power) => power / sum);
}
