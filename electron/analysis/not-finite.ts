import { isFeaturescopeError, type FeaturescopeError } from '../shared/errors';
import type { PassResult } from '../engine/pass';
import type { Layer, TensorRef } from '../model/network';
import { layerError, layerLabel, layerPlace } from '../model/setting-reader';
import type { ModelSession } from './model-session';
import type { ModelInput } from './source-picture';

/** Where results stop being numbers. */
export interface NotFinite {
  /** `infinite` only where nothing is NaN. */
  readonly kind: 'nan' | 'infinite';
  /** The first layer, in Keras' order, that gives such values. */
  readonly layer: Layer;
  /** The first layer that gives infinite values before it, of which NaN often comes. */
  readonly infinite: Layer | undefined;
}

/** True if any value is NaN or infinite. A plain loop, for millions of values. */
export function holdsNotFinite(data: Float32Array): boolean {
  for (let place = 0; place < data.length; place++) if (!Number.isFinite(data[place])) return true;
  return false;
}

/** True if the pass gave NaN or infinite values in anything that was asked for. */
export function passHoldsNotFinite({
  activations,
  statistics,
  hypercolumns,
  finiteness,
}: PassResult): boolean {
  return (
    [...activations, ...hypercolumns].some(({ data }) => holdsNotFinite(data)) ||
    // Averages hold all that is not finite.
    statistics.some(({ mean }) => holdsNotFinite(mean)) ||
    finiteness.some(({ hasNan, hasInfinite }) => hasNan || hasInfinite)
  );
}

/**
 * The first layer that gives NaN, else the first that gives infinite values, among those that some results depend on. It
 * takes a pass of its own, so it is asked for only where such values were seen.
 */
export function firstNotFinite(
  { engine, network }: ModelSession,
  input: ModelInput,
  results: readonly TensorRef[],
): NotFinite | undefined {
  const refs = engine.refsBehind(results);
  const { finiteness } = engine.run({ finiteness: refs }, input.tensor);
  const layerAt = (place: number) => {
    const ref = refs[place];
    return ref && network.calls[ref.call]!.layer;
  };
  const nan = finiteness.findIndex(({ hasNan }) => hasNan);
  const infinite = finiteness.findIndex(({ hasInfinite }) => hasInfinite);
  const [kind, place] = nan >= 0 ? (['nan', nan] as const) : (['infinite', infinite] as const);
  const layer = layerAt(place);
  if (!layer) return undefined;
  const isBefore = kind === 'nan' && infinite >= 0 && infinite < nan;
  return { kind, layer, infinite: isBefore ? layerAt(infinite) : undefined };
}

function placeOf(layer: Layer): string {
  return `${layerLabel({ ...layer, name: nameOf(layer) })}${layerPlace(layer)}`;
}

/** Name of a layer with the models around it. */
export function nameOf({ path, name }: Layer): string {
  return [...path, name].join('/');
}

/** English sentence about results of a picture that are no numbers, without its full stop. */
export function notFiniteText({ kind, layer, infinite }: NotFinite, picture: string): string {
  const behind = infinite ? `, behind infinite values from ${placeOf(infinite)} on` : '';
  return kind === 'nan'
    ? `${picture}: results hold NaN, which is no number; the first layer that gives NaN is ${placeOf(layer)}${behind}; look at its settings and weights, and at the preprocessing`
    : `${picture}: results hold infinite values; the first layer that gives them is ${placeOf(layer)}; look at its settings and weights, and at the preprocessing`;
}

/**
 * Warns where results of a picture are no numbers.
 * @param pass     what the results came from
 * @param results  all of them
 * @returns undefined where all are numbers
 */
export function notFiniteWarning(
  session: ModelSession,
  input: ModelInput,
  pass: PassResult,
  results: readonly TensorRef[],
  picture: string,
): string | undefined {
  const found = passHoldsNotFinite(pass) ? firstNotFinite(session, input, results) : undefined;
  return found && notFiniteText(found, picture);
}

/**
 * Runs work on the model's output; where that is no number, the failure names the first layer that gives none.
 * @throws FeaturescopeError what the work throws
 */
export function explainingNotFinite<Result>(
  session: ModelSession,
  input: ModelInput,
  work: () => Result,
): Result {
  try {
    return work();
  } catch (error) {
    if (!isFeaturescopeError(error) || error.code !== 'model/not-finite' || !session.head) throw error;
    throw explained(error, firstNotFinite(session, input, [session.head.ref]));
  }
}

function explained(error: FeaturescopeError, found: NotFinite | undefined): FeaturescopeError {
  if (!found) return error;
  const what = found.kind === 'nan' ? 'NaN' : 'infinite values';
  const where = `the first layer that gives ${what} is ${placeOf(found.layer)}`;
  return layerError(
    'model/not-finite',
    { ...found.layer, name: nameOf(found.layer) },
    `${error.message.replace(/\.$/, '')}; ${where}.`,
  );
}
