import type fsPromises from 'node:fs/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { missingOf } from '../../../electron/main/open-queue';

/** How long a disk takes to say that there is no such file; infinite: it never answers. */
let answerMs = 0;
let asked = 0;

vi.mock('node:fs/promises', async (importOriginal) => ({
  ...(await importOriginal<typeof fsPromises>()),
  access: () => {
    asked++;
    const none = Object.assign(new Error('no such file'), { code: 'ENOENT' });
    return new Promise((_resolve, reject) => {
      if (answerMs < Infinity) setTimeout(() => reject(none), answerMs);
    });
  },
}));

beforeEach(() => {
  asked = 0;
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => vi.useRealTimers());

const names = Array.from({ length: 2000 }, (_, at) => `/nowhere/${at}.png`);

it('finds all of many missing files on a disk that takes long for all, but not for each', async () => {
  answerMs = 20;
  const missing = missingOf(names, 1000);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await missing).toEqual(names);
});

// Last, since threads that wait for an answer stay taken.
it('asks for no more where a disk does not answer: its files count as there', async () => {
  answerMs = Infinity;
  const missing = missingOf(names, 1000);
  await vi.advanceTimersByTimeAsync(1000);
  expect(await missing).toEqual([]);
  expect(asked).toBeLessThan(50);
});
