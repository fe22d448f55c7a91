import { axisPlaces } from '../config/setting-reader';
import { usesOwnStatistics } from '../config/training-calls';
import { kindOf, lastActivation } from '../kinds';
import { channelAxis } from '../kinds/normalization';
import { shapeOf, type Call, type Network, type TensorRef } from '../network';

/** From a layer whose weights make a value to the layer that shows it. */
export interface ValueChain {
  /** The call of the layer with the weights. */
  readonly unit: number;
  /** Calls of the layers behind it, which change each value by itself, in order; the last one gives the result. */
  readonly steps: readonly number[];
}

/** Layers whose values are sums of products. */
const UNITS = /^(Conv[12]D|DepthwiseConv[12]D|SeparableConv[12]D|Conv[12]DTranspose|Dense)$/;
/** Layers without weights of their own that change each value by itself. */
const PLAIN = ['Activation', 'ReLU', 'LeakyReLU', 'ELU', 'ThresholdedReLU'];
const SOFTMAX_LAYERS = ['Activation', 'Softmax'];
/** They set the channels of a place against each other. */
const OVER_CHANNELS = /^(softmax|log_softmax|softmax_v2|log_softmax_v2|sparsemax|glu)$/;

/** True for a layer whose values are sums of products of its weights with what goes in. */
export function isUnit({ className, functionName, wrapped }: Call['layer']): boolean {
  return functionName === undefined && wrapped === undefined && UNITS.test(className);
}

const isOverChannels = (layer: Call['layer']): boolean => {
  const last = lastActivation(layer);
  return last !== undefined && OVER_CHANNELS.test(last.name);
};

/** True for a layer that makes each value of the one at the same place of what goes in. */
export function changesEachValue(network: Network, { layer, args, inputs }: Call): boolean {
  if (layer.functionName !== undefined || inputs.length !== 1) return false;
  if (layer.className === 'BatchNormalization') {
    const shape = shapeOf(network, inputs[0]!);
    return !usesOwnStatistics(layer, args) && channelAxis(layer, shape).place === shape.length - 1;
  }
  if (PLAIN.includes(layer.className)) return !isOverChannels(layer);
  return kindOf(layer)?.isIdentity === true;
}

/** The call at which a way back from a result ends, and those behind it that change each value by itself, in order. */
function wayBack(
  network: Network,
  { call: last, output }: TensorRef,
  isEnd: (call: Call) => boolean,
): ValueChain | undefined {
  const steps: number[] = [];
  let at = last;
  while (output === 0) {
    const call = network.calls[at]!;
    if (isEnd(call)) return { unit: at, steps: steps.reverse() };
    const [source] = call.inputs;
    if (!source || source.output !== 0 || !changesEachValue(network, call)) return undefined;
    steps.push(at);
    at = source.call;
  }
  return undefined;
}

/**
 * The way from weights to a result: a convolution or dense layer, and what changes its values one by one behind it, such as batch
 * normalization and activation.
 * @returns undefined where a result comes about otherwise: by pooling, adding, attention, or a softmax over the channels
 */
export function chainTo(network: Network, ref: TensorRef): ValueChain | undefined {
  const way = wayBack(network, ref, ({ layer }) => isUnit(layer));
  return way && !isOverChannels(network.calls[way.unit]!.layer) ? way : undefined;
}

/** A softmax over the channels, and what changes its values one by one behind it. */
export interface SoftmaxChain {
  readonly call: number;
  readonly name: SoftmaxName;
  readonly steps: readonly number[];
}
export type SoftmaxName = 'softmax' | 'log_softmax';

/** The softmax that a layer of its own, or an activation, takes over the channels without a mask; undefined: none. */
function softmaxOf(network: Network, { layer, inputs }: Call): SoftmaxName | undefined {
  const isAlone = layer.functionName === undefined && layer.wrapped === undefined && inputs.length === 1;
  if (!isAlone || !(isUnit(layer) || SOFTMAX_LAYERS.includes(layer.className))) return undefined;
  const { name, config } = lastActivation(layer) ?? { name: '', config: {} };
  const found = /^(log_)?softmax(_v2)?$/i.exec(name);
  if (!found) return undefined;
  const rank = shapeOf(network, inputs[0]!).length;
  const axes = axisPlaces({ ...layer, config }, rank, -1);
  if (axes.length > 1 || axes[0] !== rank - 1) return undefined;
  return found[1] === undefined ? 'softmax' : 'log_softmax';
}

/** The softmax over the channels that a result shows; undefined where there is none. */
export function softmaxTo(network: Network, ref: TensorRef): SoftmaxChain | undefined {
  const way = wayBack(network, ref, (call) => softmaxOf(network, call) !== undefined);
  return way && { call: way.unit, name: softmaxOf(network, network.calls[way.unit]!)!, steps: way.steps };
}
