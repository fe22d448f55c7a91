import { describe, expect, it } from 'vitest';
import { JobQueue, type Job } from '../../../electron/compute/job-queue';

/** Something that a test settles when it likes. */
function gate() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

const never = new Promise<never>(() => undefined);
/** Lets everything happen that waits for nothing. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}

const job = (run: Job<unknown>['run'], others: Partial<Job<unknown>> = {}): Job<unknown> => ({
  topic: null,
  urgency: 0,
  onProgress: () => undefined,
  run,
  ...others,
});

it('the most urgent of jobs that come together begins, and those that are alike in their order', async () => {
  const queue = new JobQueue();
  const begun: string[] = [];
  const named = (name: string, urgency: number) =>
    queue.add(job(async () => void begun.push(name), { urgency })).result;
  await Promise.all([named('details', 0), named('tiles', 1), named('map', 2), named('other tiles', 1)]);
  expect(begun).toEqual(['map', 'tiles', 'other tiles', 'details']);
});

describe('a job that waits outside', () => {
  it('lets others run, and goes on when it is its turn again', async () => {
    const queue = new JobQueue();
    const steps: string[] = [];
    const [reading, pass] = [gate(), gate()];
    const first = queue.add(
      job(async ({ outside }) => {
        steps.push('first');
        await outside(() => reading.opened);
        steps.push('first again');
      }),
    );
    const second = queue.add(
      job(async () => {
        steps.push('second');
        await pass.opened;
        steps.push('second ends');
      }),
    );
    await settled();
    reading.open();
    await settled();
    expect(steps).toEqual(['first', 'second']);
    pass.open();
    await Promise.all([first.result, second.result]);
    expect(steps).toEqual(['first', 'second', 'second ends', 'first again']);
  });

  it('for ever, holds nobody up and can be cancelled', async () => {
    const queue = new JobQueue();
    let isOver = false;
    const hung = queue.add(
      job(async ({ outside }) => {
        await outside(() => never).finally(() => (isOver = true));
      }),
    );
    expect(await queue.add(job(async () => 'done')).result).toBe('done');
    hung.cancel();
    await expect(hung.result).rejects.toMatchObject({ code: 'job/cancelled' });
    await settled();
    expect(isOver).toBe(true);
    expect(await queue.add(job(async () => 'done')).result).toBe('done');
  });

  it('is superseded there, and while it waits for its turn again', async () => {
    const queue = new JobQueue();
    const [reading, pass] = [gate(), gate()];
    const steps: string[] = [];
    const open = (name: string) =>
      queue.add(
        job(
          async ({ outside }) => {
            await outside(() => reading.opened);
            steps.push(name);
          },
          { topic: 'open' },
        ),
      ).result;
    const first = open('first');
    const busy = queue.add(job(() => pass.opened, { urgency: -1 }));
    await settled();
    reading.open();
    await settled();
    const second = open('second');
    await expect(first).rejects.toMatchObject({ code: 'job/superseded' });
    pass.open();
    await Promise.all([busy.result, second]);
    expect(steps).toEqual(['second']);
  });

  it('hears what went wrong there, with the engine to itself again', async () => {
    const queue = new JobQueue();
    const pass = gate();
    const steps: string[] = [];
    const first = queue.add(
      job(async ({ outside }) => {
        await outside(() => Promise.reject(new Error('gone'))).catch(() => steps.push('told'));
      }),
    );
    const second = queue.add(
      job(async () => {
        await pass.opened;
        steps.push('pass');
      }),
    );
    await settled();
    pass.open();
    await Promise.all([first.result, second.result]);
    expect(steps).toEqual(['pass', 'told']);
  });
});
