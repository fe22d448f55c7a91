// The whole way: page, main, compute, native engine.
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { decodeImage } from '../../electron/image/decode';
import {
  computePid,
  isRunning,
  processesOf,
  saveFigure,
  shows as pageShows,
  startApp,
  temporaryFolder,
  type RunningApp,
} from './window-driver';

const soon = { timeout: 30_000, interval: 50 };

describe('the work in the window', () => {
  let running: RunningApp;
  let folder: string;
  beforeAll(async () => {
    folder = temporaryFolder();
    running = await startApp();
    await shows('Egyptian cat');
  });
  afterAll(() => running.app.close());

  const shows = (text: string): Promise<void> => pageShows(running.page, text);

  /** The next save dialog answers with this path. */
  const answerDialog = (filePath: string): Promise<void> =>
    running.app.evaluate(({ dialog }, chosen) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen });
    }, filePath);

  const log = (): string => fs.readFileSync(path.join(running.userData, 'logs/featurescope.log'), 'utf8');

  it('analyses the sample photo in the compute process, with nothing complained about', async () => {
    const text = await running.page.evaluate(() => document.body.innerText);
    expect(text).toMatch(/TensorFlow 2\.\d+/);
    expect(log()).not.toMatch(/ (warn|error) /);
    const processes = await processesOf(running.app);
    expect(processes.filter(({ name }) => name === 'Featurescope compute')).toHaveLength(1);
  });

  it('saves a pane four times as large', async () => {
    const { page } = running;
    const target = path.join(folder, 'maps.png');
    await answerDialog(target);
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: /Pane or map as PNG/ }).click();
    await page.getByRole('radio', { name: 'Feature maps on screen' }).click();
    await page.getByRole('radio', { name: '4 ×' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await shows('maps.png saved');
    const size = fs.readFileSync(target).subarray(16, 24);
    const pixels = size.readUInt32BE(0) * size.readUInt32BE(4);
    expect(pixels).toBeGreaterThan(4e6);
  });

  it('copies the map in focus as the PNG that saving it writes, and selected text as text', async () => {
    const { app, page } = running;
    const target = path.join(folder, 'map.png');
    await page.getByRole('grid').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Control+c');
    await shows('Map: layer 1, channel 0 copied');
    const copied = await app.evaluate(({ clipboard }) => ({
      png: clipboard.readBuffer('image/png').toString('base64'),
      pixels: clipboard.readImage().toBitmap().toString('base64'),
      size: clipboard.readImage().getSize(),
    }));
    await answerDialog(target);
    await page.keyboard.press('ContextMenu');
    await page.getByRole('radio', { name: 'Own size' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await shows('map.png saved');
    const saved = fs.readFileSync(target);
    expect(Buffer.from(copied.png, 'base64').equals(saved)).toBe(true);
    // What another program gets, as Skia reads both.
    const { data, width, height } = (await decodeImage(saved, 'map.png')).image;
    expect(copied.size).toEqual({ width, height });
    const pasted = Buffer.from(copied.pixels, 'base64'); // blue, green, red, alpha
    const pixels = Array.from({ length: width * height }, (_, at) => [
      ...pasted.subarray(4 * at, 4 * at + 4),
    ]);
    expect(pixels.flatMap(([b, g, r]) => [r, g, b])).toEqual([...data]);

    await page.getByRole('application', { name: /^chelsea.png/ }).focus();
    await page.evaluate(() => getSelection()!.selectAllChildren(document.querySelector('.meta')!));
    const selected = await page.evaluate(() => getSelection()!.toString());
    expect(selected).not.toBe('');
    await page.keyboard.press('Control+c');
    await vi.waitFor(
      async () => expect(await app.evaluate(({ clipboard }) => clipboard.readText())).toBe(selected),
      soon,
    );
    await page.evaluate(() => getSelection()!.removeAllRanges());
  });

  it('recovers from a killed compute process and analyses again', async () => {
    const pid = await computePid(running.app);
    process.kill(pid ?? 0, 'SIGKILL');
    await vi.waitFor(async () => expect(await computePid(running.app)).not.toBe(pid), soon);
    await shows('%');
    await vi.waitFor(() => expect(log()).toMatch(/The compute process ended/), soon);
  });

  it('leaves nothing running when it is closed in mid-job', async () => {
    const processes = await processesOf(running.app);
    await running.page.reload();
    await running.app.close();
    await vi.waitFor(() => expect(processes.filter(({ pid }) => isRunning(pid))).toEqual([]), soon);
    running = await startApp();
  });

  it('quits while the compute process is down', async () => {
    const { pid } = running.app.process();
    process.kill((await computePid(running.app)) ?? 0, 'SIGKILL');
    await vi.waitFor(() => expect(log()).toMatch(/The compute process ended/), { interval: 5 });
    await running.app.evaluate(({ app }) => setImmediate(() => app.quit()));
    await vi.waitFor(() => expect(isRunning(pid ?? 0)).toBe(false), soon);
    running = await startApp();
  });

  it('saves sample.jpg whole, by the command of the menu', async () => {
    const target = path.join(folder, 'sample.jpg');
    await shows('Egyptian cat');
    await answerDialog(target);
    await saveFigure(running);
    await vi.waitFor(() => expect(fs.existsSync(target)).toBe(true), soon);
    const bytes = fs.readFileSync(target);
    expect([...bytes.subarray(0, 2), ...bytes.subarray(-2)]).toEqual([0xff, 0xd8, 0xff, 0xd9]);
    expect(fs.readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});
