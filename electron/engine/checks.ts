import { FeaturescopeError } from '../shared/errors';
import { sizeOf, type Tensor } from '../core/tensor';
import { inferShapes } from '../model/assemble';
import { formatShape } from '../model/kinds/kind';
import { isSpatial, type Network, type Shape } from '../model/network';
import { layerError, layerLabel } from '../model/setting-reader';
import type { PassRequest } from './pass';
import { wantedRefs } from './plan';

/** Largest single result that is computed; beyond it the machine would swap or TensorFlow would give up. */
const LARGEST_RESULT_BYTES = 2 * 1024 ** 3;

/**
 * Checks a picture tensor against what the model takes. TensorFlow aborts the process on a wrong rank, computes on with a
 * wrong size and turns NaN into normal-looking predictions, so nothing unchecked may reach it.
 * @throws FeaturescopeError engine/bad-input, engine/not-finite
 */
export function checkInput(network: Network, input: Tensor): void {
  const wanted = network.calls[network.inputs[0]!.call]!.outputShapes[0]!;
  const { shape, data } = input;
  const refuse = (what: string) =>
    new FeaturescopeError(
      'engine/bad-input',
      `running ${network.name}: the input ${what}; the model takes ${formatShape(wanted)}.`,
    );
  if (wanted.length !== 4)
    throw new FeaturescopeError(
      'engine/not-for-pictures',
      `running ${network.name}: its input is ${formatShape(wanted)}, not a picture of the form (batch, height, width, channels).`,
    );
  if (shape.length !== 4) throw refuse(`has rank ${shape.length}, ${formatShape(shape)}`);
  if (!shape.every((length) => Number.isInteger(length) && length >= 1))
    throw refuse(`has the shape ${formatShape(shape)}`);
  const fits = shape.every((length, axis) => axis === 0 || wanted[axis] === null || wanted[axis] === length);
  if (!fits) throw refuse(`has the shape ${formatShape(shape)}`);
  if (!(data instanceof Float32Array) || data.length !== sizeOf(shape))
    throw refuse(`holds ${data.length} values, but its shape ${formatShape(shape)} needs ${sizeOf(shape)}`);
  const bad = firstNotFinite(data);
  if (bad >= 0)
    throw new FeaturescopeError(
      'engine/not-finite',
      `running ${network.name}: value ${bad} of the input is ${data[bad]}; every value must be a finite number.`,
    );
}

/** Place of the first NaN or infinite value, -1 if there is none. A plain loop: every picture of every job passes it. */
function firstNotFinite(data: Float32Array): number {
  for (let place = 0; place < data.length; place++) if (!Number.isFinite(data[place])) return place;
  return -1;
}

/**
 * Output shapes of every call for an input shape.
 * @throws FeaturescopeError model/input-too-small, engine/too-large
 */
export function shapesFor(network: Network, input: readonly number[]): Shape[][] {
  const shapes = inferShapes(network, input);
  for (const [place, call] of network.calls.entries())
    for (const shape of shapes[place]!)
      if (4 * sizeOf(shape.map((length) => length ?? 1)) > LARGEST_RESULT_BYTES)
        throw layerError(
          'engine/too-large',
          call.layer,
          `running ${network.name}: ${layerLabel(call.layer)} would give ${formatShape(shape)}, more than 2 GB; use a smaller input.`,
        );
  return shapes;
}

/**
 * Checks that every wanted result exists and is of the kind that was asked for.
 * @param shapes  output shapes of every call for the actual input
 * @throws FeaturescopeError engine/bad-request
 */
export function checkRequest(network: Network, request: PassRequest, shapes: readonly Shape[][]): void {
  const refuse = (what: string) =>
    new FeaturescopeError('engine/bad-request', `running ${network.name}: ${what}.`);
  if (request.hypercolumns?.some((set) => set.length === 0))
    throw refuse('a hypercolumn needs at least one layer');
  const wanted = wantedRefs(request);
  if (wanted.length === 0) throw refuse('no result was asked for');
  for (const ref of wanted)
    if (!shapes[ref.call]?.[ref.output]) throw refuse(`result ${ref.call}:${ref.output} does not exist`);
  const mustBeSpatial = [
    ...(request.maps ?? []).map((maps) => maps.ref),
    ...(request.hypercolumns ?? []).flat(),
  ];
  for (const ref of mustBeSpatial) {
    const shape = shapes[ref.call]![ref.output]!;
    if (!isSpatial(shape))
      throw refuse(
        `${layerLabel(network.calls[ref.call]!.layer)} gives ${formatShape(shape)}, which has no maps`,
      );
  }
  for (const { ref, channels } of request.maps ?? []) {
    const count = shapes[ref.call]![ref.output]!.at(-1)!;
    if (
      channels &&
      (channels.length === 0 || channels.some((c) => !Number.isInteger(c) || c < 0 || c >= count))
    )
      throw refuse(`channels ${channels.join(', ') || 'none'} were asked for, but the layer has ${count}`);
  }
  if (request.maps && request.mapScope === 'fixed') {
    const [min, max] = request.fixedRange ?? [NaN, NaN];
    if (!Number.isFinite(min) || !Number.isFinite(max) || min >= max)
      throw refuse(`the fixed range ${min} to ${max} is empty or not a range of numbers`);
  }
}
