import type { JobQueue } from './job-queue';

/** Shorter pauses are those of somebody who scrolls or clicks. */
const AFTER_MS = 700;

/** Does while nobody asks for anything what will probably be asked for next. */
export class IdleWork {
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly queue: JobQueue,
    private readonly afterMs = AFTER_MS,
  ) {}

  /**
   * Begins with another work in the place of the one before. Each of its steps is a job of its own that waits for a pause and
   * for every other job.
   * @param step  does a part; false when nothing is left
   */
  begin(step: () => Promise<boolean>): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (!this.queue.isIdle) return this.begin(step);
      const job = { topic: 'idle', urgency: -1, onProgress: () => undefined, run: step };
      this.queue.add(job).result.then(
        (hasMore) => hasMore && this.begin(step),
        () => undefined, // what cannot be done ahead says why when it is asked for
      );
    }, this.afterMs);
    this.#timer.unref();
  }
}
