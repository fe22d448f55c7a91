/** Threads are let go of without a wait, after a rest in which they can still serve V8's background work. */
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { endAtRest, threadsEnded } from '../../../electron/files/end-thread';

const THREAD = `
const { parentPort } = require('node:worker_threads');
parentPort.ref();
parentPort.postMessage('done');
`;

it('ends a thread that stays by itself, and knows when it has ended', async () => {
  const thread = new Worker(THREAD, { eval: true });
  let isEnded = false;
  thread.once('exit', () => (isEnded = true));
  await new Promise((resolve) => thread.once('message', resolve));
  endAtRest(thread);
  // Its event loop runs on: what V8 asks of it is answered.
  await new Promise((resolve) => setImmediate(resolve));
  expect(isEnded).toBe(false);
  await threadsEnded();
  expect(isEnded).toBe(true);
});

it('has nothing to wait for where no thread was started', async () => {
  await expect(threadsEnded()).resolves.toBeUndefined();
});
