import type { Failure } from '../../electron/shared/contract';
import { failureOf, isAbandoned } from '../api/api';
import type { MessageKey, Parameters } from '../../electron/shared/texts/translator';
import type { ToastAction, Toasts } from './toasts.svelte';
import type { Wording } from './wording.svelte';

/** Tells the user what failed, by messages that stay until they are closed, with details to copy. */
export class Failures {
  constructor(
    readonly toasts: Pick<Toasts, 'show'>,
    readonly wording: Pick<Wording, 't'>,
  ) {}

  /**
   * @param error   a failure, or whatever was thrown; what was cancelled or overtaken is not told
   * @param action  what may help
   */
  tell(title: MessageKey, error: unknown, parameters: Parameters = {}, action?: ToastAction): void {
    if (isAbandoned(error)) return;
    const failure = isFailure(error) ? error : failureOf(error);
    const { name } = parameters;
    const named = typeof name === 'string' ? { named: name } : {};
    const text = this.wording.t(title, parameters);
    this.toasts.show({ tone: 'bad', text, failure, ...named, ...(action && { action }) });
  }
}

function isFailure(error: unknown): error is Failure {
  return error !== null && typeof error === 'object' && 'code' in error && 'detail' in error;
}
