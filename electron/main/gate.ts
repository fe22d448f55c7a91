import { Answerer, type JobContext } from '../shared/answerer';
import type {
  MainRequestName,
  ReplyMessage,
  RequestInput,
  RequestName,
  RequestOutput,
} from '../shared/contract';
import { failed } from '../shared/errors';
import { message } from '../shared/messages/message';

/** What the gate looks at in an IPC event. */
export interface Sender {
  isOurWindow: boolean;
  isMainFrame: boolean;
  url: string;
}

/** One function for each request to main. */
export type MainHandlers<Parts> = {
  [Name in MainRequestName]: (
    input: RequestInput<Name>,
    parts: Parts,
    job: JobContext,
  ) => RequestOutput<Name> | Promise<RequestOutput<Name>>;
};

export interface GateOptions {
  /** True for addresses of the app's own origin. */
  isOurPage(url: string): boolean;
  reply(message: ReplyMessage): void;
  onFailure(name: string, code: string, detail: string): void;
}

/** The one way from the page into main: sender checked, input validated, answer or failure as data. */
export class Gate<Parts> {
  #answerer: Answerer;

  constructor(
    private readonly handlers: MainHandlers<Parts>,
    private readonly parts: Parts,
    private readonly options: GateOptions,
  ) {
    this.#answerer = this.#open();
  }

  /** Strangers get no answer. */
  receive(sender: Sender, message: unknown): void {
    if (this.admits(sender)) this.#answerer.receive(message);
    else this.options.onFailure('', 'internal/foreign-sender', sender.url);
  }

  /** True for our own page in our own window. */
  admits({ isOurWindow, isMainFrame, url }: Sender): boolean {
    return isOurWindow && isMainFrame && this.options.isOurPage(url);
  }

  /** The page is gone or another one takes its place: what it asked for is cancelled. */
  leave(): void {
    this.#answerer.leave();
    this.#answerer = this.#open();
  }

  #open(): Answerer {
    const { onFailure, reply } = this.options;
    return new Answerer({
      way: 'main',
      start: ({ name, input, onProgress }) => this.#start(name, input, onProgress),
      reply,
      onAnswer: (name, answer) => {
        if (!answer.ok) onFailure(name, answer.error.code, answer.error.detail);
      },
      onNonsense: (why) => onFailure('', 'internal/invalid-request', why),
    });
  }

  /** Here the work itself ends when it is cancelled; nothing queues. */
  #start(
    name: RequestName,
    input: unknown,
    progress: JobContext['progress'],
  ): { result: Promise<unknown>; cancel(): void } {
    const abort = new AbortController();
    const handler = this.handlers[name as MainRequestName] as AnyHandler<Parts>;
    const job = { signal: abort.signal, progress };
    return {
      result: (async () => handler(input, this.parts, job))(),
      cancel: () => abort.abort(failed('job/cancelled', { left: message('part/nothing-unfinished-left') })),
    };
  }
}

type AnyHandler<Parts> = (input: unknown, parts: Parts, job: JobContext) => unknown;
