import type { Tensor } from '../core/tensor';
import { activation } from '../model/config/setting-reader';
import { chainTo, isUnit, softmaxTo, type SoftmaxChain, type ValueChain } from '../model/filters/chain';
import { filterAt, normalizationAt, windowPlaces, type Filter } from '../model/filters/filter';
import { kindOf } from '../model/kinds';
import type { Layer, Network, TensorRef } from '../model/network';
import { softmaxStep, type SoftmaxStep } from './softmax-step';

/** One step behind the sum of products, and the value after it. */
export type ArithmeticStep =
  | { readonly kind: 'bias'; readonly call: number; readonly bias: number; readonly after: number }
  | {
      readonly kind: 'norm';
      readonly call: number;
      readonly factor: number;
      readonly shift: number;
      readonly after: number;
    }
  | { readonly kind: 'activation'; readonly call: number; readonly name: string; readonly after: number }
  | (SoftmaxStep & { readonly call: number });

/** A patch of an input times a kernel, summed. */
export interface Products {
  /** Call of the layer with the kernel. */
  readonly unit: number;
  readonly filter: Filter;
  /** Rows and columns of the input under the kernel; -1 where there is none, so that nothing is added. */
  readonly rows: Int32Array;
  readonly columns: Int32Array;
  /** [height, width, channels], laid out like the weights; 0 outside of the input. */
  readonly patch: Float64Array;
  /** Of all products of patch and weights, in double precision. */
  readonly sum: number;
}

/** How one value of a result comes about: the sum of products of a kernel, and what is done to it. */
export interface Arithmetic {
  /** What the kernel looks at, or, without one, what goes into the softmax. */
  readonly input: TensorRef;
  /** Undefined where a softmax alone makes the value. */
  readonly products: Products | undefined;
  readonly steps: readonly ArithmeticStep[];
  /** What is left after the last step. */
  readonly result: number;
}

/** Where a value stands in a result; for units, and along axes that a result does not have, 0. */
export interface ValuePlace {
  readonly row: number;
  readonly column: number;
  readonly channel: number;
}

/** The way to a value: from a kernel, over a softmax, or both. */
export interface ValueWay {
  /** Up to the softmax where there is one. */
  readonly chain: ValueChain | undefined;
  readonly softmax: SoftmaxChain | undefined;
  /** What goes into the layer with the kernel. */
  readonly input: TensorRef | undefined;
  /** What goes into the softmax, where it is a result by itself. */
  readonly logits: TensorRef | undefined;
}

/** The results of the network that a value is computed from, for one picture. */
export interface ArithmeticSources {
  readonly input: Tensor | undefined;
  /** Shape of the result of the layer with the kernel. */
  readonly shape: readonly number[];
  readonly logits: Tensor | undefined;
  /** What the activation of a layer makes of a number. */
  readonly activate: (layer: Layer, value: number) => number;
}

/** How the values of a result come about; undefined where that is neither by a kernel nor by a softmax over the channels. */
export function wayTo(network: Network, ref: TensorRef): ValueWay | undefined {
  const softmax = softmaxTo(network, ref);
  const calls = (call: number) => network.calls[call]!;
  const isOwn = softmax !== undefined && !isUnit(calls(softmax.call).layer);
  const logits = isOwn ? calls(softmax.call).inputs[0]! : undefined;
  const chain = softmax && !isOwn ? { unit: softmax.call, steps: [] } : chainTo(network, logits ?? ref);
  if (!softmax && !chain) return undefined;
  return { chain, softmax, input: chain && calls(chain.unit).inputs[0]!, logits };
}

/**
 * The arithmetic of one value of a result, step by step.
 * @param way  to that result (`wayTo`)
 */
export function arithmeticOf(
  network: Network,
  { chain, softmax, input, logits }: ValueWay,
  place: ValuePlace,
  sources: ArithmeticSources,
): Arithmetic {
  const steps: ArithmeticStep[] = [];
  let after = 0;
  const take = (step: ArithmeticStep) => {
    steps.push(step);
    ({ after } = step);
  };
  const takeCalls = (calls: readonly number[]) => {
    for (const call of calls) {
      const step = stepOf(network.calls[call]!.layer, place.channel, after, sources.activate);
      if (step) take({ ...step, call });
    }
  };
  const products = chain && productsOf(network, chain.unit, place, sources);
  if (products) {
    const { unit, filter, sum } = products;
    after = sum;
    if (filter.hasBias) take({ kind: 'bias', call: unit, bias: filter.bias, after: sum + filter.bias });
    takeCalls(softmax?.call === unit ? [] : [unit, ...chain.steps]);
  }
  if (softmax) {
    const numbers = sources.logits
      ? valuesAt(sources.logits, place)
      : unitValues(network, softmax.call, place, sources);
    take({ ...softmaxStep(softmax.name, numbers, place.channel), call: softmax.call });
    takeCalls(softmax.steps);
  }
  return { input: (input ?? logits)!, products, steps, result: after };
}

/** The sum of products that makes one value of the result of a layer with a kernel. */
function productsOf(
  network: Network,
  unit: number,
  { row, column, channel }: ValuePlace,
  { input, shape }: ArithmeticSources,
): Products {
  const { layer } = network.calls[unit]!;
  const filter = filterAt(layer, channel);
  const rows = windowPlaces(layer, input!.shape, shape, 0, row);
  const columns = windowPlaces(layer, input!.shape, shape, 1, column);
  const patch = patchOf(input!, filter.channels, rows, columns);
  const sum = patch.reduce((total, value, at) => total + value * filter.weights[at]!, 0);
  return { unit, filter, rows, columns, patch, sum };
}

/** What a layer with a kernel gives at a place before its activation: all channels. */
function unitValues(
  network: Network,
  unit: number,
  place: ValuePlace,
  sources: ArithmeticSources,
): Float64Array {
  return Float64Array.from({ length: sources.shape.at(-1)! }, (_, channel) => {
    const { sum, filter } = productsOf(network, unit, { ...place, channel }, sources);
    return sum + filter.bias;
  });
}

type Unplaced<Step> = Step extends ArithmeticStep ? Omit<Step, 'call'> : never;

/** What a layer of the chain does to a value; undefined: nothing. */
function stepOf(
  layer: Layer,
  channel: number,
  value: number,
  activate: ArithmeticSources['activate'],
): Unplaced<ArithmeticStep> | undefined {
  if (layer.className === 'BatchNormalization') {
    const { factor, shift } = normalizationAt(layer, channel);
    return { kind: 'norm', factor, shift, after: value * factor + shift };
  }
  if (!isUnit(layer) && kindOf(layer)?.isIdentity) return undefined;
  const isOwn = isUnit(layer) || layer.className === 'Activation';
  const name = isOwn ? activation(layer).name : layer.className;
  return name === 'linear' ? undefined : { kind: 'activation', name, after: activate(layer, value) };
}

/** All channels of a result, with its batch axis, at a place. */
export function valuesAt(
  { data, shape }: Tensor,
  { row, column }: Omit<ValuePlace, 'channel'>,
): Float64Array {
  const count = shape.at(-1)!;
  const width = shape.length === 4 ? shape[2]! : 1;
  const start = (row * width + column) * count;
  return Float64Array.from(data.subarray(start, start + count));
}

/** The values under the window, [rows, columns, channels]. */
function patchOf(
  { data, shape }: Tensor,
  channels: Int32Array,
  rows: Int32Array,
  columns: Int32Array,
): Float64Array {
  const count = shape.at(-1)!;
  const width = shape.length === 4 ? shape[2]! : 1;
  const patch = new Float64Array(rows.length * columns.length * channels.length);
  let place = 0;
  for (const row of rows)
    for (const column of columns)
      for (const channel of channels)
        patch[place++] = row < 0 || column < 0 ? 0 : data[(row * width + column) * count + channel]!;
  return patch;
}
