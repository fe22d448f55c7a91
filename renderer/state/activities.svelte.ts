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

  /** Does work that is under way until it ends, with its progress as it tells. */
  async during<Value>(
    { label, name, cancel }: Pick<Activity, 'label' | 'name' | 'cancel'>,
    work: (onProgress: (progress: Progress) => void) => Promise<Value>,
  ): Promise<Value> {
    const id = this.#nextId++;
    this.list = [
      ...this.list,
      { id, label, name, progress: null, startedMs: performance.now(), isOverdue: false, cancel },
    ];
    const timer = setTimeout(() => this.#change(id, { isOverdue: true }), NOTICE_AFTER_MS);
    try {
      return await work((progress) => this.#change(id, { progress }));
    } finally {
      clearTimeout(timer);
      this.list = this.list.filter((activity) => activity.id !== id);
    }
  }

  #change(id: number, change: Partial<Activity>): void {
    this.list = this.list.map((activity) => (activity.id === id ? { ...activity, ...change } : activity));
  }
}
