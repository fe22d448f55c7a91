import { setTimeout } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';

/** By then V8 has compiled in the background what a thread that has done its work had made hot: of 120 threads none hung. */
const REST_MS = 500;

const ending = new Set<Promise<unknown>>();

/**
 * Ends a thread that has nothing left to do, or should be given up, without waiting for it. The end comes after a rest in which
 * its event loop runs on: Electron's Node waits for V8's background compilation before a thread ends, and the compilation may be
 * waiting for that same thread to collect garbage; then neither ever ends (one in ten of libheif's threads under Electron 33).
 */
export function endAtRest(thread: Worker): void {
  const end = setTimeout(REST_MS).then(() => thread.terminate());
  ending.add(end);
  void end.finally(() => ending.delete(end));
}

/** Resolves when all threads have ended that `endAtRest` was called for: leaving the process before could wait for ever. */
export async function threadsEnded(): Promise<void> {
  await Promise.all(ending);
}
