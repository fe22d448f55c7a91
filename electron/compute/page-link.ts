import type { z } from 'zod';
import { admit, answerOf, type RequestNameVia } from '../shared/answer';
import { portRequest, type Answer, type PortMessage } from '../shared/contract';
import { portHandlers, scheduling, type PortContext } from './handlers';
import type { JobQueue } from './job-queue';
import type { Workshop } from './workshop';

/** What the link needs of a port: Electron's MessagePortMain in the app, node's MessagePort in tests. */
export interface Port {
  postMessage(message: PortMessage): void;
  onMessage(listener: (data: unknown) => void): void;
}

/** Requests that take longer, waiting included, are noted in the log. */
const slowMs = 100;

type Ask = Exclude<z.infer<typeof portRequest>, { cancel: number }>;
type AnyHandler = (input: unknown, context: PortContext) => unknown;

/**
 * Answers the page over its port: validates, queues, reports progress, drops what was cancelled.
 * @returns cancels all that the page has asked for
 */
export function linkPage(
  port: Port,
  workshop: Workshop,
  queue: JobQueue,
  log: (level: 'info' | 'warn', text: string) => void,
): () => void {
  const cancels = new Map<number, () => void>();

  port.onMessage((data) => {
    const message = portRequest.safeParse(data);
    if (!message.success) {
      log('warn', `Message refused: ${message.error.message}`);
      return;
    }
    if ('cancel' in message.data) cancels.get(message.data.cancel)?.();
    else void answer(message.data);
  });
  return () => cancels.forEach((cancel) => cancel());

  async function answer({ id, name, input, pane }: Ask): Promise<void> {
    const startedMs = performance.now();
    const outcome = await run(id, name, input, pane);
    cancels.delete(id);
    const elapsedMs = Math.round(performance.now() - startedMs);
    if (outcome.ok) {
      if (elapsedMs >= slowMs) log('info', `${name} took ${elapsedMs} ms`);
    } else if (!outcome.error.code.startsWith('job/'))
      log('warn', `${name} failed: ${outcome.error.code} ${outcome.error.detail}`);
    port.postMessage({ id, answer: outcome });
  }

  async function run(
    id: number,
    name: string,
    input: unknown,
    pane: string | undefined,
  ): Promise<Answer<unknown>> {
    const admitted = admit('port', name, input);
    if (!admitted.ok) return admitted;
    const request = admitted.name as RequestNameVia<'port'>;
    const handler = portHandlers[request] as AnyHandler;
    const usual = scheduling[request];
    const { result, cancel } = queue.add({
      pane: pane ?? usual.pane,
      urgency: usual.urgency,
      isAside: usual.isAside ?? false,
      onProgress: (progress) => port.postMessage({ id, progress }),
      run: async (job) => handler(admitted.input, { workshop, job }),
    });
    cancels.set(id, cancel);
    return answerOf(() => result);
  }
}
