import { IDENTITY_CLASSES } from '../model/kinds';
import { activation } from '../model/setting-reader';
import { shapeOf, type Network, type TensorRef } from '../model/network';

/** The output of a model that names classes. */
export interface ClassifierHead {
  readonly ref: TensorRef;
  readonly classCount: number;
  /** What its last activation gives: a distribution, independent probabilities, or raw scores that still need a softmax. */
  readonly gives: 'softmax' | 'sigmoid' | 'logits';
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

/**
 * Finds the output that classifies: the first of rank 2 with a softmax, else with a sigmoid, else any of rank 2.
 * @param chosen  name of the layer whose output is meant, where the user says so
 * @returns undefined for models that give no classes (segmentation, embeddings of rank 4, ...)
 */
export function findClassifierHead(network: Network, chosen?: string): ClassifierHead | undefined {
  const outputs = network.outputs.filter(
    (ref) => chosen === undefined || network.calls[ref.call]!.layer.name === chosen,
  );
  const heads = outputs.flatMap((ref): ClassifierHead[] => {
    const shape = shapeOf(network, ref);
    const classCount = shape.at(-1);
    if (shape.length !== 2 || classCount == null || classCount < 2) return [];
    const name = lastActivation(network, ref);
    return [{ ref, classCount, gives: name === 'softmax' || name === 'sigmoid' ? name : 'logits' }];
  });
  return (
    heads.find((head) => head.gives === 'softmax') ??
    heads.find((head) => head.gives === 'sigmoid') ??
    heads[0]
  );
}

/** Softmax in double precision; the largest score is taken off first, so that nothing overflows. */
export function softmax(scores: Float32Array): Float32Array {
  const largest = scores.reduce((a, b) => Math.max(a, b), -Infinity);
  const powers = Float64Array.from(scores, (score) => Math.exp(score - largest));
  const sum = powers.reduce((a, b) => a + b, 0);
  return Float32Array.from(powers, (power) => power / sum);
}
