import type { Tensor } from '../../core/tensor';
import { valuesOf } from '../../model/kinds';
import { activation, flag } from '../../model/config/setting-reader';
import { shapeOf, type Call, type Network, type TensorRef } from '../../model/network';
import { failed } from '../../shared/errors';
import type { HeatContext } from './passes';

/** A head that is linear in the means of maps. */
interface LinearHead {
  /** The maps that are averaged. */
  readonly maps: TensorRef;
  readonly dense: Call;
}

const LAST = ['linear', 'softmax', 'sigmoid'];

/** A dense layer, or a convolution of one pixel, which is one where there is only one pixel. */
function isDense({ layer, outputShapes }: Call): boolean {
  if (!LAST.includes(activation(layer).name)) return false;
  const lengths = outputShapes[0]!.slice(1, -1);
  const isPoint = lengths.length === 2 && lengths.every((length) => length === 1);
  return (layer.className === 'Dense' && lengths.length === 0) || (layer.className === 'Conv2D' && isPoint);
}

/** Behind what only hands on or reshapes, and behind a last activation of its own. */
function skipped(network: Network, ref: TensorRef, skipsActivation: boolean): Call {
  const call = network.calls[ref.call]!;
  const { className, functionName } = call.layer;
  const isActivation =
    skipsActivation &&
    functionName === undefined &&
    (className === 'Softmax' || (className === 'Activation' && LAST.includes(activation(call.layer).name)));
  if (call.inputs.length !== 1 || !(isActivation || valuesOf(call.layer) === 'same')) return call;
  return skipped(network, call.inputs[0]!, skipsActivation && !isActivation);
}

/** The linear head of an output; undefined where it is none. */
export function linearHead(network: Network, ref: TensorRef): LinearHead | undefined {
  const dense = skipped(network, ref, true);
  if (!isDense(dense) || dense.inputs.length !== 1) return undefined;
  const pool = skipped(network, dense.inputs[0]!, false);
  const isMean = pool.layer.className === 'GlobalAveragePooling2D' && pool.inputs.length === 1;
  return isMean ? { maps: pool.inputs[0]!, dense } : undefined;
}

/** A class activation map and how exactly its mean, with the bias, is the score. */
export interface ClassActivationMap {
  readonly heat: Tensor;
  readonly maps: TensorRef;
  readonly bias: number;
}

/**
 * Each map counts by the weight that the class gives to its mean, so the mean of the heat and the bias are the score.
 * @returns heat [height, width] of the last layer with maps
 * @throws FeaturescopeError heat/no-linear-head
 */
export function classActivationMap({ session, input, target }: HeatContext): ClassActivationMap {
  const head = linearHead(session.network, target.output.head.ref);
  const kernel = head?.dense.layer.weights.find(({ name }) => name === 'kernel');
  const channels = head && shapeOf(session.network, head.maps).at(-1);
  const units = target.weights.length;
  if (!head || !kernel || kernel.data.length !== channels! * units)
    throw failed('heat/no-linear-head', { model: session.title });
  const { data, shape } = session.engine.run({ activations: [head.maps] }, input).activations[0]!;
  const sumOver = (list: Float32Array, from: number) =>
    target.weights.reduce((sum, weight, unit) => sum + weight * list[from + unit]!, 0);
  const weights = Float64Array.from({ length: channels! }, (_, channel) =>
    sumOver(kernel.data, channel * units),
  );
  const [, height, width] = shape as [number, number, number];
  const heat = Float32Array.from({ length: height * width }, (_, pixel) =>
    weights.reduce((sum, weight, channel) => sum + weight * data[pixel * channels! + channel]!, 0),
  );
  const bias = flag(head.dense.layer, 'use_bias', true)
    ? head.dense.layer.weights.find(({ name }) => name === 'bias')
    : undefined;
  return {
    heat: { data: heat, shape: [height, width] },
    maps: head.maps,
    bias: bias ? sumOver(bias.data, 0) : 0,
  };
}
