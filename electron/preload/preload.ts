/**
 * The only bridge between the page and Electron: requests to main, which checks sender, name and input, and nothing else. Runs
 * sandboxed and is bundled into one CommonJS file.
 */
import { contextBridge, ipcRenderer, webUtils, type IpcRendererEvent } from 'electron';
import { Asker } from '../shared/asker';
import {
  type FeaturescopeBridge,
  eventChannel,
  openedChannel,
  portChannel,
  portMessageKind,
  replyChannel,
  requestChannel,
} from '../shared/bridge';
import type { MainEvent, ReplyMessage } from '../shared/contract';

const main = new Asker((message) => ipcRenderer.send(requestChannel, message));
ipcRenderer.on(replyChannel, (_event, message: ReplyMessage) => main.receive(message));

const bridge: FeaturescopeBridge<File> = {
  ask: (name, input, options) =>
    main.ask(name, input, options) as ReturnType<FeaturescopeBridge<File>['ask']> as never,
  pathOfFile: (file) => {
    const path = webUtils.getPathForFile(file);
    // Main waits for nothing here; the page may name the file as soon as it knows its path.
    if (path !== '') ipcRenderer.sendSync(openedChannel, path);
    return path;
  },
  onEvent: (listener) => {
    const forward = (_event: IpcRendererEvent, event: MainEvent): void => listener(event);
    ipcRenderer.on(eventChannel, forward);
    return () => ipcRenderer.off(eventChannel, forward);
  },
};

contextBridge.exposeInMainWorld('featurescope', bridge);

// A port cannot pass contextBridge; the page receives it as a message of its own window.
ipcRenderer.on(portChannel, (event) => {
  window.postMessage({ kind: portMessageKind }, window.location.origin, event.ports);
});
