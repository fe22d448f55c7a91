import type { Progress } from '../../electron/shared/contract';
import type { MessageKey } from '../../electron/shared/texts/translator';

export interface Activity {
  readonly id: number;
  readonly label: MessageKey;
  readonly name: string;
  readonly progress: Progress | null; // null until the job reports one
  readonly startedMs: number;
  readonly isOverdue: boolean; // long enough under way to be shown
  readonly cancel: () => void;
}

export const NOTICE_AFTER_MS = 300;

/** Work under way that the user may want to cancel. The notice shows the newest one, and only after 300 ms. */
export class Activities {
  list = $state.raw<readonly Activity[]>([]);
  readonly shown = $derived(this.list.findLast((activity) => activity.isOverdue) ?? null);
  #nextId = 1;

  /** Registers work; call `progress` and `end` of the returned handle. */
  begin(label: MessageKey, name: string, cancel: () => void) {
    const id = this.#nextId++;
    this.list = [
      ...this.list,
      { id, label, name, progress: null, startedMs: performance.now(), isOverdue: false, cancel },
    ];
    const timer = setTimeout(() => this.#change(id, { isOverdue: true }), NOTICE_AFTER_MS);
    return {
      progress: (value: Progress) => this.#change(id, { progress: value }),
      end: () => {
        clearTimeout(timer);
        this.list = this.list.filter((activity) => activity.id !== id);
      },
    };
  }

  #change(id: number, change: Partial<Activity>): void {
    this.list = this.list.map((activity) => (activity.id === id ? { ...activity, ...change } : activity));
  }
}
