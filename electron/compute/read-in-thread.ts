import { Worker } from 'node:worker_threads';
import { endAtRest } from '../files/end-thread';
import { readFirst } from '../files/read-whole';
import { problemOf } from '../files/system-error';
import type { Network } from '../model/network';
import { errorOf } from '../shared/answer';
import type { Failure } from '../shared/contract';
import { failed, type FeaturescopeError } from '../shared/errors';
import { message } from '../shared/messages/message';
import type { JobContext } from './services';

/** What the reading thread tells. */
export type ReadingMessage =
  | { readonly kind: 'progress'; readonly fraction: number }
  | { readonly kind: 'done'; readonly network: Network }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** What the reading thread reads. */
export interface ReadingSource {
  readonly file: string;
  readonly architecture?: string | undefined;
}

/** So long a thread may say nothing: it tells of each 4 MB that it has read, and unpacks 2 GB in between. */
const SILENT_MS = 120_000;

/** JavaScript objects of the largest configurations stay far below; weights do not count, they lie outside this heap. */
const MOST_HEAP_MB = 1024;

/** How much and how long reading may take. */
interface ReadingLimits {
  readonly mostHeapMb?: number;
  readonly silentMs?: number;
  readonly answerMs?: number;
  /** Called once the thread is under way. */
  readonly onStart?: () => void;
}

/**
 * Reads a model file in a thread of its own, so that a cancel ends the work at once and gives its memory back, and that jobs
 * and messages go on meanwhile. Weights are handed over without a copy. A disk that does not answer is given up, with the thread
 * that waits for it and cannot be ended.
 * @param entry   file of the thread's bundle
 * @param source  the model file, and the layers that weights alone belong to
 * @throws FeaturescopeError as `openNetwork`, model/too-large if the thread's memory does not suffice, model/unreadable from a
 *         disk that does not answer; the reason of the signal if it is aborted
 */
export async function readInThread(
  entry: string,
  source: ReadingSource,
  job: JobContext,
  { mostHeapMb = MOST_HEAP_MB, silentMs = SILENT_MS, answerMs, onStart }: ReadingLimits = {},
): Promise<Network> {
  const { file } = source;
  const hasAnswered = await readFirst(file, answerMs).then(
    () => true,
    (error: unknown) => problemOf(error) !== 'no-answer', // the thread says what else is wrong
  );
  if (!hasAnswered) throw unanswered(file);
  return new Promise((resolve, reject) => {
    job.signal.throwIfAborted();
    const worker = new Worker(entry, {
      workerData: source,
      resourceLimits: { maxOldGenerationSizeMb: mostHeapMb },
    });
    onStart?.();
    let isEnded = false;
    const end = (settle: () => void, isAtWork = false): void => {
      if (isEnded) return; // its exit follows on everything else
      isEnded = true;
      clearTimeout(silence);
      job.signal.removeEventListener('abort', cancel);
      // Nobody waits for its end, which may never come.
      if (isAtWork) void worker.terminate();
      else endAtRest(worker);
      settle();
    };
    const cancel = (): void => end(() => reject(job.signal.reason as Error), true);
    job.signal.addEventListener('abort', cancel);
    const silence = setTimeout(() => end(() => reject(unanswered(file)), true), silentMs);
    worker.on('message', (message: ReadingMessage) => {
      silence.refresh();
      if (message.kind === 'progress') job.progress({ stage: 'weights', fraction: message.fraction });
      else if (message.kind === 'done') end(() => resolve(message.network));
      else end(() => reject(errorOf(message.failure)));
    });
    worker.on('error', (error: NodeJS.ErrnoException) =>
      end(() =>
        reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooLarge(file, mostHeapMb, error) : error),
      ),
    );
    worker.on('exit', (code) =>
      end(() => reject(new Error(`the thread that reads ${file} ended with code ${code}`))),
    );
  });
}

function unanswered(file: string): FeaturescopeError {
  const problem = message('part/no-answer-to-reading');
  return failed('model/unreadable', { problem }, { during: [message('doing/opening', { file })] });
}

function tooLarge(file: string, mostHeapMb: number, cause: Error): FeaturescopeError {
  const problem = message('part/reading-takes-too-much', { megabytes: mostHeapMb });
  return failed('model/too-large', { problem }, { cause, during: [message('doing/opening', { file })] });
}
