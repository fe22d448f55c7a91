import type { ProgressStage } from '../shared/contract';
import type { JobContext } from './services';

/**
 * Begins the next part of a job: reports it, lets messages in that arrived meanwhile (a cancel, a newer request), and
 * throws if one of them has dropped the job.
 * @param fraction  how much of the job is done, 0..1; null where that is not known
 */
export async function step(
  job: JobContext,
  stage: ProgressStage,
  fraction: number | null = null,
): Promise<void> {
  job.progress({ stage, fraction });
  await new Promise((resolve) => setImmediate(resolve));
  job.signal.throwIfAborted();
}
