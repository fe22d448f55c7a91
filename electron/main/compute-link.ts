import { app, MessageChannelMain, type BrowserWindow, type MessagePortMain } from 'electron';
import { eventChannel, portChannel } from '../shared/bridge';
import type { ComputeNews, MainEvent } from '../shared/contract';
import type { App } from './app';
import { forkCompute } from './compute-process';
import { ComputeWatcher } from './compute-watcher';
import type { Log } from './log';
import { ModelTrial } from './model-trial';
import type { SettingsStore } from './settings-store';

/** What lies beside the code: models and fonts. In a package outside the archive, where native code can read it. */
function partsFolder(): string {
  return app.isPackaged ? process.resourcesPath : app.getAppPath();
}

/** Compute and its port to the page: a new port after each restart and each reload of the page. */
export function setUpCompute(
  window: BrowserWindow,
  settings: SettingsStore,
  log: Log,
  entry: string,
): Pick<App, 'compute' | 'send' | 'connectPage' | 'writtenPaths' | 'untrustedModel'> {
  const trial = new ModelTrial(settings);
  if (trial.untrusted !== null)
    log.warn(`The loading of ${trial.untrusted} did not end in an earlier run: it is not opened by itself`);
  let isPageListening = false;
  let last: ComputeNews | null = null;

  const writtenPaths = new Set<string>();
  const send = (event: MainEvent): void => {
    if (isPageListening && !window.isDestroyed()) window.webContents.send(eventChannel, event);
  };
  const handOverPort = (): void => {
    if (!isPageListening || window.isDestroyed()) return;
    const { port1, port2 } = new MessageChannelMain();
    if (compute.connect(port1)) window.webContents.postMessage(portChannel, null, [port2]);
  };
  const compute = new ComputeWatcher<MessagePortMain>({
    start: () => forkCompute(entry, partsFolder(), log),
    onLog: (level, text) => log[level](`compute: ${text}`),
    onWritten: (path) => writtenPaths.add(path),
    trial,
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
