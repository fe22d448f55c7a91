import type { Asked } from '../../electron/shared/asker';
import { PORT_MESSAGE_KIND, type FeaturescopeBridge } from '../../electron/shared/bridge';
import type {
  ComputeNews,
  MainEvent,
  MainRequestName,
  RequestInput,
  RequestName,
  RequestOutput,
} from '../../electron/shared/contract';
import { wayOf } from '../../electron/shared/names';
import { abortError, ApiError, type Api, type CallOptions } from './api';
import { PortClient } from './port-client';

declare global {
  interface Window {
    readonly featurescope?: FeaturescopeBridge<File>;
  }
}

/** The page's client: main through the preload script, compute by the port that main hands over. */
export class RealApi implements Api {
  readonly #compute = new PortClient();
  readonly #replaced = new Set<() => void>();
  #hasHadPort = false;
  #news: ComputeNews | null = null;

  constructor(
    readonly bridge: FeaturescopeBridge<File>,
    target: Window = window,
  ) {
    target.addEventListener('message', (event: MessageEvent<{ kind?: unknown } | null>) => {
      const port = event.ports[0];
      if (event.source !== target || event.data?.kind !== PORT_MESSAGE_KIND || !port) return;
      this.#compute.attach(port);
      if (this.#hasHadPort) for (const listener of this.#replaced) listener();
      this.#hasHadPort = true;
    });
    bridge.onEvent((event) => {
      if (event.kind !== 'compute') return;
      this.#news = event;
      if (event.state === 'crashed' || event.state === 'restarting') this.#compute.detach();
    });
    bridge.ask('compute:connect', undefined);
  }

  async call<Name extends RequestName>(
    name: Name,
    input: RequestInput<Name>,
    { signal, ...options }: CallOptions = {},
  ): Promise<RequestOutput<Name>> {
    if (signal?.aborted) throw abortError();
    const asked =
      wayOf(name) === 'main'
        ? this.bridge.ask(name as MainRequestName, input as never, options)
        : this.#compute.ask(name, input, options);
    return valueOf(asked as Asked<RequestOutput<Name>>, signal);
  }

  onEvent(listener: (event: MainEvent) => void): () => void {
    if (this.#news) listener(this.#news);
    return this.bridge.onEvent(listener);
  }

  onComputeReplaced(listener: () => void): () => void {
    this.#replaced.add(listener);
    return () => this.#replaced.delete(listener);
  }

  pathOfFile(file: File): string {
    return this.bridge.pathOfFile(file);
  }
}

/** What was asked for. An abort ends the wait at once. */
function valueOf<Value>({ answer, cancel }: Asked<Value>, signal: AbortSignal | undefined): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      cancel();
      reject(abortError());
    };
    signal?.addEventListener('abort', abort, { once: true });
    void answer.then((outcome) => {
      signal?.removeEventListener('abort', abort);
      if (outcome.ok) resolve(outcome.value);
      else reject(new ApiError(outcome.error));
    });
  });
}
