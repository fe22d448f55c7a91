import type { PreprocessName } from '../core/preprocess';
import { kindOf, valuesOf } from '../model/kinds';
import { keepsSign } from '../model/kinds/traits';
import { allLayers, type Call, type Layer, type Network } from '../model/network';
import { isSpatial, type Shape } from '../model/shapes';

/** True if a call gives nothing below zero. */
function isUnsignedCall(call: Call, isUnsignedInput: boolean, before: readonly boolean[]): boolean {
  if (call.inputs.length === 0) return isUnsignedInput;
  const values = valuesOf(call.layer);
  if (values === 'never-negative') return true;
  return keepsSign(values) && call.inputs.every((ref) => before[ref.call]);
}

/**
 * Layers whose results may be below zero, for which a diverging colour map makes sense. A guess from what is known of each class:
 * pre-activation results are signed, those after ReLU, sigmoid or softmax, pooled or not, are not.
 */
export function signedLayers(network: Network, preprocess: PreprocessName): ReadonlySet<Layer> {
  const isUnsignedInput = preprocess === '0..1' || preprocess === 'none';
  const unsigned: boolean[] = [];
  for (const call of network.calls) unsigned.push(isUnsignedCall(call, isUnsignedInput, unsigned));
  return new Set(
    allLayers(network.layers).filter((layer) =>
      layer.outputs.some((outputs) => outputs.some((ref) => !unsigned[ref.call])),
    ),
  );
}

function spatialSize(shape: Shape): string {
  return shape.slice(1, 3).join('x');
}

function joinsBranches({ layer, inputs }: Call): boolean {
  return inputs.length > 1 && kindOf(layer)?.joins === true;
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
      joinsBranches(calls[place]!) ||
      next === undefined ||
      spatialSize(calls[next]!.outputShapes[0]!) !== size
    );
  });
  const listed = new Set(allLayers(network.layers));
  return new Set(ends.map((place) => calls[place]!.layer).filter((layer) => listed.has(layer)));
}
