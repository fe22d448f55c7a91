import type { Tensor } from '../core/tensor';
import { activation } from '../model/config/setting-reader';
import { chainTo, isUnit } from '../model/filters/chain';
import { filterAt, normalizationAt, windowPlaces, type Filter } from '../model/filters/filter';
import { kindOf } from '../model/kinds';
import type { Layer, Network, TensorRef } from '../model/network';

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
  | { readonly kind: 'activation'; readonly call: number; readonly name: string; readonly after: number };

/** How one value of a result comes about: a patch of the input times a kernel, summed, and what is done to the sum. */
export interface Arithmetic {
  /** Call of the layer with the kernel. */
  readonly unit: number;
  readonly input: TensorRef;
  readonly filter: Filter;
  /** Rows and columns of the input under the kernel; -1 where there is none, so that nothing is added. */
  readonly rows: Int32Array;
  readonly columns: Int32Array;
  /** [height, width, channels], laid out like the weights; 0 outside of the input. */
  readonly patch: Float64Array;
  /** Of all products of patch and weights, in double precision. */
  readonly sum: number;
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

/** What a value is computed from: the results of the network that are needed. */
export interface ArithmeticSources {
  /** What goes into the layer with the kernel, for one picture. */
  readonly input: Tensor;
  /** Shape of that layer's result. */
  readonly shape: readonly number[];
  /** What the activation of a layer makes of a number. */
  readonly activate: (layer: Layer, value: number) => number;
}

/** The result from which an arithmetic starts; undefined for a value that comes about otherwise than by a kernel. */
export function arithmeticInput(
  network: Network,
  ref: TensorRef,
): { unit: number; input: TensorRef } | undefined {
  const chain = chainTo(network, ref);
  return chain && { unit: chain.unit, input: network.calls[chain.unit]!.inputs[0]! };
}

/**
 * The arithmetic of one value of a result, step by step.
 * @param ref  a result with a chain of calls from a kernel to it (`arithmeticInput`)
 */
export function arithmeticOf(
  network: Network,
  ref: TensorRef,
  { row, column, channel }: ValuePlace,
  { input, shape, activate }: ArithmeticSources,
): Arithmetic {
  const chain = chainTo(network, ref)!;
  const { layer, inputs } = network.calls[chain.unit]!;
  const filter = filterAt(layer, channel);
  const rows = windowPlaces(layer, input.shape, shape, 0, row);
  const columns = windowPlaces(layer, input.shape, shape, 1, column);
  const patch = patchOf(input, filter.channels, rows, columns);
  const sum = patch.reduce((total, value, place) => total + value * filter.weights[place]!, 0);
  const steps: ArithmeticStep[] = [];
  let after = sum;
  if (filter.hasBias)
    steps.push({ kind: 'bias', call: chain.unit, bias: filter.bias, after: (after += filter.bias) });
  for (const call of [chain.unit, ...chain.steps]) {
    const step = stepOf(network.calls[call]!.layer, channel, after, activate);
    if (!step) continue;
    steps.push({ ...step, call });
    ({ after } = step);
  }
  return { unit: chain.unit, input: inputs[0]!, filter, rows, columns, patch, sum, steps, result: after };
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
