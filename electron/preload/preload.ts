/**
 * The only bridge between the page and Electron: requests to main, which checks sender, name and input, and nothing else. Runs
 * sandboxed and is bundled into one CommonJS file.
 */
import { contextBridge, ipcRenderer, webUtils, type IpcRendererEvent } from 'electron';
import { Asker } from '../shared/asker';
import {
  type FeaturescopeBridge,
  EVENT_CHANNEL,
  OPENED_CHANNEL,
  PORT_CHANNEL,
  PORT_MESSAGE_KIND,
  REPLY_CHANNEL,
  REQUEST_CHANNEL,
} from '../shared/bridge';
import type { MainEvent, ReplyMessage } from '../shared/contract';

const main = new Asker((message) => ipcRenderer.send(REQUEST_CHANNEL, message));
ipcRenderer.on(REPLY_CHANNEL, (_event, message: ReplyMessage) => main.receive(message));

const bridge: FeaturescopeBridge<File> = {
  ask: (name, input, options) =>
    main.ask(name, input, options) as ReturnType<FeaturescopeBridge<File>['ask']> as never,
  pathOfFile: (file) => {
    const path = webUtils.getPathForFile(file);
    // Main waits for nothing here; the page may name the file as soon as it knows its path.
    if (path !== '') ipcRenderer.sendSync(OPENED_CHANNEL, path);
    return path;
  },
  onEvent: (listener) => {
    const forward = (_event: IpcRendererEvent, event: MainEvent): void => listener(event);
    ipcRenderer.on(EVENT_CHANNEL, forward);
    return () => ipcRenderer.off(EVENT_CHANNEL, forward);
  },
};

contextBridge.exposeInMainWorld('featurescope', bridge);

// A port cannot pass contextBridge; the page receives it as a message of its own window.
ipcRenderer.on(PORT_CHANNEL, (event) => {
  window.postMessage({ kind: PORT_MESSAGE_KIND }, window.location.origin, event.ports);
});
