import { app, dialog, type BrowserWindow } from 'electron';
import { isThePage, pageUrl } from './app-url';
import type { Log } from './log';
import type { Translate } from '../shared/texts/translator';

const RELOADS_AFTER_LOSS = 3;
/** Chromium's word for a loading that another one has taken the place of; no failure. */
const ERR_ABORTED = -3;

/**
 * Keeps the page alive: one that is dead, or no longer ours, is loaded again; if that happens again and again, or if it does
 * not answer, the user decides.
 */
export function keepPageAlive(window: BrowserWindow, log: Log, text: () => Translate): void {
  let reloadsLeft = RELOADS_AFTER_LOSS;
  let question: AbortController | null = null;
  const { webContents: contents } = window;

  contents.on('render-process-gone', (_event, { reason, exitCode }) => {
    question?.abort();
    const news = `The page's process is gone: ${reason}, exit code ${exitCode}`;
    if (reason === 'clean-exit') return log.warn(news);
    revive(news);
  });
  // Nothing of ours leads there; whatever did, the window would stay empty.
  contents.on('did-navigate', (_event, url, status) => {
    if (!isThePage(url) || status >= 400) revive(`The page went to ${url}, answer ${status}`);
  });
  contents.on('did-fail-load', (_event, code, description, url, isMainFrame) => {
    if (isMainFrame && code !== ERR_ABORTED) revive(`${url} could not be loaded: ${description} (${code})`);
  });

  function load(): void {
    // What cannot be loaded is told by an event.
    if (!contents.isDestroyed()) void contents.loadURL(pageUrl).catch(() => undefined);
  }

  function revive(news: string): void {
    log.error(news);
    // Not for ever by itself: it may fail each time.
    if (reloadsLeft-- > 0) load();
    else void askAfterLoss(text());
  }

  let isAskingAfterLoss = false;
  async function askAfterLoss(t: Translate): Promise<void> {
    if (isAskingAfterLoss) return;
    isAskingAfterLoss = true;
    const { response } = await dialog.showMessageBox(window, {
      type: 'error',
      title: 'Featurescope',
      message: t('ended.title'),
      detail: t('ended.text', { log: log.file }),
      ...{ buttons: [t('frozen.reload'), t('ended.quit')], defaultId: 0, cancelId: 1 },
    });
    isAskingAfterLoss = false;
    if (response === 1) app.quit();
    else load();
  }

  async function ask(t: Translate, { signal }: AbortController): Promise<void> {
    const buttons = [t('frozen.wait'), t('frozen.reload')];
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      title: 'Featurescope',
      message: t('frozen.title'),
      detail: t('frozen.text'),
      ...{ buttons, defaultId: 0, cancelId: 0, signal },
    });
    if (response !== 1 || signal.aborted || contents.isDestroyed()) return;
    reloadsLeft = Math.max(reloadsLeft, 1);
    contents.forcefullyCrashRenderer();
  }

  window.on('unresponsive', () => {
    if (question !== null) return;
    log.warn('The page does not respond');
    question = new AbortController();
    void ask(text(), question).finally(() => (question = null));
  });
  window.on('responsive', () => question?.abort());
}
