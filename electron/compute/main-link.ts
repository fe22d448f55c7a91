import { answerOf } from '../shared/answer';
import type { ComputeOrder, ComputeReport } from '../shared/contract';
import { exportTo } from './export';
import type { JobQueue } from './job-queue';
import { linkPage, type Port } from './page-link';
import type { Workshop } from './workshop';

/** What the link needs of Electron's parent port. */
export interface ParentPort {
  report(report: ComputeReport): void;
  onOrder(listener: (order: ComputeOrder, ports: Port[]) => void): void;
}

/** Follows the orders of main: a port to the page, exports, their cancelling. */
export function linkMain(parent: ParentPort, workshop: Workshop, queue: JobQueue): void {
  const cancels = new Map<number, () => void>();
  const log = (level: 'info' | 'warn', text: string): void => parent.report({ kind: 'log', level, text });
  let leavePage = (): void => undefined;

  parent.onOrder((order, [port]) => {
    if (order.kind === 'connect' && port !== undefined) {
      leavePage(); // it was loaded again: nobody waits for its jobs
      leavePage = linkPage(port, workshop, queue, log);
    } else if (order.kind === 'export') void save(order);
    else if (order.kind === 'cancel-export') cancels.get(order.id)?.();
  });
  parent.report({ kind: 'ready' });

  async function save({ id, what, path }: Extract<ComputeOrder, { kind: 'export' }>): Promise<void> {
    const { result, cancel } = queue.add({
      pane: null,
      urgency: 2,
      onProgress: (progress) => parent.report({ kind: 'export-progress', id, progress }),
      run: (job) => exportTo(workshop, what, path, job),
    });
    cancels.set(id, cancel);
    const answer = await answerOf(() => result);
    if (!answer.ok) log('warn', `Export of ${what.kind} failed: ${answer.error.code} ${answer.error.detail}`);
    cancels.delete(id);
    parent.report({ kind: 'export-done', id, answer });
  }
}
