import { admit, answerOf } from './answer';
import {
  askMessage,
  type Answer,
  type AskMessage,
  type Progress,
  type ReplyMessage,
  type RequestName,
} from './contract';
import { messageOf } from './errors';
import type { Way } from './names';

/** What a job gives to the work that it runs. */
export interface JobContext {
  readonly signal: AbortSignal;
  progress(progress: Progress): void;
}

/** A request that was admitted. */
export interface Admission {
  readonly name: RequestName;
  /** As the contract wants it. */
  readonly input: unknown;
  readonly purpose: string | undefined;
  onProgress(progress: Progress): void;
}

export interface AnswererOptions {
  readonly way: Way;
  /** Starts the work; its promise is rejected when it is cancelled. */
  start(admission: Admission): { result: Promise<unknown>; cancel(): void };
  reply(message: ReplyMessage): void;
  /** Told of each answer. */
  onAnswer(name: string, answer: Answer<unknown>, elapsedMs: number): void;
  /** Told of each message that is none. */
  onNonsense(why: string): void;
}

/** The end of a line that answers the page: main, and compute. Nothing that comes in makes it throw. */
export class Answerer {
  readonly #cancels = new Map<number, () => void>();
  #hasLeft = false;

  constructor(private readonly options: AnswererOptions) {}

  receive(data: unknown): void {
    const message = asMessage(data);
    if (typeof message === 'string') this.options.onNonsense(message);
    else if ('cancel' in message) this.#cancels.get(message.cancel)?.();
    else void this.#answer(message);
  }

  /** The page is gone: what it asked for is cancelled, and no answer reaches the one that takes its place. */
  leave(): void {
    this.#hasLeft = true;
    for (const cancel of [...this.#cancels.values()]) cancel();
  }

  async #answer({ id, name, input, purpose }: Extract<AskMessage, { id: number }>): Promise<void> {
    const startedMs = performance.now();
    const answer = await this.#work(id, name, input, purpose);
    this.#cancels.delete(id);
    this.options.onAnswer(name, answer, performance.now() - startedMs);
    this.#reply({ id, answer });
  }

  async #work(id: number, name: string, input: unknown, purpose?: string): Promise<Answer<unknown>> {
    const { way, start } = this.options;
    const admitted = admit(way, name, input);
    if (!admitted.ok) return admitted;
    return answerOf(() => {
      const onProgress = (progress: Progress): void => this.#reply({ id, progress });
      const { result, cancel } = start({ name: admitted.name, input: admitted.input, purpose, onProgress });
      this.#cancels.set(id, cancel);
      return result;
    });
  }

  #reply(message: ReplyMessage): void {
    if (!this.#hasLeft) this.options.reply(message);
  }
}

/** The message, or why it is none. */
function asMessage(data: unknown): AskMessage | string {
  try {
    const message = askMessage.safeParse(data);
    return message.success ? message.data : message.error.message;
  } catch (error) {
    return messageOf(error);
  }
}
