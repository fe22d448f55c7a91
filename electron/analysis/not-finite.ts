import { failed, isFeaturescopeError, type FeaturescopeError } from '../shared/errors';
import type { PassResult } from '../engine/pass';
import type { Layer, TensorRef } from '../model/network';
import { layerPart } from '../model/config/setting-reader';
import { message, type Message, type Value } from '../shared/messages/message';
import { noteOf, type Note } from '../shared/note';
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

function placeOf(layer: Layer): Message {
  return layerPart({ ...layer, name: nameOf(layer) });
}

/** Name of a layer with the models around it. */
export function nameOf({ path, name }: Layer): string {
  return [...path, name].join('/');
}

/** What is said of results of a picture that are no numbers. */
export function notFiniteNote({ kind, layer, infinite }: NotFinite, picture: string): Note {
  const values = { picture, layer: placeOf(layer), name: nameOf(layer) };
  if (kind === 'infinite') return noteOf('infinite', values);
  return infinite ? noteOf('nan-behind', { ...values, infinite: placeOf(infinite) }) : noteOf('nan', values);
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
): Note | undefined {
  return passHoldsNotFinite(pass) ? warningOf(session, input, results, picture) : undefined;
}

/** What is said of results that are no numbers. */
export function warningOf(
  session: ModelSession,
  input: ModelInput,
  results: readonly TensorRef[],
  picture: string,
): Note | undefined {
  const found = firstNotFinite(session, input, results);
  return found && notFiniteNote(found, picture);
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
  const { problem, remedy } = error.values as { problem: Value; remedy: Value };
  const layer = placeOf(found.layer);
  const key = found.kind === 'nan' ? 'part/and-first-nan' : 'part/and-first-infinite';
  return failed(
    'model/not-finite',
    { problem, remedy: message(key, { remedy, layer }) },
    { cause: error, during: error.during },
  );
}
