import {
  app,
  ipcMain,
  Menu,
  nativeTheme,
  session,
  shell,
  type BrowserWindow,
  type IpcMainEvent,
} from 'electron';
import path from 'node:path';
import { OPENED_CHANNEL, REPLY_CHANNEL, REQUEST_CHANNEL } from '../shared/bridge';
import type { App } from './app';
import { isOurPage } from './app-url';
import { setUpCompute, partsFolder } from './compute-link';
import { CameraDesk } from './camera-desk';
import { Gate, type Sender } from './gate';
import type { Log } from './log';
import { menuTemplate } from './menu';
import { setUpSession } from './protocol';
import type { OpenQueue } from './open-queue';
import { mainHandlers } from './requests';
import { keepPageAlive } from './page-life';
import { PathGrants, pathsIn } from './path-grants';
import type { SettingsStore } from './settings-store';
import { systemLanguage, Translator } from '../shared/texts/translator';
import { setUpWindow } from './window';

/** The bundles of this process, preload and compute; the page's folder lies beside theirs. */
const bundles = import.meta.dirname;

/** Everything that happens at the start: the window opens, and compute reads beside it what the page will ask for. */
export function boot(log: Log, settings: SettingsStore, queue: OpenQueue): App {
  nativeTheme.themeSource = settings.current.theme;
  setUpSession(session.defaultSession, {
    page: path.join(bundles, '../renderer'),
    fonts: path.join(partsFolder(), 'electron/image/fonts'),
  });
  const grants = new PathGrants();
  grants.allow(pathsIn(settings.current));
  const window = setUpWindow(settings, log, path.join(bundles, 'preload.cjs'));
  const link = setUpCompute(window, settings, queue, grants, log, path.join(bundles, 'compute.mjs'));
  queue.listen(() => link.send({ kind: 'open' }));
  const parts: App = {
    ...{ log, settings, window, queue, grants },
    ...link,
    camera: setUpCamera(window, link.send),
    text: () => new Translator(settings.current.language ?? systemLanguage(app.getLocale())).text,
    changeSettings: (changes) => {
      const now = settings.update(changes);
      nativeTheme.themeSource = now.theme;
      if ('language' in changes || 'theme' in changes || 'recentPictures' in changes) setUpMenu(parts);
      return now;
    },
  };
  keepPageAlive(window, log, parts.text);
  setUpRequests(parts);
  setUpMenu(parts);
  return parts;
}

/** The page turns its own camera off when it is told that nobody sees it. */
function setUpCamera(window: BrowserWindow, send: App['send']): CameraDesk {
  const desk = new CameraDesk(() => import('../camera/camera'), process.platform === 'linux');
  const hide = (): void => {
    desk.cancel();
    send({ kind: 'hidden' });
  };
  window.on('hide', hide);
  window.on('minimize', hide);
  window.on('closed', () => desk.cancel());
  return desk;
}

function setUpRequests(parts: App): void {
  const { window, log, grants } = parts;
  const { webContents: contents } = window;
  const gate = new Gate(mainHandlers, parts, {
    isOurPage,
    reply: (message) => {
      if (!window.isDestroyed()) contents.send(REPLY_CHANNEL, message);
    },
    onFailure: (name, code, detail) => log.warn(`Request ${name} failed: ${code} ${detail}`),
  });
  const senderOf = ({ sender, senderFrame }: IpcMainEvent): Sender => ({
    isOurWindow: sender === contents,
    isMainFrame: senderFrame === sender.mainFrame,
    url: senderFrame?.url ?? '',
  });
  ipcMain.on(REQUEST_CHANNEL, (event, message: unknown) => gate.receive(senderOf(event), message));
  // From the preload script, which alone can tell where a dropped file lies; it waits, so that the file may be named at once.
  ipcMain.on(OPENED_CHANNEL, (event, file: unknown) => {
    if (gate.admits(senderOf(event)) && typeof file === 'string') grants.allow([file]);
    event.returnValue = null;
  });
  contents.on('did-navigate', () => gate.leave());
  contents.on('render-process-gone', () => gate.leave());
}

function setUpMenu(parts: App): void {
  const { settings, send, changeSettings, queue, log } = parts;
  const template = menuTemplate(
    parts.text(),
    {
      settings: settings.current,
      isMac: process.platform === 'darwin',
      hasDeveloperTools: !app.isPackaged,
    },
    {
      runCommand: (id) => send({ kind: 'command', id }),
      openFile: (file) => queue.add([file]),
      changeSettings: (changes) => send({ kind: 'settings', settings: changeSettings(changes) }),
      showLog: () => shell.showItemInFolder(log.file),
    },
  );
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
