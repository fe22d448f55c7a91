import { z } from 'zod';
import { requests, type Answer, type Failure, type RequestName } from './contract';
import { failed, FeaturescopeError, isFeaturescopeError, messageOf, type FailureCode } from './errors';
import { toldOf } from './messages/tables';
import { wayOf, type Way } from './names';

/** A request that passed the gate: known, going the right way, its input valid. */
export type Admitted = { ok: true; name: RequestName; input: unknown } | { ok: false; error: Failure };

/** Checks name, way and input against the contract. Both receiving ends, main and compute, let nothing past it. */
export function admit(way: Way, name: unknown, input: unknown): Admitted {
  if (!isRequestName(name) || wayOf(name) !== way)
    return refuse(
      failed('internal/unknown-request', { name: typeof name === 'string' ? name : typeof name }),
    );
  try {
    const parsed = requests[name].in.safeParse(input);
    if (parsed.success) return { ok: true, name, input: parsed.data };
    return refuse(failed('internal/invalid-request', { name }, { cause: z.prettifyError(parsed.error) }));
  } catch (error) {
    // Something in it could not even be looked at, such as an object that is no text where one is wanted.
    return refuse(failed('internal/invalid-request', { name }, { cause: messageOf(error) }));
  }
}

/** An error as data, for the way across a process border. */
export function failureOf(error: unknown): Failure {
  const isOurs = isFeaturescopeError(error);
  return {
    code: isOurs ? error.code : 'internal/unexpected',
    values: isOurs ? error.values : { what: messageOf(error) },
    during: isOurs ? error.during : [],
    detail: isOurs && typeof error.cause === 'string' ? error.cause : stackOf(error),
    ...(isOurs && error.question && { question: error.question }),
    ...(isOurs && error.layers && { layers: [...error.layers] }),
  };
}

/** The same error again on this side of the border. */
export function errorOf({ detail, question, layers, ...failure }: Failure): FeaturescopeError {
  const { code, values, during } = toldOf(failure);
  return new FeaturescopeError(code as FailureCode, values, {
    cause: detail,
    question,
    layers: layers?.map(({ why, ...layer }) => ({ ...layer, ...(why && { why: toldOf(why) }) })),
    during,
  });
}

/** Runs the work and turns whatever it throws into data. */
export async function answerOf<Value>(work: () => Value | Promise<Value>): Promise<Answer<Value>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, error: failureOf(error) };
  }
}

function isRequestName(name: unknown): name is RequestName {
  return typeof name === 'string' && Object.hasOwn(requests, name);
}

function refuse(error: FeaturescopeError): Admitted {
  return { ok: false, error: failureOf(error) };
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
