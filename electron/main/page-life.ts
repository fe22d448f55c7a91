import { app, dialog, type BrowserWindow } from 'electron';
import type { Log } from './log';
import type { Translate } from '../shared/texts/translator';

const RELOADS_AFTER_CRASH = 3;

/** Keeps the page alive: a dead one is loaded again; if it dies again and again, or does not answer, the user decides. */
export function keepPageAlive(window: BrowserWindow, log: Log, text: () => Translate): void {
  let reloadsLeft = RELOADS_AFTER_CRASH;
  let question: AbortController | null = null;
  const { webContents: contents } = window;

  contents.on('render-process-gone', (_event, { reason, exitCode }) => {
    question?.abort();
    const news = `The page's process is gone: ${reason}, exit code ${exitCode}`;
    if (reason === 'clean-exit') return log.warn(news);
    log.error(news);
    // Not for ever by itself: it may die each time.
    if (reloadsLeft-- > 0) contents.reload();
    else void askAfterDeath(text());
  });

  let isAskingAfterDeath = false;
  async function askAfterDeath(t: Translate): Promise<void> {
    if (isAskingAfterDeath) return;
    isAskingAfterDeath = true;
    const { response } = await dialog.showMessageBox(window, {
      type: 'error',
      title: 'Featurescope',
      message: t('ended.title'),
      detail: t('ended.text', { log: log.file }),
      ...{ buttons: [t('frozen.reload'), t('ended.quit')], defaultId: 0, cancelId: 1 },
    });
    isAskingAfterDeath = false;
    if (response === 1) app.quit();
    else if (!contents.isDestroyed()) contents.reload();
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
