import type fsPromises from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readInThread } from '../../../electron/compute/read-in-thread';
import { answered, widenThreadPool } from '../../../electron/files/answered';
import { readFirst, readWhole } from '../../../electron/files/read-whole';
import { readPictureBytes } from '../../../electron/image/read-file';
import { readLabels } from '../../../electron/model/labels/labels';
import { computeJob } from '../../fixtures/compute-job';
import { refusal, TempFolder } from '../model/model-files';

/** What a share that is gone does not answer any more; nothing where the disk is well. */
let hung: 'stat' | 'open' | 'read' | undefined;
/** Lets the share come back. */
let comeBack: () => void = () => undefined;

vi.mock('node:fs/promises', async (importOriginal) => {
  const original = await importOriginal<typeof fsPromises>();
  const hang = (what: typeof hung): Promise<void> =>
    hung === what ? new Promise((resolve) => (comeBack = resolve)) : Promise.resolve();
  return {
    ...original,
    stat: async (file: string) => hang('stat').then(() => original.stat(file)),
    open: async (file: string) => {
      await hang('open');
      const handle = await original.open(file);
      const read = handle.read.bind(handle) as (...args: unknown[]) => Promise<unknown>;
      const slow = async (...args: unknown[]) => hang('read').then(() => read(...args));
      return Object.assign(handle, { read: slow });
    },
  };
});

const folder = new TempFolder();
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => {
  comeBack();
  hung = undefined;
  vi.useRealTimers();
});

/** What becomes of work when 15 s pass for each of its waits. */
async function afterPatience<Result>(work: Promise<Result>): Promise<{ code: string; message: string }> {
  let isOver = false;
  const refused = refusal(work).finally(() => (isOver = true));
  while (!isOver) await vi.advanceTimersByTimeAsync(15_000);
  return refused;
}

describe('a disk that does not answer', () => {
  it.each(['stat', 'open', 'read'] as const)(
    '%s: a picture on it is given up, and why is said',
    async (what) => {
      const file = folder.write('photo.png', 'x');
      hung = what;
      expect(await afterPatience(readPictureBytes(file))).toMatchObject({
        code: 'image/unreadable',
        message: `reading ${file}: its disk or network share does not answer; check the connection, or copy the file to this computer.`,
      });
    },
  );

  it.each(['stat', 'read'] as const)('%s: so are class names', async (what) => {
    const file = folder.write('labels.txt', 'cat');
    hung = what;
    expect(await afterPatience(readLabels(file))).toMatchObject({ code: 'labels/unreadable' });
  });

  it.each(['open', 'read'] as const)('%s: so is a model, before a thread is stuck with it', async (what) => {
    const file = folder.write('model.h5', 'x');
    hung = what;
    const reading = readInThread(path.join(folder.path, 'none.mjs'), { file }, computeJob());
    expect(await afterPatience(reading)).toMatchObject({ code: 'model/unreadable' });
  });

  it('takes no more threads than leave some for other disks', async () => {
    const asked: number[] = [];
    const releases: (() => void)[] = [];
    const calls = Array.from({ length: 30 }, (_, number) =>
      answered(() => {
        asked.push(number);
        return new Promise<void>((resolve) => releases.push(resolve));
      }),
    );
    const settled = Promise.allSettled(calls);
    await vi.advanceTimersByTimeAsync(15_000);
    const codes = (await settled).map((one) => (one as { reason?: { code?: string } }).reason?.code);
    expect(codes).toEqual(Array.from({ length: 30 }, () => 'ETIMEDOUT'));
    expect(asked).toHaveLength(12);
    // The disk is back: what nobody waits for any more is not asked, and others get their turn.
    for (const release of releases) release();
    expect(await answered(async () => 'well')).toBe('well');
    expect(asked).toHaveLength(12);
  });

  it('has threads enough beside it, unless the user says another number', () => {
    const [own, given]: NodeJS.ProcessEnv[] = [{}, { UV_THREADPOOL_SIZE: '5' }];
    for (const environment of [own!, given!]) widenThreadPool(environment);
    expect([own, given]).toEqual([{ UV_THREADPOOL_SIZE: '16' }, { UV_THREADPOOL_SIZE: '5' }]);
  });
});

describe('a disk that answers', () => {
  it('gives whole files of any length, and tells what it cannot', async () => {
    const long = 'abcdefg'.repeat(3 * 1024 ** 2); // more than two parts
    for (const text of ['', 'x', long]) {
      const file = folder.write('file', text);
      expect(Buffer.from(await readWhole(file)).toString()).toBe(text);
      await readFirst(file);
    }
    await expect(readWhole(path.join(folder.path, 'gone'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('may be slow, as long as each part comes in time', async () => {
    const file = folder.write('file', 'abc');
    hung = 'read';
    const reading = readWhole(file);
    await vi.advanceTimersByTimeAsync(14_000);
    hung = undefined;
    comeBack();
    expect(Buffer.from(await reading).toString()).toBe('abc');
  });
});
