import { Answerer } from '../shared/answerer';
import type { ComputeRequestName, ReplyMessage } from '../shared/contract';
import { computeHandlers, type ComputeParts } from './handlers';
import type { JobQueue } from './job-queue';
import type { ComputeJob } from './services';

/** What the link needs of a port: Electron's MessagePortMain in the app, node's MessagePort in tests. */
export interface Port {
  postMessage(message: ReplyMessage): void;
  onMessage(listener: (data: unknown) => void): void;
}

/** Requests that take longer, waiting included, are noted in the log. */
const SLOW_MS = 100;

type AnyFiles = (input: unknown) => readonly (string | null)[];
type AnyWork = (input: unknown, parts: ComputeParts, job: ComputeJob) => unknown;

/**
 * Answers the page over its port: validates, queues, reports progress, drops what was cancelled.
 * @returns cancels all that the page has asked for
 */
export function linkPage(
  port: Port,
  parts: ComputeParts,
  queue: JobQueue,
  log: (level: 'info' | 'warn', text: string) => void,
): () => void {
  const answerer = new Answerer({
    way: 'compute',
    start: ({ name, input, purpose, onProgress }) => {
      const { files, work, newestWins, urgency, isAside } = computeHandlers[name as ComputeRequestName];
      return queue.add({
        topic: purpose === undefined ? (newestWins === true ? name : null) : `${name} ${purpose}`,
        urgency,
        isAside: isAside ?? false,
        onProgress,
        run: async (job) => {
          const named = (files as AnyFiles | undefined)?.(input) ?? [];
          await parts.permits.require(named.filter((file): file is string => file !== null && file !== ''));
          job.signal.throwIfAborted();
          return (work as AnyWork)(input, parts, job);
        },
      });
    },
    reply: (message) => port.postMessage(message),
    onAnswer: (name, answer, elapsedMs) => {
      if (answer.ok) {
        if (elapsedMs >= SLOW_MS) log('info', `${name} took ${Math.round(elapsedMs)} ms`);
      } else if (!answer.error.code.startsWith('job/'))
        log('warn', `${name} failed: ${answer.error.code} ${answer.error.detail}`);
    },
    onNonsense: (why) => log('warn', `Message refused: ${why}`),
  });
  port.onMessage((data) => answerer.receive(data));
  return () => answerer.leave();
}
