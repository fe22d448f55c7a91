/** What main does when the page dies or no longer answers. */
import { EventEmitter } from 'node:events';
import type { BrowserWindow } from 'electron';
import { afterEach, expect, it, vi } from 'vitest';
import { keepPageAlive } from '../../../electron/main/page-life';
import { Translator } from '../../../electron/shared/texts/translator';

interface Question {
  buttons: string[];
  signal: AbortSignal;
  answer(response: number): void;
}

const asked = vi.hoisted((): Question[] => []);
const quit = vi.hoisted(() => vi.fn());
vi.mock('electron', () => ({
  app: { quit },
  dialog: {
    showMessageBox: (_window: unknown, { buttons, signal }: Partial<Question> & Pick<Question, 'buttons'>) =>
      new Promise<{ response: number }>((resolve) => {
        const answer = (response: number) => resolve({ response });
        // As Electron does: an ended question is answered by its cancel button.
        signal?.addEventListener('abort', () => answer(0));
        asked.push({ buttons, signal: signal ?? new AbortController().signal, answer });
      }),
  },
}));
afterEach(() => {
  asked.splice(0);
  quit.mockClear();
});

function page() {
  const contents = Object.assign(new EventEmitter(), {
    loadURL: vi.fn(() => Promise.resolve()),
    isDestroyed: () => false,
    forcefullyCrashRenderer: vi.fn(() => die('crashed')),
  });
  const die = (reason: string) => void contents.emit('render-process-gone', {}, { reason, exitCode: 1 });
  const window = Object.assign(new EventEmitter(), { webContents: contents });
  const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn(), file: '' };
  keepPageAlive(window as unknown as BrowserWindow, log, () => new Translator('en').text);
  return { contents, window, log, die };
}

/** Lets promises that are settled be heard. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

it('loads a dead page again, three times', () => {
  const { contents, die, log } = page();
  for (let death = 0; death < 5; death++) die('crashed');
  expect(contents.loadURL).toHaveBeenCalledTimes(3);
  expect(log.error).toHaveBeenCalledTimes(5);
});

it.each([
  ['is loaded again', 0, 4, 0],
  ['or the app quits', 1, 3, 1],
])(
  'asks, instead of an empty window, when it dies once more: it %s',
  async (_what, answer, reloads, quits) => {
    const { contents, die } = page();
    for (let death = 0; death < 5; death++) die('crashed');
    expect(asked.map(({ buttons }) => buttons)).toEqual([['Load again', 'Quit']]);
    asked[0]!.answer(answer);
    await settled();
    expect(contents.loadURL).toHaveBeenCalledTimes(reloads);
    expect(quit).toHaveBeenCalledTimes(quits);
    if (quits > 0) return;
    die('crashed');
    expect(asked).toHaveLength(2);
  },
);

const PAGE = 'app://featurescope/index.html';

it.each([
  ['about:blank', 'did-navigate', ['about:blank', 0]],
  ['an address of ours that is no page', 'did-navigate', ['app://featurescope/nothing.html', 404]],
  ['a page of ours that is another', 'did-navigate', ['app://featurescope/licences.html', 200]],
  ['a page that is missing', 'did-navigate', [PAGE, 404]],
  ['a page that cannot be loaded', 'did-fail-load', [-6, 'ERR_FILE_NOT_FOUND', PAGE, true]],
])('comes back from %s, and asks if it ends there each time', async (_what, event, args) => {
  const { contents, log } = page();
  for (let time = 0; time < 3; time++) contents.emit(event, {}, ...args);
  expect(contents.loadURL.mock.calls).toEqual([[PAGE], [PAGE], [PAGE]]);
  expect(asked).toHaveLength(0);
  contents.emit(event, {}, ...args);
  expect(asked.map(({ buttons }) => buttons)).toEqual([['Load again', 'Quit']]);
  expect(log.error).toHaveBeenCalledTimes(4);
  asked[0]!.answer(0);
  await settled();
  expect(contents.loadURL).toHaveBeenCalledTimes(4);
});

it.each([
  ['the page itself', 'did-navigate', [PAGE, 200]],
  ['a place in the page', 'did-navigate', [`${PAGE}#matrix`, 200]],
  ['a loading that another one replaced', 'did-fail-load', [-3, 'ERR_ABORTED', PAGE, true]],
  ['a part of the page', 'did-fail-load', [-6, 'ERR_FILE_NOT_FOUND', 'app://featurescope/x.png', false]],
])('lets %s be', (_what, event, args) => {
  const { contents, log } = page();
  contents.emit(event, {}, ...args);
  expect(contents.loadURL).not.toHaveBeenCalled();
  expect(log.error).not.toHaveBeenCalled();
});

it('leaves a page alone that ended as it should', () => {
  const { contents, die } = page();
  die('clean-exit');
  expect(contents.loadURL).not.toHaveBeenCalled();
});

it('asks once about a page that does not answer, and waits if the user wants that', async () => {
  const { contents, window } = page();
  window.emit('unresponsive');
  window.emit('unresponsive');
  expect(asked).toHaveLength(1);
  expect(asked[0]!.buttons).toEqual(['Wait', 'Load again']);
  asked[0]!.answer(0);
  await settled();
  expect(contents.forcefullyCrashRenderer).not.toHaveBeenCalled();
  window.emit('unresponsive');
  expect(asked).toHaveLength(2);
});

it('ends and loads again a page that does not answer, however often it died before', async () => {
  const { contents, window, die } = page();
  for (let death = 0; death < 5; death++) die('crashed');
  window.emit('unresponsive');
  asked[1]!.answer(1);
  await settled();
  expect(contents.forcefullyCrashRenderer).toHaveBeenCalledOnce();
  expect(contents.loadURL).toHaveBeenCalledTimes(4);
});

it.each(['responsive', 'render-process-gone'])('takes the question back at %s', async (event) => {
  const { contents, window, die } = page();
  window.emit('unresponsive');
  if (event === 'responsive') window.emit(event);
  else die('oom');
  expect(asked[0]!.signal.aborted).toBe(true);
  asked[0]!.answer(1);
  await settled();
  expect(contents.forcefullyCrashRenderer).not.toHaveBeenCalled();
});
