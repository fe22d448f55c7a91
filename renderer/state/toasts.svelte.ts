import type { Failure } from '../../electron/shared/contract';

/** What a message offers to do. */
export interface ToastAction {
  readonly label: string;
  readonly run: () => void;
}

export interface Toast {
  readonly id: number;
  readonly tone: 'ok' | 'warn' | 'bad';
  readonly text: string;
  readonly failure?: Failure;
  /** File or picture that the text names. */
  readonly named?: string;
  readonly action?: ToastAction;
}

export const TOAST_MS = 6000;
const MOST_TOASTS = 3;

/** Short messages at the bottom right. Good news leaves after six seconds, warnings and failures stay until closed. */
export class Toasts {
  list = $state.raw<readonly Toast[]>([]);
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();
  #nextId = 1;

  show(toast: Omit<Toast, 'id'>): number {
    const id = this.#nextId++;
    for (const old of this.list.slice(0, Math.max(0, this.list.length - MOST_TOASTS + 1))) this.close(old.id);
    this.list = [...this.list, { ...toast, id }];
    this.resume(id);
    return id;
  }

  close(id: number): void {
    this.hold(id);
    this.list = this.list.filter((toast) => toast.id !== id);
  }

  /** Stops the clock of a toast while it is hovered or focused. */
  hold(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
  }

  /** Starts its clock again. */
  resume(id: number): void {
    const toast = this.list.find((one) => one.id === id);
    if (toast?.tone !== 'ok') return;
    this.hold(id);
    this.#timers.set(
      id,
      setTimeout(() => this.close(id), TOAST_MS),
    );
  }
}
