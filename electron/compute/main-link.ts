import type { ComputeOrder, ComputeReport } from '../shared/contract';
import { Clipboard } from './clipboard';
import { FilePermits } from './file-permits';
import { IdleWork } from './idle-work';
import { Grants } from './grants';
import type { JobQueue } from './job-queue';
import { linkPage, type Port } from './page-link';
import type { ComputeServices } from './services';
import { ModelTrials } from './model-trials';
import { Workshop } from './workshop';

/** What the link needs of Electron's parent port. */
export interface ParentPort {
  report(report: ComputeReport): void;
  onOrder(listener: (order: ComputeOrder, ports: Port[]) => void): void;
}

/** Follows the orders of main: a port to the page, and places where something may be saved. */
export function linkMain(parent: ParentPort, services: ComputeServices, queue: JobQueue): void {
  const log = (level: 'info' | 'warn', text: string): void => parent.report({ kind: 'log', level, text });
  const grants = new Grants((path) => parent.report({ kind: 'written', path }));
  const permits = new FilePermits((report) => parent.report(report));
  const clipboard = new Clipboard((report) => parent.report(report));
  const trials = new ModelTrials((report) => parent.report(report));
  const workshop = new Workshop(services, trials, new IdleWork(queue));
  let leavePage = (): void => undefined;

  parent.onOrder((order, [port]) => {
    switch (order.kind) {
      case 'connect':
        if (port === undefined) return;
        leavePage(); // it was loaded again: nobody waits for its jobs
        leavePage = linkPage(port, { workshop, grants, permits, clipboard }, queue, log);
        return;
      case 'grant':
        grants.add(order.token, order);
        return parent.report({ kind: 'granted', token: order.token });
      case 'noted':
        return trials.noted(order.trial);
      case 'opened':
        return permits.answer(order.id, order.refused);
      case 'copied':
        return clipboard.answer(order.id, order.isTaken);
    }
  });
  parent.report({ kind: 'ready' });
}
