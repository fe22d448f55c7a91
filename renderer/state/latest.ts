import type { Failure } from '../../electron/shared/contract';
import { failureOf, isAbandoned, isOvertaken } from '../api/api';

/** How a request ended. Nothing is shown or told of one that was cancelled, or overtaken by a newer one or by other results. */
export type Outcome<Value> =
  | { readonly kind: 'done'; readonly value: Value }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'cancelled' | 'overtaken' };

interface Options {
  /** False where what the answer belongs to has left the screen, such as the analysis that was asked about. */
  readonly isWanted?: () => boolean;
  /** Its answer is part of an analysis: compute may have given that up for a newer one, which is no failure then. */
  readonly isPart?: boolean;
}

/** Requests of which only the newest counts: each one cancels the one before, and a late answer of that is overtaken. */
export class Latest {
  #newest: AbortController | null = null;

  async ask<Value>(
    work: (signal: AbortSignal, cancel: () => void) => Promise<Value>,
    { isWanted = () => true, isPart = false }: Options = {},
  ): Promise<Outcome<Value>> {
    this.cancel();
    const request = new AbortController();
    this.#newest = request;
    const unlessOvertaken = (outcome: Outcome<Value>): Outcome<Value> =>
      this.#newest === request && isWanted() ? outcome : { kind: 'overtaken' };
    try {
      const value = await work(request.signal, () => request.abort());
      return unlessOvertaken(request.signal.aborted ? { kind: 'cancelled' } : { kind: 'done', value });
    } catch (error) {
      const isSilent = request.signal.aborted || (isPart ? isOvertaken(error) : isAbandoned(error));
      return unlessOvertaken(
        isSilent ? { kind: 'cancelled' } : { kind: 'failed', failure: failureOf(error) },
      );
    }
  }

  /** Nobody waits for an answer any more. */
  cancel(): void {
    this.#newest?.abort();
  }
}
