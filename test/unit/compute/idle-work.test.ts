import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { IdleWork } from '../../../electron/compute/idle-work';
import { JobQueue } from '../../../electron/compute/job-queue';

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => vi.useRealTimers());

/** Long enough for a pause, and for jobs to begin and end. */
async function pause(): Promise<void> {
  await vi.advanceTimersByTimeAsync(100);
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}

function setUp(parts = 3) {
  const queue = new JobQueue();
  const idle = new IdleWork(queue, 100);
  const step = vi.fn(async () => --parts > 0);
  return { queue, idle, step };
}

/** A job that lasts until it is let go. */
function longJob(queue: JobQueue) {
  let release = (): void => undefined;
  const { result } = queue.add({
    ...{ topic: null, urgency: 0, onProgress: () => undefined },
    run: () => new Promise<void>((resolve) => (release = resolve)),
  });
  return { result, release: () => release() };
}

describe('work of idle times', () => {
  it('goes on part by part, with a pause before each, until nothing is left', async () => {
    const { idle, step } = setUp();
    idle.begin(step);
    expect(step).not.toHaveBeenCalled();
    for (const calls of [1, 2, 3, 3]) {
      await pause();
      expect(step).toHaveBeenCalledTimes(calls);
    }
  });

  it('waits while anything else is asked for', async () => {
    const { queue, idle, step } = setUp();
    const job = longJob(queue);
    idle.begin(step);
    await pause();
    await pause();
    expect(step).not.toHaveBeenCalled();
    job.release();
    await job.result;
    await pause();
    expect(step).toHaveBeenCalledTimes(1);
  });

  it('makes way for another one', async () => {
    const { idle, step } = setUp();
    const other = vi.fn(async () => false);
    idle.begin(step);
    idle.begin(other);
    await pause();
    expect(other).toHaveBeenCalledTimes(1);
    expect(step).not.toHaveBeenCalled();
  });

  it('ends without a word where it fails, as when its model was closed', async () => {
    const { queue, idle } = setUp();
    const failing = vi.fn(() => Promise.reject(new Error('closed')));
    idle.begin(failing);
    await pause();
    await pause();
    expect(failing).toHaveBeenCalledTimes(1);
    expect(queue.isIdle).toBe(true);
  });
});
