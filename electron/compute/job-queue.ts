import type { Progress } from '../shared/contract';
import { failed, type FeaturescopeError } from '../shared/errors';
import { message } from '../shared/messages/message';
import type { ComputeJob } from './services';

export interface Job<Result> {
  /** A newer job of the same topic takes this one's place, waiting or running. */
  topic: string | null;
  /** Jobs with a higher number go first; equal ones in the order of arrival. */
  urgency: number;
  /** Waits for the network rather than for the engine: it starts at once, beside the others. */
  isAside?: boolean;
  onProgress(progress: Progress): void;
  run(context: ComputeJob): Promise<Result>;
}

interface Entry {
  readonly topic: string | null;
  readonly urgency: number;
  readonly abort: AbortController;
}

const superseded = (): FeaturescopeError => failed('job/superseded', {});
const cancelled = (): FeaturescopeError =>
  failed('job/cancelled', { left: message('part/nothing-unfinished-left') });

/**
 * One job at a time, since the native engine uses every core for one pass. A running pass cannot be interrupted: a job
 * that was cancelled meanwhile is answered at once and its late result is dropped. What needs no engine, such as the reading
 * of a file, happens outside: a disk that never answers holds nobody up.
 */
export class JobQueue {
  /** All that are not answered, with what is outside. */
  readonly #open = new Set<Entry>();
  /** Jobs whose turn it will be, with what tells them; in the order of arrival. */
  readonly #waiting = new Map<Entry, () => void>();
  #running: Entry | null = null;

  /** True if no job waits or runs. */
  get isIdle(): boolean {
    return this.#open.size === 0;
  }

  /** Returns the promised result and a function that cancels. */
  add<Result>(job: Job<Result>): { result: Promise<Result>; cancel(): void } {
    const entry: Entry = { topic: job.topic, urgency: job.urgency, abort: new AbortController() };
    if (job.topic !== null) this.#supersede(job.topic);
    this.#open.add(entry);
    const { signal } = entry.abort;
    const dropped = new Promise<never>((_resolve, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
    );
    const result = Promise.race([dropped, this.#run(job, entry, dropped)]);
    return { result, cancel: () => this.#drop(entry, cancelled()) };
  }

  async #run<Result>(job: Job<Result>, entry: Entry, dropped: Promise<never>): Promise<Result> {
    const { signal } = entry.abort;
    try {
      if (job.isAside) await Promise.resolve();
      else await this.#turn(entry);
      return await job.run({
        signal,
        progress: (progress) => {
          if (!signal.aborted) job.onProgress(progress);
        },
        outside: async (work) => {
          this.#leave(entry);
          try {
            return await Promise.race([dropped, work()]);
          } finally {
            if (!signal.aborted && !job.isAside) await this.#turn(entry);
          }
        },
      });
    } finally {
      this.#open.delete(entry);
      this.#leave(entry);
    }
  }

  /** Resolves when the engine is this job's. */
  #turn(entry: Entry): Promise<void> {
    const { signal } = entry.abort;
    return new Promise((resolve, reject) => {
      this.#waiting.set(entry, resolve);
      const give = (): void => {
        this.#waiting.delete(entry);
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', give, { once: true });
      // Requests that were sent together are all here before the first of them is chosen.
      setImmediate(() => this.#next());
    });
  }

  #leave(entry: Entry): void {
    if (this.#running !== entry) return;
    this.#running = null;
    // Lets messages that arrived meanwhile (cancel, a newer request) in before the next pass blocks again.
    setImmediate(() => this.#next());
  }

  #supersede(topic: string): void {
    for (const entry of this.#open) if (entry.topic === topic) this.#drop(entry, superseded());
  }

  #drop(entry: Entry, error: FeaturescopeError): void {
    if (this.#open.delete(entry)) entry.abort.abort(error);
  }

  #next(): void {
    if (this.#running !== null || this.#waiting.size === 0) return;
    const highest = Math.max(...[...this.#waiting.keys()].map(({ urgency }) => urgency));
    for (const [entry, begin] of this.#waiting)
      if (entry.urgency === highest) {
        this.#waiting.delete(entry);
        this.#running = entry;
        return begin();
      }
  }
}
