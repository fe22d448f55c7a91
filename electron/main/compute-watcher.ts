import type {
  Answer,
  ComputeOrder,
  ComputeReport,
  ExportWhat,
  MainEvent,
  Progress,
} from '../shared/contract';
import { errorOf, failureOf } from '../shared/answer';
import { failed } from '../shared/errors';
import { message } from '../shared/messages/message';

/** What the watcher needs of Electron's UtilityProcess. */
export interface ComputeProcess<Port> {
  postMessage(order: ComputeOrder, ports?: Port[]): void;
  kill(): boolean;
  on(event: 'message', listener: (report: ComputeReport) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
}

export type ComputeState = Extract<MainEvent, { kind: 'compute' }>['state'];

export interface WatcherOptions<Port> {
  start(): ComputeProcess<Port>;
  onState(state: ComputeState, detail: string): void;
  onLog(level: 'info' | 'warn' | 'error', text: string): void;
  nowMs?(): number;
  /** Waits before each restart; one crash more than there are waits within the window gives up. */
  waitsMs?: readonly number[];
}

const crashWindowMs = 60_000;
const defaultWaitsMs = [100, 500, 2_000, 5_000];
const stopWithinMs = 1_500;

interface RunningExport {
  onProgress(progress: Progress): void;
  settle(answer: Answer<{ path: string }>): void;
}

/** Starts the compute process, restarts it with growing waits when it dies, and says so when it gives up. */
export class ComputeWatcher<Port> {
  private child: ComputeProcess<Port> | null = null;
  private crashesMs: number[] = [];
  private timer: NodeJS.Timeout | null = null;
  private isStopping = false;
  private readonly exports = new Map<number, RunningExport>();
  private lastExport = 0;

  constructor(private readonly options: WatcherOptions<Port>) {}

  start(): void {
    if (this.child !== null || this.isStopping) return;
    this.cancelTimer();
    this.options.onState('starting', '');
    const child = this.options.start();
    this.child = child;
    child.on('message', (report) => this.receive(report));
    child.on('exit', (code) => this.onExit(child, code));
  }

  /** By the user's wish: forgets earlier crashes. */
  restart(): void {
    this.crashesMs = [];
    const child = this.child;
    this.child = null;
    this.failExports('The compute process was restarted');
    child?.kill();
    this.start();
  }

  /** Gives the page's port to the process; false while none runs. */
  connect(port: Port): boolean {
    this.child?.postMessage({ kind: 'connect' }, [port]);
    return this.child !== null;
  }

  export(
    what: ExportWhat,
    path: string,
    onProgress: (progress: Progress) => void,
  ): Promise<{ path: string }> {
    return new Promise((resolve, reject) => {
      if (this.child === null)
        throw failed('compute/not-running', {}, { during: [message('doing/saving', { file: path })] });
      const id = ++this.lastExport;
      const settle = (answer: Answer<{ path: string }>): void => {
        this.exports.delete(id);
        if (answer.ok) resolve(answer.value);
        else reject(errorOf(answer.error));
      };
      this.exports.set(id, { onProgress, settle });
      this.child.postMessage({ kind: 'export', id, what, path });
    });
  }

  cancelExports(): void {
    for (const id of this.exports.keys()) this.child?.postMessage({ kind: 'cancel-export', id });
  }

  /** Resolves when the process is gone. */
  async stop(): Promise<void> {
    this.isStopping = true;
    this.cancelTimer();
    const child = this.child;
    if (child === null) return;
    await new Promise<void>((resolve) => {
      child.on('exit', () => resolve());
      setTimeout(resolve, stopWithinMs);
      child.kill();
    });
  }

  private receive(report: ComputeReport): void {
    if (report.kind === 'log') this.options.onLog(report.level, report.text);
    else if (report.kind === 'ready') this.options.onState('ready', '');
    else if (report.kind === 'export-progress') this.exports.get(report.id)?.onProgress(report.progress);
    else this.exports.get(report.id)?.settle(report.answer);
  }

  private onExit(child: ComputeProcess<Port>, code: number): void {
    if (child !== this.child) return; // an older one, replaced by restart()
    this.child = null;
    if (this.isStopping) return;
    const detail = `exit code ${code}`;
    this.options.onLog('error', `The compute process ended: ${detail}`);
    this.failExports(`The compute process ended: ${detail}`);
    const waitMs = this.nextWaitMs();
    if (waitMs === null) {
      this.options.onState('crashed', detail);
      return;
    }
    this.options.onState('restarting', detail);
    this.timer = setTimeout(() => this.start(), waitMs);
  }

  private nextWaitMs(): number | null {
    const nowMs = (this.options.nowMs ?? Date.now)();
    this.crashesMs = [...this.crashesMs.filter((crashMs) => nowMs - crashMs < crashWindowMs), nowMs];
    return (this.options.waitsMs ?? defaultWaitsMs)[this.crashesMs.length - 1] ?? null;
  }

  private failExports(detail: string): void {
    for (const running of [...this.exports.values()])
      running.settle({ ok: false, error: failureOf(failed('compute/crashed', {}, { cause: detail })) });
  }

  private cancelTimer(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }
}
