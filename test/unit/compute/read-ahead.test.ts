import { describe, expect, it, vi } from 'vitest';
import { ReadAhead } from '../../../electron/compute/read-ahead';
import type { JobContext } from '../../../electron/compute/services';
import type { Network } from '../../../electron/model/network';

const networkOf = (file: string) => ({ file }) as unknown as Network;
const jobOf = (abort = new AbortController()) => {
  const progress: JobContext['progress'] = vi.fn();
  return { signal: abort.signal, progress };
};

function setUp() {
  const jobs: JobContext[] = [];
  const read = vi.fn((source: { file: string }, job: JobContext) => {
    jobs.push(job);
    return new Promise<Network>((resolve, reject) => {
      if (source.file === 'damaged.h5') reject(new Error('damaged'));
      else if (source.file !== 'slow.h5') resolve(networkOf(source.file));
      job.signal.addEventListener('abort', () => reject(job.signal.reason as Error));
    });
  });
  return { ahead: new ReadAhead(read), read, jobs };
}

describe('a model that is read ahead', () => {
  it('is read once, and again when it is asked for once more', async () => {
    const { ahead, read } = setUp();
    ahead.begin({ file: 'a.h5' });
    expect(await ahead.take({ file: 'a.h5' }, jobOf())).toEqual({ file: 'a.h5' });
    expect(read).toHaveBeenCalledTimes(1);
    await ahead.take({ file: 'a.h5' }, jobOf());
    expect(read).toHaveBeenCalledTimes(2);
  });

  it.each([
    [{ file: 'b.h5' }, { file: 'a.h5' }],
    [
      { file: 'a.h5', architecture: 'b.json' },
      { file: 'a.h5', architecture: 'a.json' },
    ],
  ])('makes way for another one', async (asked, first) => {
    const { ahead, read, jobs } = setUp();
    ahead.begin(first);
    expect(await ahead.take(asked, jobOf())).toEqual({ file: asked.file });
    expect(read).toHaveBeenCalledTimes(2);
    expect(jobs[0]!.signal.aborted).toBe(true);
    expect(jobs[1]!.signal.aborted).toBe(false);
  });

  it('ends with the job that waits for it, and reports to it', async () => {
    const { ahead, jobs } = setUp();
    const abort = new AbortController();
    const job = jobOf(abort);
    ahead.begin({ file: 'slow.h5' });
    const network = ahead.take({ file: 'slow.h5' }, job);
    jobs[0]!.progress({ stage: 'weights', fraction: 0.5 });
    expect(job.progress).toHaveBeenCalledWith({ stage: 'weights', fraction: 0.5 });
    abort.abort(new Error('cancelled'));
    await expect(network).rejects.toThrow('cancelled');
  });

  it('that cannot be read says so to whoever asks for it, not before', async () => {
    const { ahead } = setUp();
    ahead.begin({ file: 'damaged.h5' });
    await new Promise((resolve) => setImmediate(resolve));
    await expect(ahead.take({ file: 'damaged.h5' }, jobOf())).rejects.toThrow('damaged');
  });
});
