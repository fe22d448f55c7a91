import { app, BrowserWindow, nativeTheme, screen } from 'electron';
import path from 'node:path';
import { isThePage, pageUrl } from './app-url';
import type { Log } from './log';
import type { SettingsStore } from './settings-store';
import { boundsOnDisplays, windowOptions } from './window-options';

const KEEP_BOUNDS_AFTER_MS = 300;

/** The one window: opens where it was, shows itself at its first paint, goes nowhere else. */
export function setUpWindow(settings: SettingsStore, log: Log, preload: string): BrowserWindow {
  const kept = settings.current.window;
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter((display) => display.id !== primary.id);
  const workAreas = [primary, ...others].map((display) => display.workArea);
  const window = new BrowserWindow(
    windowOptions(boundsOnDisplays(kept, workAreas), nativeTheme.shouldUseDarkColors, preload),
  );
  // Elsewhere the icon is part of the program.
  if (process.platform === 'linux' && app.isPackaged)
    window.setIcon(path.join(process.resourcesPath, 'icon.png'));
  if (kept?.maximized === true) window.maximize();
  window.webContents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  refuseOtherPlaces(window, log);
  keepBounds(window, settings);
  window.once('ready-to-show', () => {
    window.show();
    log.info(`Window shown ${Math.round(process.uptime() * 1000)} ms after the start`);
  });
  void window.loadURL(pageUrl).catch((error: unknown) => log.error('The page could not be loaded', error));
  return window;
}

function refuseOtherPlaces(window: BrowserWindow, log: Log): void {
  const contents = window.webContents;
  const refuse = (event: { preventDefault(): void }, url: string): void => {
    if (isThePage(url)) return; // a reload
    event.preventDefault();
    log.warn(`Refused to go to ${url}`);
  };
  contents.on('will-navigate', (event) => refuse(event, event.url));
  contents.on('will-frame-navigate', (event) => refuse(event, event.url));
  contents.on('will-redirect', (event) => refuse(event, event.url));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    log.warn(`Refused to open a window for ${url}`);
    return { action: 'deny' };
  });
}

function keepBounds(window: BrowserWindow, settings: SettingsStore): void {
  let timer: NodeJS.Timeout | null = null;
  const keep = (): void => {
    timer = null;
    if (window.isDestroyed()) return;
    settings.update({ window: { ...window.getNormalBounds(), maximized: window.isMaximized() } });
  };
  const keepSoon = (): void => {
    timer ??= setTimeout(keep, KEEP_BOUNDS_AFTER_MS);
  };
  window.on('resize', keepSoon);
  window.on('move', keepSoon);
  window.on('maximize', keepSoon);
  window.on('unmaximize', keepSoon);
  window.on('close', () => {
    if (timer !== null) clearTimeout(timer);
    keep();
  });
}
