import type { Answer, AskMessage, Failure, Progress, ReplyMessage } from './contract';

export interface AskOptions {
  /** A newer request of the same name and purpose takes the place of this one. */
  readonly purpose?: string | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** A request under way. */
export interface Asked<Value> {
  /** Never rejects: a failure is an answer too. Does not come after a cancel. */
  readonly answer: Promise<Answer<Value>>;
  cancel(): void;
}

interface Pending {
  readonly onProgress: AskOptions['onProgress'];
  resolve(answer: Answer<unknown>): void;
}

/** The end of a line that asks: the page towards compute, and the preload script towards main. */
export class Asker {
  #lastId = 0;
  readonly #pending = new Map<number, Pending>();

  constructor(private readonly post: (message: AskMessage) => void) {}

  ask(name: string, input: unknown, { purpose, onProgress }: AskOptions = {}): Asked<unknown> {
    const id = ++this.#lastId;
    const answer = new Promise<Answer<unknown>>((resolve) => this.#pending.set(id, { resolve, onProgress }));
    this.post({ id, name, input, ...(purpose !== undefined && { purpose }) });
    return {
      answer,
      cancel: () => {
        if (this.#pending.delete(id)) this.post({ cancel: id });
      },
    };
  }

  /** Takes a message of the other end; what nobody waits for is dropped. */
  receive(message: ReplyMessage): void {
    const pending = this.#pending.get(message.id);
    if ('progress' in message) pending?.onProgress?.(message.progress);
    else if (this.#pending.delete(message.id)) pending?.resolve(message.answer);
  }

  /** Nobody is at the other end any more: what is under way is answered with this failure. */
  giveUp(error: Failure): void {
    const lost = [...this.#pending.values()];
    this.#pending.clear();
    for (const { resolve } of lost) resolve({ ok: false, error });
  }
}
