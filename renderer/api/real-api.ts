import type {
  Answer,
  MainEvent,
  RequestInput,
  RequestName,
  RequestOutput,
} from '../../electron/shared/contract';
import { portMessageKind } from '../../electron/shared/channels';
import { abortError, ApiError, type Api, type CallOptions } from './api';
import type { FeaturescopeBridge } from './bridge';
import { PortClient } from './port-client';

type MainCalls = { [Name in RequestName]?: (input: never) => Promise<Answer<unknown>> };

/** The page's client: main by the preload's named functions, compute by the port that main hands over. */
export class RealApi implements Api {
  readonly #port = new PortClient();
  readonly #replaced = new Set<() => void>();
  readonly #mainCalls: MainCalls;
  #hasHadPort = false;

  constructor(
    readonly bridge: FeaturescopeBridge,
    target: Window = window,
  ) {
    this.#mainCalls = {
      'app:info': () => bridge.appInfo(),
      'settings:read': () => bridge.readSettings(),
      'settings:write': (patch: RequestInput<'settings:write'>) => bridge.writeSettings(patch),
      'files:choose': (input: RequestInput<'files:choose'>) => bridge.chooseFiles(input),
      'files:take': () => bridge.takeFiles(),
      'files:missing': () => bridge.missingFiles(),
      'files:show': (input: RequestInput<'files:show'>) => bridge.showInFolder(input),
      'licences:show': () => bridge.showLicences(),
      'export:save': (what: RequestInput<'export:save'>) => bridge.saveExport(what),
      'export:cancel': () => bridge.cancelExport(),
      'camera:list': () => bridge.listCameras(),
      'camera:capture': (input: RequestInput<'camera:capture'>) => bridge.captureFrames(input),
      'camera:cancel': () => bridge.cancelCapture(),
      'compute:restart': () => bridge.restartCompute(),
    };
    target.addEventListener('message', (event: MessageEvent<{ kind?: unknown } | null>) => {
      const port = event.ports[0];
      if (event.source !== target || event.data?.kind !== portMessageKind || !port) return;
      this.#port.attach(port);
      if (this.#hasHadPort) for (const listener of this.#replaced) listener();
      this.#hasHadPort = true;
    });
    bridge.onEvent((event) => {
      if (event.kind === 'compute' && (event.state === 'crashed' || event.state === 'restarting'))
        this.#port.detach();
    });
    bridge.connectCompute();
  }

  async call<Name extends RequestName>(
    name: Name,
    input: RequestInput<Name>,
    options: CallOptions = {},
  ): Promise<RequestOutput<Name>> {
    const viaMain = this.#mainCalls[name] as
      ((input: RequestInput<Name>) => Promise<Answer<RequestOutput<Name>>>) | undefined;
    if (!viaMain) return (await this.#port.call(name, input, options)) as RequestOutput<Name>;
    const answer = await viaMain(input);
    if (options.signal?.aborted) throw abortError();
    if (!answer.ok) throw new ApiError(answer.error);
    return answer.value;
  }

  onEvent(listener: (event: MainEvent) => void): () => void {
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
