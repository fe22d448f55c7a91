import { describe, expect, it } from 'vitest';
import { JobQueue } from '../../electron/compute/job-queue';
import { step } from '../../electron/compute/step';
import type { Progress } from '../../electron/shared/contract';

describe('a job in steps', () => {
  it('reports each part, and stops between parts when it is cancelled', async () => {
    const reported: Progress[] = [];
    const done: string[] = [];
    const queue = new JobQueue();
    const { result, cancel } = queue.add({
      topic: null,
      urgency: 0,
      onProgress: (progress) => reported.push(progress),
      run: async (job) => {
        await step(job, 'resize', 0);
        done.push('resize');
        setImmediate(cancel); // arrives while the next part is announced
        await step(job, 'analyse', 0.3);
        done.push('analyse');
      },
    });
    await expect(result).rejects.toMatchObject({ code: 'job/cancelled' });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(reported).toEqual([
      { stage: 'resize', fraction: 0 },
      { stage: 'analyse', fraction: 0.3 },
    ]);
    expect(done).toEqual(['resize']);
  });
});
