import { failed, type FeaturescopeError } from '../shared/errors';
import { message } from '../shared/messages/message';

/**
 * Ctrl-C and the like. The first signal lets the command reach its next checkpoint, where it ends itself; the second
 * ends it at once. Made before anything slow is loaded, so that there is always somebody to tidy up.
 */
export class Interruption {
  readonly #controller = new AbortController();
  /** Aborted by the first signal, for work that can be ended between checkpoints. */
  readonly signal: AbortSignal = this.#controller.signal;
  #endNow: () => void = () => process.exit(1);

  constructor() {
    const onSignal = () => {
      if (this.signal.aborted) this.#endNow();
      this.#controller.abort();
    };
    process.on('SIGINT', onSignal).on('SIGTERM', onSignal).on('SIGHUP', onSignal);
  }

  /** What a second signal does; it must end the process. */
  onSecondSignal(endNow: () => void): void {
    this.#endNow = endNow;
  }

  /**
   * A place where a command may be ended.
   * @throws FeaturescopeError job/cancelled
   */
  async checkpoint(): Promise<void> {
    // Signals are delivered between turns of the event loop.
    await new Promise(setImmediate);
    if (this.signal.aborted) throw cancelled();
  }
}

/** The error of an interrupted command. */
export function cancelled(): FeaturescopeError {
  const left = message('part/nothing-unfinished-left');
  return failed('job/cancelled', { left }, { during: [message('doing/working')] });
}
