/**
 * The only bridge between the page and Electron: named functions, no free send. Runs sandboxed and is bundled into one
 * CommonJS file. Types come from the contract; the checks are done by the receiving end.
 */
import { contextBridge, ipcRenderer, webUtils, type IpcRendererEvent } from 'electron';
import type { FeaturescopeBridge } from '../../renderer/api/bridge';
import { eventChannel, portChannel, portMessageKind, requestChannel } from '../shared/channels';
import type { Answer, MainEvent, RequestInput, RequestName, RequestOutput } from '../shared/contract';

function ask<Name extends RequestName>(
  name: Name,
  input: RequestInput<Name>,
): Promise<Answer<RequestOutput<Name>>> {
  return ipcRenderer.invoke(requestChannel, name, input);
}

const bridge: FeaturescopeBridge = {
  appInfo: () => ask('app:info', undefined),
  readSettings: () => ask('settings:read', undefined),
  writeSettings: (patch) => ask('settings:write', patch),
  chooseFiles: (input) => ask('files:choose', input),
  takeFiles: () => ask('files:take', undefined),
  missingFiles: () => ask('files:missing', undefined),
  showInFolder: (input) => ask('files:show', input),
  showLicences: () => ask('licences:show', undefined),
  saveExport: (what) => ask('export:save', what),
  cancelExport: () => ask('export:cancel', undefined),
  listCameras: () => ask('camera:list', undefined),
  captureFrames: (input) => ask('camera:capture', input),
  cancelCapture: () => ask('camera:cancel', undefined),
  restartCompute: () => ask('compute:restart', undefined),
  connectCompute: () => void ask('compute:connect', undefined),
  pathOfFile: (file) => webUtils.getPathForFile(file),
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
