import { Asker, type AskOptions, type Asked } from '../../electron/shared/asker';
import type { AskMessage, ReplyMessage } from '../../electron/shared/contract';
import { failureData } from './api';

/**
 * Requests over the MessagePort to compute. Those made before the first port arrives wait for it; those under way when the
 * port is replaced fail with `compute/crashed`.
 */
export class PortClient {
  #port: MessagePort | null = null;
  #waiting: AskMessage[] = [];
  readonly #asker = new Asker((message) => {
    if (this.#port) this.#port.postMessage(message);
    else this.#waiting.push(message);
  });

  attach(port: MessagePort): void {
    if (this.#port) this.detach();
    this.#port = port;
    port.onmessage = (event: MessageEvent<ReplyMessage>) => this.#asker.receive(event.data);
    for (const message of this.#waiting.splice(0)) port.postMessage(message);
  }

  /** The compute process is gone: whatever waits for it is answered now, and later requests wait for its successor. */
  detach(): void {
    this.#waiting = [];
    this.#port?.close();
    this.#port = null;
    this.#asker.giveUp(failureData('compute/crashed', {}));
  }

  ask(name: string, input: unknown, options?: AskOptions): Asked<unknown> {
    return this.#asker.ask(name, input, options);
  }
}
