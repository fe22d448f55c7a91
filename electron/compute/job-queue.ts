import type { Progress } from '../shared/contract';
import { failed, type FeaturescopeError } from '../shared/errors';
import { message } from '../shared/messages/message';
import type { JobContext } from './services';

export interface Job<Result> {
  /** A newer job of the same topic takes this one's place, waiting or running. */
  topic: string | null;
  /** Jobs with a higher number go first; equal ones in the order of arrival. */
  urgency: number;
  /** Waits for the network rather than for the engine: it starts at once, beside the others. */
  isAside?: boolean;
  onProgress(progress: Progress): void;
  run(context: JobContext): Promise<Result>;
}

interface Entry {
  topic: string | null;
  urgency: number;
  abort: AbortController;
  start(): Promise<void>;
  drop(error: FeaturescopeError): void;
}

const superseded = (): FeaturescopeError => failed('job/superseded', {});
const cancelled = (): FeaturescopeError =>
  failed('job/cancelled', { left: message('part/nothing-unfinished-left') });

/**
 * One job at a time, since the native engine uses every core for one pass. A running pass cannot be interrupted: a job
 * that was cancelled meanwhile is answered at once and its late result is dropped.
 */
export class JobQueue {
  private readonly waiting: Entry[] = [];
  private running: Entry | null = null;
  private readonly aside = new Set<Entry>();

  /** Returns the promised result and a function that cancels. */
  add<Result>(job: Job<Result>): { result: Promise<Result>; cancel(): void } {
    const abort = new AbortController();
    let entry: Entry | null = null;
    const result = new Promise<Result>((resolve, reject) => {
      const context: JobContext = {
        signal: abort.signal,
        progress: (progress) => {
          if (!abort.signal.aborted) job.onProgress(progress);
        },
      };
      entry = {
        topic: job.topic,
        urgency: job.urgency,
        abort,
        start: () => job.run(context).then(resolve, reject),
        drop: reject,
      };
    });
    const added = entry as unknown as Entry;
    if (job.topic !== null) this.supersede(job.topic);
    if (job.isAside) {
      this.aside.add(added);
      queueMicrotask(() => void added.start().finally(() => this.aside.delete(added)));
    } else {
      this.waiting.push(added);
      queueMicrotask(() => this.next());
    }
    return { result, cancel: () => this.drop(added, cancelled()) };
  }

  private supersede(topic: string): void {
    for (const entry of [...this.waiting, ...(this.running === null ? [] : [this.running])])
      if (entry.topic === topic) this.drop(entry, superseded());
  }

  private drop(entry: Entry, error: FeaturescopeError): void {
    const place = this.waiting.indexOf(entry);
    if (place >= 0) this.waiting.splice(place, 1);
    else if (entry !== this.running && !this.aside.has(entry)) return; // already answered
    entry.abort.abort(error);
    entry.drop(error);
  }

  private next(): void {
    if (this.running !== null) return;
    const highest = Math.max(...this.waiting.map((entry) => entry.urgency));
    const place = this.waiting.findIndex((entry) => entry.urgency === highest);
    const [entry] = place < 0 ? [] : this.waiting.splice(place, 1);
    if (entry === undefined) return;
    this.running = entry;
    void entry.start().finally(() => {
      this.running = null;
      // Lets messages that arrived meanwhile (cancel, a newer request) in before the next pass blocks again.
      setImmediate(() => this.next());
    });
  }
}
