import { failed } from '../shared/errors';
import { message, type Message } from '../shared/messages/message';
import { firstNotFinite, sizeOf, type Tensor } from '../core/tensor';
import { inferShapes } from '../model/kinds/infer-shapes';
import { formatShape, isSpatial, type Shape } from '../model/shapes';
import { type Network } from '../model/network';
import { layerMention } from '../model/config/setting-reader';
import type { PassRequest } from './pass';
import { wantedRefs } from './plan';

/** Largest single result that is computed; beyond it the machine would swap or TensorFlow would give up. */
const LARGEST_RESULT_BYTES = 2 * 1024 ** 3;

/**
 * Checks a picture tensor against what the model takes. TensorFlow aborts the process on a wrong rank, computes on with a
 * wrong size and turns NaN into normal-looking predictions, so nothing unchecked may reach it.
 * @throws FeaturescopeError engine/bad-input, engine/not-finite, engine/not-for-pictures
 */
export function checkInput(network: Network, input: Tensor): void {
  const wanted = network.calls[network.inputs[0]!.call]!.outputShapes[0]!;
  const { shape, data } = input;
  const refuse = (problem: Message) => failed('engine/bad-input', { problem, shape: formatShape(wanted) });
  const given = formatShape(shape);
  if (wanted.length !== 4 && wanted.length !== 3)
    throw failed('engine/not-for-pictures', { shape: formatShape(wanted) });
  if (shape.length !== wanted.length)
    throw refuse(message('part/input-rank', { rank: shape.length, shape: given }));
  if (!shape.every((length) => Number.isInteger(length) && length >= 1))
    throw refuse(message('part/input-shape', { shape: given }));
  const fits = shape.every((length, axis) => axis === 0 || wanted[axis] === null || wanted[axis] === length);
  if (!fits) throw refuse(message('part/input-shape', { shape: given }));
  if (!(data instanceof Float32Array) || data.length !== sizeOf(shape))
    throw refuse(message('part/input-length', { held: data.length, shape: given, needed: sizeOf(shape) }));
  const bad = firstNotFinite(data);
  if (bad >= 0) throw failed('engine/not-finite', { place: bad, value: String(data[bad]) });
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
        throw failed('engine/too-large', { layer: layerMention(call.layer), shape: formatShape(shape) });
  return shapes;
}

/**
 * Checks the weights of a sum against the result whose values are added up.
 * @throws FeaturescopeError engine/bad-request
 */
export function checkWeights(shape: Shape, { data, shape: given }: Tensor): void {
  const fits = given.length === shape.length && given.every((length, axis) => length === shape[axis]);
  if (!fits || data.length !== sizeOf(given) || firstNotFinite(data) >= 0)
    throw failed('engine/bad-request', {
      problem: message('part/weights-of-sum', { given: formatShape(given), shape: formatShape(shape) }),
    });
}

/**
 * Checks that every wanted result exists and is of the kind that was asked for.
 * @param shapes  output shapes of every call for the actual input
 * @throws FeaturescopeError engine/bad-request
 */
export function checkRequest(network: Network, request: PassRequest, shapes: readonly Shape[][]): void {
  const refuse = (problem: Message) => failed('engine/bad-request', { problem });
  if (request.hypercolumns?.some((set) => set.length === 0)) throw refuse(message('part/empty-hypercolumn'));
  const wanted = wantedRefs(request);
  if (wanted.length === 0) throw refuse(message('part/nothing-asked'));
  for (const ref of wanted)
    if (!shapes[ref.call]?.[ref.output])
      throw refuse(message('part/no-such-result', { call: ref.call, output: ref.output }));
  const mustBeSpatial = [
    ...(request.maps ?? []).map((maps) => maps.ref),
    ...(request.hypercolumns ?? []).flat(),
  ];
  for (const ref of mustBeSpatial) {
    const shape = shapes[ref.call]![ref.output]!;
    if (!isSpatial(shape))
      throw refuse(
        message('part/no-maps', {
          layer: layerMention(network.calls[ref.call]!.layer),
          shape: formatShape(shape),
        }),
      );
  }
  for (const { ref, channels } of request.maps ?? []) {
    const count = shapes[ref.call]![ref.output]!.at(-1)!;
    if (channels?.length === 0) throw refuse(message('part/no-channels'));
    if (channels?.some((c) => !Number.isInteger(c) || c < 0 || c >= count))
      throw refuse(message('part/no-such-channels', { channels, count }));
  }
  if (request.maps && request.mapScope === 'fixed') {
    const [min, max] = request.fixedRange ?? [NaN, NaN];
    if (!Number.isFinite(min) || !Number.isFinite(max) || min >= max)
      throw refuse(message('part/bad-range', { from: String(min), to: String(max) }));
  }
}
