import { packed } from '../core/tensor';
import { inferShapes } from '../model/kinds/infer-shapes';
import { refKey, shapeOf, type ListedLayer } from '../model/network';
import type { Arithmetic, KernelView } from '../shared/contract';
import type { Cause } from '../shared/verdict-causes';
import { failed } from '../shared/errors';
import { message, type Message } from '../shared/messages/message';
import { arithmeticOf, valuesAt, wayTo, type Products, type ValuePlace } from './arithmetic';
import type { PictureCauses } from './causes/picture-causes';
import { kernelOf } from './kernel-view';
import { layersAt, type ModelSession } from './model-session';
import type { PictureAnalysis } from './picture-analysis';

/** Place in the list of the layer that a call belongs to; null for what is not listed, such as the layer of each step. */
function placeOfCall({ layers }: ModelSession, call: number): number | null {
  return layers.find(({ output }) => output.call === call)?.place ?? null;
}

/** Refuses a channel, row or column that a result of a shape does not have. */
function requirePlace(
  { indexPath }: ListedLayer,
  shape: readonly (number | null)[],
  { row, column, channel }: ValuePlace,
): void {
  const refuse = (problem: Message) => failed('layers/out-of-range', { problem });
  const last = (shape.at(-1) ?? 1) - 1;
  if (channel > last) throw refuse(message('part/no-filter', { layer: indexPath, filter: channel, last }));
  const [rows, columns] = [shape.length > 2 ? shape[1] : 1, shape.length === 4 ? shape[2] : 1];
  if (row >= (rows ?? Infinity) || column >= (columns ?? Infinity))
    throw refuse(message('part/no-place', { layer: indexPath, row, column }));
}

/**
 * The kernel behind a map of a layer.
 * @returns null where no kernel makes it
 * @throws FeaturescopeError layers/out-of-range
 */
export function mapKernel(session: ModelSession, layer: number, channel: number): KernelView | null {
  const [listed] = layersAt(session, [layer]);
  const shape = shapeOf(session.network, listed!.output);
  requirePlace(listed!, shape, { row: 0, column: 0, channel });
  const view = kernelOf(session.network, listed!.output, channel);
  if (!view) return null;
  const { unit, input, normalizations, channels, values, norms, ...rest } = view;
  return {
    ...rest,
    ...{ channels: packed(channels), values: packed(values), norms: packed(norms) },
    layer: placeOfCall(session, unit),
    input: placeOfCall(session, input.call),
    normalizations: normalizations.map(({ call, ...norm }) => ({
      layer: placeOfCall(session, call),
      ...norm,
    })),
  };
}

/**
 * Why a map of a layer is 0 everywhere or constant in a picture.
 * @returns null where it is neither, and where no cause is proven
 * @throws FeaturescopeError layers/out-of-range, and of the area engine
 */
export function mapCause(
  session: ModelSession,
  causes: PictureCauses,
  layer: number,
  channel: number,
): Cause | null {
  const listed = layersAt(session, [layer])[0]!;
  requirePlace(listed, shapeOf(session.network, listed.output), { row: 0, column: 0, channel });
  return causes.find([{ ref: listed.output, channel }])[0]!;
}

/**
 * The arithmetic of one value of a map.
 * @returns null where neither a kernel nor a softmax over the channels makes it
 * @throws FeaturescopeError layers/out-of-range, and of the area engine
 */
export function mapArithmetic(
  session: ModelSession,
  analysis: Pick<PictureAnalysis, 'input' | 'resultsOf'>,
  layer: number,
  place: ValuePlace,
): Arithmetic | null {
  const { network, engine } = session;
  const listed = layersAt(session, [layer])[0]!;
  const { output: ref } = listed;
  requirePlace(listed, inferShapes(network, analysis.input.tensor.shape)[ref.call]![ref.output]!, place);
  const way = wayTo(network, ref);
  if (!way) return null;
  const { input, logits } = way;
  const wanted = [ref, ...[input, logits].filter((one) => one !== undefined)];
  const results = new Map(analysis.resultsOf(wanted).map((tensor, at) => [refKey(wanted[at]!), tensor]));
  const result = results.get(refKey(ref))!;
  const found = arithmeticOf(network, way, place, {
    input: input && results.get(refKey(input)),
    logits: logits && results.get(refKey(logits)),
    shape: result.shape, // what stands behind the kernel changes each value by itself
    activate: (one, value) => engine.activate(one, value),
  });
  return {
    input: placeOfCall(session, found.input.call),
    products: found.products ? asProducts(session, found.products) : null,
    steps: found.steps.map(({ call, ...step }) => ({
      ...(step.kind === 'softmax' ? { ...step, logits: Float32Array.from(step.logits) } : step),
      layer: placeOfCall(session, call),
    })),
    result: found.result,
    value: valuesAt(result, place)[place.channel]!,
  };
}

function asProducts(
  session: ModelSession,
  { unit, filter, rows, columns, patch, sum }: Products,
): NonNullable<Arithmetic['products']> {
  return {
    layer: placeOfCall(session, unit),
    ...{ height: filter.height, width: filter.width, channels: packed(filter.channels) },
    ...{ rows: packed(rows), columns: packed(columns), sum },
    patch: Float32Array.from(patch),
    weights: Float32Array.from(filter.weights),
  };
}
