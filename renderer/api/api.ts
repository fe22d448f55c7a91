/** What the page can ask for. The real client talks to main and compute; the fake one answers by itself. */
import type { FailureCode } from '../../electron/shared/errors';
import type { ValuesOf } from '../../electron/shared/messages/message';
import type {
  Failure,
  MainEvent,
  Progress,
  RequestInput,
  RequestName,
  RequestOutput,
} from '../../electron/shared/contract';

export interface CallOptions {
  /** Aborting cancels the request; its promise is then rejected with an `AbortError`. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** A newer request of the same name and purpose takes the place of this one. */
  readonly purpose?: string;
}

export interface Api {
  call<Name extends RequestName>(
    name: Name,
    input: RequestInput<Name>,
    options?: CallOptions,
  ): Promise<RequestOutput<Name>>;
  /** The last news of compute come at once, if there are any. */
  onEvent(listener: (event: MainEvent) => void): () => void;
  /** Compute was restarted and knows nothing any more: models, pictures and analyses must be asked for again. */
  onComputeReplaced(listener: () => void): () => void;
  /** Path on disk of a dropped file, '' where there is none. */
  pathOfFile(file: File): string;
}

/** A request that failed, with the code that survives the process border. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  constructor(readonly failure: Failure) {
    super(failure.code);
  }
}

/** True for a request that was cancelled or overtaken by a newer one: nobody waits for it, so it is silent. */
export function isAbandoned(error: unknown): boolean {
  return (
    (error instanceof DOMException && error.name === 'AbortError') ||
    (error instanceof ApiError &&
      (error.failure.code === 'job/superseded' || error.failure.code === 'job/cancelled'))
  );
}

/** Failures of a part of a result whose whole comes anew: compute has given it up for a newer one, or was started again. */
const COMES_ANEW: readonly string[] = ['job/unknown-analysis', 'compute/crashed'] satisfies FailureCode[];

/**
 * True where a part of a result was asked for that compute no longer has. Who shows the result on screen is silent about it,
 * because a newer one is on its way; that compute was started again is told once.
 */
export function isOvertaken(error: unknown): boolean {
  return isAbandoned(error) || (error instanceof ApiError && COMES_ANEW.includes(error.failure.code));
}

/** A failure that the page itself finds. */
export function failureData<Code extends FailureCode>(
  code: Code,
  values: ValuesOf<Code>,
  detail = '',
): Failure {
  return { code, values: { ...values }, during: [], detail };
}

/** Any thrown value as a failure. */
export function failureOf(error: unknown): Failure {
  if (error instanceof ApiError) return error.failure;
  const what = error instanceof Error ? error.message : String(error);
  return failureData('internal/page', { what }, error instanceof Error ? (error.stack ?? '') : '');
}

export function abortError(): DOMException {
  return new DOMException('The request was cancelled.', 'AbortError');
}
