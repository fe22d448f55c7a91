import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Activities } from '../../../renderer/state/activities.svelte';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Work that ends when the test says so. */
function begin(activities: Activities, name: string) {
  const cancel = vi.fn();
  let work: { progress(share: number): void; end(): void; fail(): void };
  const done = activities.during({ label: 'progress.load', name, cancel }, (onProgress) => {
    return new Promise<string>((resolve, reject) => {
      work = {
        progress: (fraction) => onProgress({ stage: 'load', fraction }),
        end: () => resolve(name),
        fail: () => reject(new Error('broken')),
      };
    });
  });
  return { ...work!, done, cancel };
}

it('shows the newest work, and only what takes longer than 300 ms', async () => {
  const activities = new Activities();
  const first = begin(activities, 'first');
  expect(activities.shown).toBeNull();
  vi.advanceTimersByTime(300);
  expect(activities.shown).toMatchObject({ name: 'first', progress: null });
  const second = begin(activities, 'second');
  expect(activities.shown?.name).toBe('first');
  vi.advanceTimersByTime(300);
  expect(activities.shown?.name).toBe('second');
  second.end();
  expect(await second.done).toBe('second');
  expect(activities.shown?.name).toBe('first');
  first.progress(0.5);
  expect(activities.shown?.progress).toEqual({ stage: 'load', fraction: 0.5 });
});

it('can be cancelled, and ends with a failure as well', async () => {
  const activities = new Activities();
  const work = begin(activities, 'a');
  activities.list[0]!.cancel();
  expect(work.cancel).toHaveBeenCalledOnce();
  work.fail();
  await expect(work.done).rejects.toThrow('broken');
  expect(activities.list).toEqual([]);
});
