import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { ComputeNews, ComputeOrder, ComputeReport, ExportKind } from '../shared/contract';
import { failed } from '../shared/errors';
import { message } from '../shared/messages/message';
import type { ModelTrial } from './model-trial';

/** What the watcher needs of Electron's UtilityProcess. */
export interface ComputeProcess<Port> {
  postMessage(order: ComputeOrder, ports?: Port[]): void;
  kill(): boolean;
  on(event: 'message', listener: (report: ComputeReport) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
}

export interface WatcherOptions<Port> {
  start(): ComputeProcess<Port>;
  onNews(news: ComputeNews): void;
  /** Knows which model the process has died of. */
  readonly trial: ModelTrial;
  /** The first of these files that the user has not opened; null if all were. */
  refused(paths: readonly string[]): string | null;
  /** Puts a PNG file into the clipboard; false where that does not take it. */
  copy(png: Uint8Array): boolean;
  /** A file or folder was saved for the user. */
  onWritten(path: string): void;
  /** Removes from a folder what a process that is gone has left unfinished in it. */
  tidy(folder: string): Promise<void>;
  onLog(level: 'info' | 'warn' | 'error', text: string): void;
  nowMs?(): number;
  /** Waits before each restart; one crash more than there are waits within the window gives up. */
  waitsMs?: readonly number[];
}

const CRASH_WINDOW_MS = 60_000;
const defaultWaitsMs = [100, 500, 2_000, 5_000];
const STOP_WITHIN_MS = 1_500;

/** A place that was told to compute, which has not confirmed it yet. */
interface Granting {
  resolve(token: string): void;
  reject(error: unknown): void;
}

/**
 * Starts the compute process, restarts it with growing waits when it dies, and says so when it gives up, and which model it
 * has died of.
 */
export class ComputeWatcher<Port> {
  #child: ComputeProcess<Port> | null = null;
  #crashesMs: number[] = [];
  #timer: NodeJS.Timeout | null = null;
  #isStopping = false;
  readonly #granting = new Map<string, Granting>();
  /** Where the process may have something unfinished. */
  readonly #places = new Set<string>();

  constructor(private readonly options: WatcherOptions<Port>) {}

  start(): void {
    if (this.#child !== null || this.#isStopping) return;
    this.#cancelTimer();
    this.#tell('starting');
    const child = this.options.start();
    this.#child = child;
    child.on('message', (report) => this.#receive(child, report));
    child.on('exit', (code) => {
      if (!this.#isStopping) void this.#tidyPlaces();
      this.#onExit(child, code);
    });
  }

  /** By the user's wish: forgets earlier crashes. */
  restart(): void {
    this.#crashesMs = [];
    const child = this.#child;
    this.#child = null;
    this.options.trial.leave();
    this.#failGrants('The compute process was restarted');
    child?.kill();
    this.start();
  }

  /** Gives the page's port to the process; false while none runs. */
  connect(port: Port): boolean {
    this.#child?.postMessage({ kind: 'connect' }, [port]);
    return this.#child !== null;
  }

  /**
   * Lets compute write something once into a place that the user has chosen.
   * @returns a token; whoever asks compute to write names it. Compute knows it by then
   */
  grant(what: ExportKind, target: string): Promise<string> {
    return new Promise((resolve, reject) => {
      if (this.#child === null)
        throw failed('compute/not-running', {}, { during: [message('doing/saving', { file: target })] });
      const token = randomUUID();
      this.#granting.set(token, { resolve, reject });
      this.#places.add(path.dirname(target)).add(target); // what is saved may be a folder
      this.#child.postMessage({ kind: 'grant', token, what, path: target });
    });
  }

  /** Resolves when the process is gone, and what it had begun to save. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#cancelTimer();
    const child = this.#child;
    if (child === null) return;
    await new Promise<void>((resolve) => {
      child.on('exit', () => resolve());
      setTimeout(resolve, STOP_WITHIN_MS);
      child.kill();
    });
    await this.#tidyPlaces();
  }

  async #tidyPlaces(): Promise<void> {
    await Promise.allSettled([...this.#places].map((folder) => this.options.tidy(folder)));
  }

  #receive(child: ComputeProcess<Port>, report: ComputeReport): void {
    if (child !== this.#child) return; // an older one, replaced by restart()
    const { trial } = this.options;
    switch (report.kind) {
      case 'log':
        return this.options.onLog(report.level, report.text);
      case 'ready':
        return this.#tell('ready');
      case 'written':
        return this.options.onWritten(report.path);
      case 'loading':
        void trial
          .begin(report.trial, report.file)
          .then(() => child.postMessage({ kind: 'noted', trial: report.trial }));
        return;
      case 'proved':
        return trial.end(report.trial, report.isInUse);
      case 'may-open':
        child.postMessage({ kind: 'opened', id: report.id, refused: this.options.refused(report.paths) });
        return;
      case 'copy':
        child.postMessage({ kind: 'copied', id: report.id, isTaken: this.options.copy(report.png) });
        return;
      case 'granted':
        this.#granting.get(report.token)?.resolve(report.token);
        this.#granting.delete(report.token);
    }
  }

  #onExit(child: ComputeProcess<Port>, code: number): void {
    if (child !== this.#child) return; // an older one, replaced by restart()
    this.#child = null;
    if (this.#isStopping) return;
    const detail = `exit code ${code}`;
    this.options.onLog('error', `The compute process ended: ${detail}`);
    this.#failGrants(`The compute process ended: ${detail}`);
    const blamed = this.options.trial.takeDeath();
    const waitMs = this.#nextWaitMs();
    this.#tell(waitMs === null ? 'crashed' : 'restarting', detail, blamed);
    if (waitMs !== null) this.#timer = setTimeout(() => this.start(), waitMs);
  }

  #tell(state: ComputeNews['state'], detail = '', blamed: string | null = null): void {
    this.options.onNews({ kind: 'compute', state, detail, blamed });
  }

  #nextWaitMs(): number | null {
    const nowMs = (this.options.nowMs ?? Date.now)();
    this.#crashesMs = [...this.#crashesMs.filter((crashMs) => nowMs - crashMs < CRASH_WINDOW_MS), nowMs];
    return (this.options.waitsMs ?? defaultWaitsMs)[this.#crashesMs.length - 1] ?? null;
  }

  #failGrants(detail: string): void {
    for (const { reject } of this.#granting.values())
      reject(failed('compute/crashed', {}, { cause: detail }));
    this.#granting.clear();
  }

  #cancelTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
