// A user in a hurry: everything at once, again and again. Nothing is complained about in the console, nothing piles up.
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { projectRoot } from '../../build/electron/version.mjs';
import {
  answerSaveDialog,
  dropFiles,
  isRunning,
  processesOf,
  shows,
  startApp,
  temporaryFolder,
  type RunningApp,
} from './window-driver';

const soon = { timeout: 30_000, interval: 50 };
const fixtures = path.join(projectRoot, 'test/fixtures');
const photo = (name: string): string => path.join(fixtures, 'photos', name);
const model = (name: string): string => path.join(fixtures, 'keras', name);

/** What the page's console says above the level of information. */
function listen({ page }: RunningApp): string[] {
  const said: string[] = [];
  page.on('pageerror', (error) => said.push(error.stack ?? error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') said.push(message.text());
  });
  return said;
}

describe('a user in a hurry', () => {
  let running: RunningApp;
  let folder: string;
  let said: string[];
  beforeAll(async () => {
    folder = temporaryFolder();
    running = await startApp();
    said = listen(running);
    await running.page.reload(); // what is said at the start is heard too
    await shows(running.page, 'Egyptian cat');
  });
  afterAll(async () => {
    await running.app.close();
    fs.rmSync(folder, { recursive: true });
  });

  const isReady = (): Promise<boolean> =>
    running.page.evaluate(() => /^(Ready|就绪)/.test(document.querySelector('footer')?.innerText ?? ''));
  const settle = (): Promise<void> => vi.waitFor(async () => expect(await isReady()).toBe(true), soon);
  const radio = (name: string) => running.page.getByRole('radio', { name, exact: true });

  it('switches between models faster than they load, and gets the last one', async () => {
    const files = ['k2_h5_basic/model.h5', 'k3_keras_anysize/model.keras', 'k2_h5_seq_gray/model.h5'].map(
      model,
    );
    for (let round = 0; round < 3; round++) for (const file of files) await dropFiles(running, [file]);
    await shows(running.page, '6 classes, 28 × 28');
    await settle();
    await running.page.getByRole('button', { name: /^Model:/ }).click();
    await running.page.getByRole('menuitemradio', { name: /^EfficientNet-Lite0/ }).click();
    await shows(running.page, 'Egyptian cat');
    await settle();
    expect(await running.page.getByRole('alert').allInnerTexts()).toEqual([]);
  });

  it('drops a folder of thirty photos on a running analysis', async () => {
    const many = path.join(folder, 'thirty photos');
    fs.mkdirSync(many);
    for (let number = 1; number <= 30; number++)
      fs.copyFileSync(photo('coffee.png'), path.join(many, `photo ${number}.png`));
    await radio('Pad').click();
    await dropFiles(running, [many]);
    await shows(running.page, 'Opened photo 1.png; 7 more under Recent, 22 other files were left out.');
    await settle();
    await shows(running.page, 'espresso');
    await radio('Stretch').click();
  });

  it('clicks faster than anything can be computed', async () => {
    for (let click = 0; click < 12; click++) await radio(['Crop', 'Pad', 'Stretch'][click % 3]!).click();
    await running.page.getByRole('gridcell', { name: /^layer 3 .*, channel 1,/ }).click();
    for (let key = 0; key < 25; key++) await running.page.keyboard.press(key % 5 === 4 ? '[' : ']');
    await settle();
    expect(await radio('Stretch').getAttribute('aria-checked')).toBe('true');
    await vi.waitFor(
      async () => expect(await running.page.locator('#h-inspector').innerText()).toBe('Layer 3 · Channel 16'),
      soon,
    );
    await running.page.keyboard.press('Escape');
    expect(await running.page.locator('#h-inspector').count()).toBe(0);
  });

  it('resizes the window while the matrix scrolls, and every tile on screen is painted', async () => {
    const { app, page } = running;
    const resize = (width: number, height: number): Promise<void> =>
      app.evaluate(
        ({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]?.setContentSize(w!, h!),
        [width, height],
      );
    for (let step = 0; step < 12; step++) {
      await resize(1000 + 60 * (step % 5), 620 + 40 * (step % 4));
      await page.evaluate(
        (top) => document.querySelector('.matrix')?.scrollTo(40 * (top % 3), 90 * top),
        step,
      );
    }
    await resize(1440, 900);
    const isPainted = () =>
      page.evaluate(() => {
        const canvas = document.querySelector<HTMLCanvasElement>('.matrix canvas')!;
        const box = canvas.getBoundingClientRect();
        const view = canvas.closest('.matrix')!.getBoundingClientRect();
        const pen = canvas.getContext('2d')!;
        const scale = canvas.width / box.width;
        return [...document.querySelectorAll<HTMLElement>('.matrix [role="gridcell"]')].every((cell) => {
          const tile = cell.getBoundingClientRect();
          const x = (tile.left + tile.right) / 2;
          const y = (tile.top + tile.bottom) / 2;
          if (x < view.left || x > view.right || y < view.top || y > view.bottom) return true;
          if (cell.ariaLabel?.includes('has no channel')) return true;
          return pen.getImageData((x - box.x) * scale, (y - box.y) * scale, 1, 1).data[3] === 255;
        });
      });
    await vi.waitFor(async () => expect(await isPainted()).toBe(true), soon);
  });

  it.each([
    [1100, 700, 1],
    [800, 500, 1],
    [1440, 900, 1.75],
  ])('fits a window of %d x %d at a zoom of %d, with all its tools', async (width, height, zoom) => {
    const { app, page } = running;
    const resize = (w: number, h: number, factor: number): Promise<void> =>
      app.evaluate(
        ({ BrowserWindow }, [wide, high, large]) => {
          const [window] = BrowserWindow.getAllWindows();
          window?.webContents.setZoomFactor(large!);
          window?.setContentSize(wide!, high!);
        },
        [w, h, factor],
      );
    onTestFinished(() => resize(1440, 900, 1));
    await resize(width, height, zoom);
    const look = () =>
      page.evaluate(() => {
        const { scrollWidth, scrollHeight } = document.documentElement;
        const isInside = (element: Element): boolean => {
          const { left, top, right, bottom } = element.getBoundingClientRect();
          // Zoomed, sizes are no whole numbers.
          return (
            left >= 0 && top >= 0 && right <= innerWidth + 1 && bottom <= innerHeight + 1 && right > left
          );
        };
        return {
          size: [innerWidth, innerHeight],
          runsOver: [scrollWidth > innerWidth, scrollHeight > innerHeight],
          outside: [...document.querySelectorAll('header button, footer.status')].flatMap((one) =>
            isInside(one) ? [] : [one.textContent],
          ),
          readout: document.querySelector('.readout')?.getBoundingClientRect().height ?? 0,
          rows: new Set(
            [...document.querySelectorAll('.matrix [role="gridcell"]')]
              .filter(isInside)
              .map((cell) => cell.getBoundingClientRect().top),
          ).size,
        };
      });
    await vi.waitFor(async () => expect((await look()).size[0]).toBe(Math.round(width / zoom)), soon);
    expect(await look()).toMatchObject({ runsOver: [false, false], outside: [] });
    await vi.waitFor(async () => expect((await look()).rows).toBeGreaterThan(0), soon);
    expect((await look()).readout).toBeGreaterThan(0);
  });

  it('changes language and theme while an inspector and an analysis are open', async () => {
    const { page } = running;
    await page
      .getByRole('gridcell', { name: /^layer 3 .*, channel/ })
      .first()
      .click();
    const theme = async (button: RegExp, item: string): Promise<void> => {
      await page.getByRole('button', { name: button }).click();
      await page.getByRole('menuitemradio', { name: item, exact: true }).click();
    };
    await radio('Pad').click();
    await radio('中文').click();
    await theme(/^主题/, '深色');
    await shows(page, '就绪');
    expect(await page.locator('#h-inspector').innerText()).toMatch(/^层 3 · 通道 \d+$/);
    expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
    await radio('拉伸').click();
    await radio('EN').click();
    await theme(/^Theme/, 'Light');
    await settle();
    expect(await page.locator('#h-inspector').innerText()).toMatch(/^Layer 3 · Channel \d+$/);
    expect(await page.locator('main').innerText()).not.toMatch(/[\u4e00-\u9fff]{2}/);
    await page.keyboard.press('Escape');
  });

  it('drops a broken file between good ones, and closes what it says by keyboard alone', async () => {
    const { page } = running;
    const broken = path.join(folder, 'broken.png');
    fs.writeFileSync(broken, fs.readFileSync(photo('chelsea.png')).subarray(0, 60));
    await dropFiles(running, [photo('coffee.png')]);
    await dropFiles(running, [broken]);
    await page.getByText('Cannot read broken.png').waitFor();
    await page.getByRole('button', { name: 'Back to the sample' }).first().focus();
    await page.keyboard.press('Enter');
    await shows(page, 'Egyptian cat');
    await vi.waitFor(
      async () => expect(await page.getByText('Cannot read broken.png').count()).toBe(0),
      soon,
    );
    // The focus was in the message that is gone.
    expect(await page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY');
  });

  it('exports twice under the same name, and never loses the first', async () => {
    const { page } = running;
    const target = path.join(folder, 'maps');
    const firstFiles: string[][] = [];
    const told: string[] = [];
    for (let time = 0; time < 2; time++) {
      await answerSaveDialog(running, target);
      await page.getByRole('button', { name: 'Export' }).click();
      await page.getByRole('menuitem', { name: /^Maps as PNG/ }).click();
      await page.getByRole('button', { name: 'Choose a place' }).click(); // of 803 files
      const message = page.locator('.toast').filter({ hasText: ' saved' });
      await message.waitFor();
      told.push(await message.innerText());
      await message.getByRole('button', { name: 'Close' }).click();
      await message.waitFor({ state: 'detached' });
      firstFiles.push(fs.readdirSync(target));
    }
    expect(told.map((text) => text.split('\n')[0])).toEqual(['maps saved', 'maps-2 saved']);
    expect(firstFiles[1]).toEqual(firstFiles[0]);
    expect(fs.readdirSync(target).length).toBeGreaterThan(100);
    expect(fs.readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('opens and closes everything thirty times without piling up listeners, elements or pictures', async () => {
    const { app, page } = running;
    const session = await app.context().newCDPSession(page);
    await session.send('Performance.enable');
    const round = async (): Promise<void> => {
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: /^Layers:/ }).click();
      await page.keyboard.press('Escape');
      await page.getByRole('gridcell', { name: /^layer 1 .*, channel 2,/ }).click();
      await page.locator('#h-inspector').waitFor();
      await page.keyboard.press('Escape');
      await radio('Webcam').click();
      await radio('Recent').click();
      await page.getByRole('button', { name: 'Swap rows and columns' }).click();
    };
    const counts = async (): Promise<{ listeners: number; nodes: number }> => {
      await session.send('HeapProfiler.collectGarbage');
      const { metrics } = await session.send('Performance.getMetrics');
      const of = (name: string): number => metrics.find((one) => one.name === name)?.value ?? NaN;
      return { listeners: of('JSEventListeners'), nodes: of('Nodes') };
    };
    await page.evaluate(() => document.querySelector('.matrix')?.scrollTo(0, 0));
    for (let time = 0; time < 4; time++) await round();
    await settle();
    const before = await counts();
    for (let time = 0; time < 30; time++) await round();
    await settle();
    const after = await counts();
    // A leak of one listener or element a round would be thirty.
    expect(after.listeners - before.listeners).toBeLessThan(15);
    expect(after.nodes - before.nodes).toBeLessThan(15);
    await session.detach();
  });

  it('has heard no complaint in the console', () => {
    expect(said).toEqual([]);
  });
});

it('quits in the middle of an export and leaves nothing half written', async () => {
  const folder = temporaryFolder();
  const running = await startApp();
  const { app, page } = running;
  await shows(page, 'Egyptian cat');
  const target = path.join(folder, 'activations.npz');
  await answerSaveDialog(running, target);
  const processes = await processesOf(app);
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: /^Activations as NPZ/ }).click();
  const closed = app.waitForEvent('close');
  await app.evaluate(({ app: electron }) => setImmediate(() => electron.quit()));
  await closed;
  await vi.waitFor(() => expect(processes.filter(({ pid }) => isRunning(pid))).toEqual([]), soon);
  // Either the whole file or none: what is under way has another name and is removed.
  expect(fs.readdirSync(folder).filter((name) => name !== 'activations.npz')).toEqual([]);
  fs.rmSync(folder, { recursive: true });
});

it('comes back from an empty place, and asks, instead of an empty window, when its page is lost a fourth time', async () => {
  const { app, page } = await startApp();
  await shows(page, 'Egyptian cat');
  const outcome = await app.evaluate(async ({ BrowserWindow, dialog }) => {
    const contents = BrowserWindow.getAllWindows()[0]!.webContents;
    const page = contents.getURL();
    let questions = 0;
    dialog.showMessageBox = () => {
      questions++;
      return Promise.resolve({ response: 0, checkboxChecked: false });
    };
    const asked: number[] = [];
    const lost = [
      () => void contents.loadURL('about:blank').catch(() => undefined),
      () => void contents.loadURL(page.replace('index', 'nothing')).catch(() => undefined),
      () => contents.forcefullyCrashRenderer(),
      () => contents.forcefullyCrashRenderer(),
    ];
    for (const lose of lost) {
      const loaded = new Promise<void>((resolve) => {
        const heard = () => {
          if (contents.getURL() !== page) return;
          contents.off('did-finish-load', heard);
          resolve();
        };
        contents.on('did-finish-load', heard);
      });
      lose();
      await loaded;
      asked.push(questions);
    }
    const isThere = "document.querySelector('main, [role=application], .app') !== null";
    return { asked, isThere: (await contents.executeJavaScript(isThere)) as boolean };
  });
  expect(outcome).toEqual({ asked: [0, 0, 0, 1], isThere: true });
  await app.close();
});
