import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { Clipboard } from '../../electron/compute/clipboard';
import { FilePermits } from '../../electron/compute/file-permits';
import { Grants } from '../../electron/compute/grants';
import { JobQueue } from '../../electron/compute/job-queue';
import { ModelTrials } from '../../electron/compute/model-trials';
import { linkPage } from '../../electron/compute/page-link';
import { Workshop } from '../../electron/compute/workshop';
import type { Answer, ComputeReport, ReplyMessage, Progress } from '../../electron/shared/contract';
import { FakeServices } from './fake-services';

/** The page's end of a port whose other end is the real compute code; everything between is really cloned. */
export class PortPage {
  readonly services = new FakeServices();
  readonly failures: string[] = [];
  readonly progress: { id: number; progress: Progress }[] = [];
  /** Ids in the order in which their answers came. */
  readonly answered: number[] = [];
  readonly written: string[] = [];
  readonly grants = new Grants((path) => this.written.push(path));
  /** What main would be told of the models. */
  readonly trials: ComputeReport[] = [];
  /** What main would say: each trial is written down at once, unless a test answers by itself. */
  isNoting = true;
  readonly modelTrials: ModelTrials = new ModelTrials((report) => {
    this.trials.push(report);
    if (this.isNoting && report.kind === 'loading')
      queueMicrotask(() => this.modelTrials.noted(report.trial));
  });
  /** Files that the user has not opened. */
  readonly unopened = new Set<string>();
  readonly permits: FilePermits = new FilePermits((report) => {
    if (report.kind !== 'may-open') return;
    const refused = report.paths.find((file) => this.unopened.has(file)) ?? null;
    queueMicrotask(() => this.permits.answer(report.id, refused));
  });
  /** What was copied, the oldest first. */
  readonly copied: Uint8Array[] = [];
  /** Whether the clipboard takes what is copied. */
  hasClipboard = true;
  readonly clipboard: Clipboard = new Clipboard((report) => {
    if (report.kind !== 'copy') return;
    this.copied.push(report.png);
    queueMicrotask(() => this.clipboard.answer(report.id, this.hasClipboard));
  });
  readonly workshop = new Workshop(this.services, this.modelTrials);
  readonly leave: () => void;
  readonly #port: MessagePort;
  readonly #waiting = new Map<number, (answer: Answer<unknown>) => void>();
  #lastId = 0;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.on('message', (message: ReplyMessage) => {
      if ('progress' in message) {
        this.progress.push(message);
        return;
      }
      this.answered.push(message.id);
      this.#waiting.get(message.id)?.(message.answer);
    });
    this.leave = linkPage(
      {
        postMessage: (message) => port2.postMessage(message),
        onMessage: (listener) => port2.on('message', listener),
      },
      { workshop: this.workshop, grants: this.grants, permits: this.permits, clipboard: this.clipboard },
      new JobQueue(),
      (level, text) => {
        if (level === 'warn') this.failures.push(text);
      },
    );
  }

  ask(name: string, input: unknown, purpose?: string): { id: number; answer: Promise<Answer<unknown>> } {
    const id = ++this.#lastId;
    const answer = new Promise<Answer<unknown>>((resolve) => this.#waiting.set(id, resolve));
    this.post({ id, name, input, ...(purpose === undefined ? {} : { purpose }) });
    return { id, answer };
  }

  post(message: unknown): void {
    this.#port.postMessage(message);
  }

  close(): void {
    this.#port.close();
  }
}
