/**
 * What the preload script puts on `window.featurescope`: one named function per request to the main process, one
 * subscription, and nothing that could send a free-form message. The preload implements exactly this interface.
 *
 * The port to the compute process arrives by a window `message` event with data `{ kind: 'featurescope-port' }` and
 * `ports[0]`: once after `connectCompute()`, and again each time main has restarted the compute process.
 */
import type { Answer, MainEvent, RequestInput, RequestOutput } from '../../electron/shared/contract';

export interface FeaturescopeBridge {
  appInfo(): Promise<Answer<RequestOutput<'app:info'>>>;
  readSettings(): Promise<Answer<RequestOutput<'settings:read'>>>;
  writeSettings(patch: RequestInput<'settings:write'>): Promise<Answer<RequestOutput<'settings:write'>>>;
  chooseFiles(input: RequestInput<'files:choose'>): Promise<Answer<RequestOutput<'files:choose'>>>;
  takeFiles(): Promise<Answer<RequestOutput<'files:take'>>>;
  missingFiles(): Promise<Answer<RequestOutput<'files:missing'>>>;
  showInFolder(input: RequestInput<'files:show'>): Promise<Answer<RequestOutput<'files:show'>>>;
  showLicences(): Promise<Answer<RequestOutput<'licences:show'>>>;
  saveExport(what: RequestInput<'export:save'>): Promise<Answer<RequestOutput<'export:save'>>>;
  cancelExport(): Promise<Answer<RequestOutput<'export:cancel'>>>;
  listCameras(): Promise<Answer<RequestOutput<'camera:list'>>>;
  captureFrames(input: RequestInput<'camera:capture'>): Promise<Answer<RequestOutput<'camera:capture'>>>;
  cancelCapture(): Promise<Answer<RequestOutput<'camera:cancel'>>>;
  restartCompute(): Promise<Answer<RequestOutput<'compute:restart'>>>;
  /** The page listens now: main answers with a port to compute, as soon as that process runs. */
  connectCompute(): void;
  /** Path on disk of a dropped file; '' for one that has none (webUtils.getPathForFile). */
  pathOfFile(file: File): string;
  /** Subscribes to what main pushes; the returned function unsubscribes. */
  onEvent(listener: (event: MainEvent) => void): () => void;
}

declare global {
  interface Window {
    readonly featurescope?: FeaturescopeBridge;
  }
}
