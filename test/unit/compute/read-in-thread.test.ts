import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readInThread } from '../../../electron/compute/read-in-thread';
import type { Progress } from '../../../electron/shared/contract';
import { refusal, TempFolder } from '../model/model-files';

const folder = new TempFolder();

/** A thread that does this instead of reading; `send` posts a message. */
function entry(name: string, code: string): string {
  const start = `import { parentPort, workerData } from 'node:worker_threads';
    const send = (message, list) => parentPort.postMessage(message, list);`;
  return folder.write(`${name}.mjs`, `${start}\n${code}`);
}

function job() {
  const abort = new AbortController();
  const stages: Progress[] = [];
  return {
    abort,
    stages,
    context: { signal: abort.signal, progress: (one: Progress) => void stages.push(one) },
  };
}

describe('readInThread', () => {
  it('gives what the thread has read, with its weights handed over, and its progress', async () => {
    const { context, stages } = job();
    const thread = entry(
      'done',
      `const data = Float32Array.of(1, 2, 3);
       send({ kind: 'progress', fraction: 0.5 });
       send({ kind: 'done', network: { name: workerData.file, layers: [{ weights: [{ data }] }] } }, [data.buffer]);`,
    );
    const network = await readInThread(thread, { file: '/a b.h5' }, context);
    expect(network).toMatchObject({
      name: '/a b.h5',
      layers: [{ weights: [{ data: Float32Array.of(1, 2, 3) }] }],
    });
    expect(stages).toEqual([{ stage: 'weights', fraction: 0.5 }]);
  });

  it('keeps code, values and context of a failure', async () => {
    const failure = {
      code: 'model/damaged',
      values: { problem: 'cut short' },
      during: [{ key: 'doing/opening', values: { file: '/a.h5' } }],
      detail: '',
    };
    const thread = entry('failed', `send({ kind: 'failed', failure: ${JSON.stringify(failure)} });`);
    expect(await refusal(readInThread(thread, { file: '/a.h5' }, job().context))).toMatchObject({
      code: 'model/damaged',
      message: 'opening /a.h5: cut short; copy or download it again.',
    });
  });

  it('really stops a thread that would never end, and says why', async () => {
    const { context, abort } = job();
    const reason = new Error('cancelled');
    const thread = entry('endless', `send({ kind: 'progress', fraction: 0 }); for (;;);`);
    const reading = readInThread(
      thread,
      { file: '/a.h5' },
      {
        ...context,
        progress: () => abort.abort(reason),
      },
    );
    // Were the thread still running, the test process could not end.
    await expect(reading).rejects.toBe(reason);
  });

  it('does not begin when it is cancelled before', async () => {
    const { context, abort } = job();
    abort.abort(new Error('cancelled'));
    await expect(
      readInThread(path.join(folder.path, 'none.mjs'), { file: '/a.h5' }, context),
    ).rejects.toThrow('cancelled');
  });

  it('gives a disk up that does not answer in the middle of the file', async () => {
    const thread = entry('silent', `send({ kind: 'progress', fraction: 0.5 }); for (;;);`);
    const reading = readInThread(thread, { file: thread }, job().context, { silentMs: 50 });
    const { code, message } = await refusal(reading);
    expect(code).toBe('model/unreadable');
    expect(message).toMatch(/^opening .*silent\.mjs: its disk or network share does not answer; check/);
  });

  it('survives a thread that fills its memory or ends by itself', async () => {
    const hungry = entry(
      'hungry',
      `const all = []; for (;;) all.push(new Array(1e5).fill({}).map(() => ({ a: Math.random() })));`,
    );
    expect(
      (await refusal(readInThread(hungry, { file: '/a.h5' }, job().context, { mostHeapMb: 48 }))).code,
    ).toBe('model/too-large');
    const gone = entry('gone', 'process.exit(3);');
    await expect(readInThread(gone, { file: '/a.h5' }, job().context)).rejects.toThrow('ended with code 3');
  });
});
