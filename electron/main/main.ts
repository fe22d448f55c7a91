/** Entry of the main process. */
import { app, dialog } from 'electron';
import path from 'node:path';
import type { App } from './app';
import { boot } from './boot';
import { setSwitches } from './chromium-switches';
import { isAsking } from '../files/answered';
import { setUpLog, type Log } from './log';
import { registerAppScheme } from './protocol';
import { SettingsStore } from './settings-store';
import { OpenQueue } from './open-queue';
import { startAgainWith, StartRequest } from './start-request';
import { systemLanguage, Translator } from '../shared/texts/translator';
import { UnkeptNotice } from './unkept';
import { codeOf, setUpUserData } from './user-data';

// The queue is there before anything else, so that nothing that is asked for is lost, however early.
const queue = new OpenQueue();
// macOS hands files over this way, and those that the app is started with before it is ready.
app.on('open-file', (event, file) => {
  event.preventDefault();
  queue.add([file]);
});

setSwitches(app.commandLine);
const userData = setUpUserData();
registerAppScheme();
const request = new StartRequest(userData);
if (request.isTooLong) process.exit(await startAgainWith(request.shortened()));

// The second start hands its files to the first and ends.
app.on('second-instance', (_event, _args, _folder, name) => queue.add(request.takeFromOther(name)));
if (app.requestSingleInstanceLock(request.handOver())) {
  request.takeBack();
  queue.add(request.files);
  void start();
} else {
  await request.tellMissing();
  userData.dispose();
  app.exit(request.exitCode);
}

async function start(): Promise<void> {
  const log = setUpLog();
  setUpLastResort(log);
  const unkept = new UnkeptNotice(userData.folder);
  let parts: App | null = null;
  const settings = await SettingsStore.open(path.join(userData.folder, 'settings.json'), (error) => {
    log.warn('The settings could not be written', error);
    if (parts !== null) unkept.tell(codeOf(error), parts.window, parts.text());
  });
  if (settings.damagedCopy !== null)
    log.warn(`The settings file was damaged, kept as ${settings.damagedCopy}`);
  await app.whenReady();
  parts = boot(log, settings, queue);
  const { window, text } = parts;
  const { problem } = userData;
  if (problem !== null) window.once('show', () => unkept.tell(problem, window, text()));
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  setUpQuit(parts);
  await request.tellMissing();
}

/** Closing the window ends the app on every system: it has only this one, and nothing to do without it. */
function setUpQuit({ compute, settings, log }: App): void {
  let isFinished = false;
  app.on('quit', () => {
    userData.dispose();
    // Node would wait for a disk that never answers, without a window, and the next start would find this one.
    if (isAsking()) process.kill(process.pid, 'SIGKILL');
  });
  // A terminal that closes, and a session that ends, stop all processes at once; without its GPU process Chromium would crash.
  app.on('before-quit', () => app.commandLine.appendSwitch('disable-gpu-process-crash-limit'));
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', (event) => {
    if (isFinished) return;
    event.preventDefault();
    void Promise.allSettled([compute.stop(), settings.flush()]).then(() => {
      isFinished = true;
      log.info('Ended');
      // Never from inside this event: Electron ignores quit() until its listeners have returned, and then nobody quits.
      setImmediate(() => (request.exitCode === 0 ? app.quit() : app.exit(request.exitCode)));
    });
  });
}

/** An error that nobody was prepared for: into the log first, then one dialog, then the end. */
function setUpLastResort(log: Log): void {
  let isShown = false;
  const stop = (error: unknown): void => {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log.error('Unexpected error', stack);
    if (isShown) return;
    isShown = true;
    const text = new Translator(systemLanguage(app.getLocale())).text;
    const { electron } = process.versions;
    const versions = `Featurescope ${app.getVersion()}, Electron ${electron}`;
    dialog.showErrorBox(
      text('fault.title'),
      `${text('fault.text', { log: log.file })}\n\n${versions}\n${stack}`,
    );
    app.exit(1);
  };
  process.on('uncaughtException', stop);
  process.on('unhandledRejection', stop);
}
