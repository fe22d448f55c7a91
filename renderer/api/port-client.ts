import type { PortMessage, PortRequest, RequestName } from '../../electron/shared/contract';
import { abortError, ApiError, failureData, type CallOptions } from './api';

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
  readonly options: CallOptions;
}

/**
 * Requests over the MessagePort to compute. Each has an id; answers for an id that nobody waits for are dropped. Requests made
 * before the first port arrives wait for it; those under way when the port is replaced fail with `compute/crashed`.
 */
export class PortClient {
  #port: MessagePort | null = null;
  #nextId = 1;
  readonly #pending = new Map<number, Pending>();
  readonly #waiting: PortRequest[] = [];

  attach(port: MessagePort): void {
    const lost = this.#port ? [...this.#pending.values()] : [];
    if (this.#port) {
      this.#port.close();
      this.#pending.clear();
    }
    this.#port = port;
    port.onmessage = (event: MessageEvent<PortMessage>) => this.#receive(event.data);
    for (const request of this.#waiting.splice(0)) port.postMessage(request);
    this.#fail(lost);
  }

  /** The compute process is gone: whatever waits for it is answered now, and later requests wait for its successor. */
  detach(): void {
    const lost = [...this.#pending.values()];
    this.#pending.clear();
    this.#waiting.length = 0;
    this.#port?.close();
    this.#port = null;
    this.#fail(lost);
  }

  call(name: RequestName, input: unknown, options: CallOptions = {}): Promise<unknown> {
    const { signal, pane } = options;
    if (signal?.aborted) return Promise.reject(abortError());
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject, options });
      this.#send({ id, name, input, ...(pane === undefined ? {} : { pane }) });
      signal?.addEventListener(
        'abort',
        () => {
          if (!this.#pending.delete(id)) return;
          this.#send({ cancel: id });
          reject(abortError());
        },
        { once: true },
      );
    });
  }

  #send(request: PortRequest): void {
    if (this.#port) this.#port.postMessage(request);
    else this.#waiting.push(request);
  }

  #receive(message: PortMessage): void {
    const pending = this.#pending.get(message.id);
    if (!pending) return;
    if ('progress' in message) {
      pending.options.onProgress?.(message.progress);
      return;
    }
    this.#pending.delete(message.id);
    if (message.answer.ok) pending.resolve(message.answer.value);
    else pending.reject(new ApiError(message.answer.error));
  }

  #fail(lost: readonly Pending[]): void {
    const failure = failureData('compute/crashed', {});
    for (const pending of lost) pending.reject(new ApiError(failure));
  }
}
