import type { ComputeOrder, ComputeReport } from '../shared/contract';
import { Grants } from './grants';
import type { JobQueue } from './job-queue';
import { linkPage, type Port } from './page-link';
import type { Workshop } from './workshop';

/** What the link needs of Electron's parent port. */
export interface ParentPort {
  report(report: ComputeReport): void;
  onOrder(listener: (order: ComputeOrder, ports: Port[]) => void): void;
}

/** Follows the orders of main: a port to the page, and places where something may be saved. */
export function linkMain(parent: ParentPort, workshop: Workshop, queue: JobQueue): void {
  const log = (level: 'info' | 'warn', text: string): void => parent.report({ kind: 'log', level, text });
  const grants = new Grants((path) => parent.report({ kind: 'written', path }));
  let leavePage = (): void => undefined;

  parent.onOrder((order, [port]) => {
    if (order.kind === 'connect' && port !== undefined) {
      leavePage(); // it was loaded again: nobody waits for its jobs
      leavePage = linkPage(port, { workshop, grants }, queue, log);
    } else if (order.kind === 'grant') {
      grants.add(order.token, order);
      parent.report({ kind: 'granted', token: order.token });
    }
  });
  parent.report({ kind: 'ready' });
}
