import { app, MessageChannelMain, type BrowserWindow, type MessagePortMain } from 'electron';
import { answered } from '../files/answered';
import { removeLeftovers } from '../files/leftovers';
import { EVENT_CHANNEL, PORT_CHANNEL } from '../shared/bridge';
import type { ComputeNews, FirstModel, MainEvent, Settings } from '../shared/contract';
import { MODEL_EXTENSIONS } from '../shared/file-types';
import type { App } from './app';
import { copyPicture } from './clipboard-picture';
import { forkCompute } from './compute-process';
import { ComputeWatcher } from './compute-watcher';
import type { Log } from './log';
import type { OpenQueue } from './open-queue';
import { ModelTrial } from './model-trial';
import type { PathGrants } from './path-grants';
import type { SettingsStore } from './settings-store';

/** The app's end waits for it, also where the disk does not answer. */
const TIDY_WITHIN_MS = 1_000;

/** What lies beside the code: models and fonts. In a package outside the archive, where native code can read it. */
export function partsFolder(): string {
  return app.isPackaged ? process.resourcesPath : app.getAppPath();
}

/** Compute and its port to the page: a new port after each restart and each reload of the page. */
export function setUpCompute(
  window: BrowserWindow,
  settings: SettingsStore,
  queue: OpenQueue,
  grants: PathGrants,
  log: Log,
  entry: string,
): Pick<App, 'compute' | 'send' | 'connectPage' | 'writtenPaths' | 'untrustedModel'> {
  const trial = new ModelTrial(settings);
  if (trial.untrusted !== null)
    log.warn(`The loading of ${trial.untrusted} did not end in an earlier run: it is not opened by itself`);
  let first: FirstModel | null = firstModel(settings.current, queue.asked());
  let isPageListening = false;
  let last: ComputeNews | null = null;

  const writtenPaths = new Set<string>();
  const send = (event: MainEvent): void => {
    if (isPageListening && !window.isDestroyed()) window.webContents.send(EVENT_CHANNEL, event);
  };
  const handOverPort = (): void => {
    if (!isPageListening || window.isDestroyed()) return;
    const { port1, port2 } = new MessageChannelMain();
    if (compute.connect(port1)) window.webContents.postMessage(PORT_CHANNEL, null, [port2]);
  };
  const compute = new ComputeWatcher<MessagePortMain>({
    start: () => {
      const model = first;
      first = null; // a process that takes the place of another is told by the page
      return forkCompute(entry, partsFolder(), model, log);
    },
    onLog: (level, text) => log[level](`compute: ${text}`),
    onWritten: (path) => writtenPaths.add(path),
    tidy: (folder) => answered(() => removeLeftovers(folder), TIDY_WITHIN_MS),
    trial,
    copy: copyPicture,
    refused: (paths) => grants.refused(paths),
    onNews: (news) => {
      last = news;
      send(news);
      if (news.state === 'ready') handOverPort();
    },
  });
  // Not did-start-loading: that also comes when the page tries to go somewhere and is refused.
  window.webContents.on('did-navigate', () => {
    isPageListening = false;
  });
  window.webContents.on('render-process-gone', () => {
    isPageListening = false;
  });
  compute.start();

  const connectPage = (): void => {
    isPageListening = true;
    if (last !== null) send(last);
    if (last?.state === 'ready') handOverPort();
  };
  return { compute, send, connectPage, writtenPaths, untrustedModel: trial.untrusted };
}

/** What the page will load first: a model that was asked for, the last one, or that of the catalogue. */
function firstModel(
  { lastModel, modelId, modelUses }: Settings,
  asked: readonly string[],
): FirstModel | null {
  const isModel = (file: string): boolean =>
    MODEL_EXTENSIONS.some((end) => file.toLowerCase().endsWith(`.${end}`));
  const file = asked.find(isModel) ?? lastModel;
  if (file === '') return { id: modelId };
  // Weights alone are read together with layers that the page names.
  const use = modelUses.find(({ model }) => model === file);
  return use?.architecture == null ? { file } : null;
}
