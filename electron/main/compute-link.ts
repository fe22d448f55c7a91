import { app, MessageChannelMain, type BrowserWindow, type MessagePortMain } from 'electron';
import { eventChannel, portChannel } from '../shared/channels';
import type { MainEvent } from '../shared/contract';
import type { App } from './app';
import { forkCompute } from './compute-process';
import { ComputeWatcher } from './compute-watcher';
import type { Log } from './log';

/** What lies beside the code: models and fonts. In a package outside the archive, where native code can read it. */
function partsFolder(): string {
  return app.isPackaged ? process.resourcesPath : app.getAppPath();
}

/** Compute and its port to the page: a new port after each restart and each reload of the page. */
export function setUpCompute(
  window: BrowserWindow,
  log: Log,
  entry: string,
): Pick<App, 'compute' | 'send' | 'connectPage' | 'openFiles'> {
  let isPageListening = false;
  let lastState: Extract<MainEvent, { kind: 'compute' }> | null = null;
  const waitingFiles: string[] = [];

  const send = (event: MainEvent): void => {
    if (isPageListening && !window.isDestroyed()) window.webContents.send(eventChannel, event);
  };
  const handOverPort = (): boolean => {
    if (!isPageListening || window.isDestroyed()) return false;
    const { port1, port2 } = new MessageChannelMain();
    if (!compute.connect(port1)) return false;
    window.webContents.postMessage(portChannel, null, [port2]);
    return true;
  };
  const compute = new ComputeWatcher<MessagePortMain>({
    start: () => forkCompute(entry, partsFolder(), log),
    onLog: (level, text) => log[level](`compute: ${text}`),
    onState: (state, detail) => {
      lastState = { kind: 'compute', state, detail };
      send(lastState);
      if (state === 'ready') handOverPort();
    },
  });
  // A new page listens when it says so. Its word can come before Electron tells of it (did-navigate), and a navigation that
  // was only tried, and refused, leaves the old page listening.
  let hasNewPageSpoken = false;
  window.webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
    if (isMainFrame && !isSameDocument) hasNewPageSpoken = false;
  });
  window.webContents.on('did-navigate', () => {
    isPageListening = hasNewPageSpoken;
  });
  compute.start();

  const openFiles = (paths: string[]): void => {
    if (isPageListening && paths.length > 0) send({ kind: 'open', paths });
    else waitingFiles.push(...paths);
  };
  const connectPage = (): boolean => {
    isPageListening = true;
    hasNewPageSpoken = true;
    if (lastState !== null) send(lastState);
    openFiles(waitingFiles.splice(0));
    return lastState?.state === 'ready' && handOverPort();
  };
  return { compute, send, openFiles, connectPage };
}
