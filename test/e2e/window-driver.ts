import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { missingLocale } from '../../build/electron/launch-window.mjs';
import { electronExecutable, projectRoot } from '../../build/electron/version.mjs';
import type { FeaturescopeBridge } from '../../electron/shared/bridge';
import type { MainEvent } from '../../electron/shared/contract';

declare global {
  // What the tests see of the page; its own globals are typed in the renderer.
  var featurescope: FeaturescopeBridge<File>;
  var seenEvents: MainEvent[];
  var seenPorts: number;
}

export const executable = electronExecutable();
const isRoot = process.getuid?.() === 0;

/** Quiet, and as root without Chromium's sandbox, which refuses root. */
export function electronArguments(userData: string): string[] {
  return [
    projectRoot,
    ...(isRoot ? ['--no-sandbox'] : []),
    '--disable-gpu',
    '--log-level=3',
    '--use-fake-device-for-media-stream', // there is a camera, so that a refusal is a refusal
    `--user-data-dir=${userData}`,
  ];
}

export interface RunningApp {
  app: ElectronApplication;
  page: Page;
  userData: string;
}

export function temporaryFolder(): string {
  return fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'featurescope-window-')));
}

export interface StartOptions {
  /** Of Chromium; a later one takes the place of an earlier one of the same name. */
  switches?: string[];
  env?: Record<string, string>;
  /** A packaged app instead of the project. */
  program?: string;
  /** Instead of the project: a folder with the same bundles and other models. */
  appFolder?: string;
}

/** Starts the app and waits until its page is loaded. */
export async function startApp(
  userData = temporaryFolder(),
  files: string[] = [],
  { switches = [], env = {}, program, appFolder = projectRoot }: StartOptions = {},
): Promise<RunningApp> {
  const app = await _electron.launch({
    executablePath: program ?? executable,
    args: [
      ...(program === undefined ? [appFolder] : []),
      ...electronArguments(userData).slice(1),
      ...switches,
      ...files,
    ],
    chromiumSandbox: !isRoot,
    colorScheme: null, // else Playwright shows every page as light
    env: { ...ownEnvironment(), ...env },
  });
  const page = await app.firstWindow();
  page.setDefaultTimeout(15_000);
  await page.waitForURL(/^app:/);
  return { app, page, userData };
}

/** Notes from now on what main pushes to the page. */
export function recordPushes(page: Page): Promise<void> {
  return page.evaluate(() => {
    globalThis.seenEvents = [];
    globalThis.seenPorts = 0;
    addEventListener('message', (event) => {
      if ((event as { data?: { kind?: string } }).data?.kind === 'featurescope-port') globalThis.seenPorts++;
    });
    globalThis.featurescope.onEvent((event) => globalThis.seenEvents.push(event));
  });
}

/** Without what the test runner has set for itself. */
export function ownEnvironment(): Record<string, string> {
  const { NODE_OPTIONS: _options, ELECTRON_RUN_AS_NODE: _asNode, ...rest } = process.env;
  return { ...rest, ...missingLocale(rest) } as Record<string, string>;
}

export interface AppProcess {
  pid: number;
  type: string;
  name: string;
}

export function processesOf(app: ElectronApplication): Promise<AppProcess[]> {
  return app.evaluate((electron) =>
    electron.app.getAppMetrics().map(({ pid, type, name = '' }) => ({ pid, type, name })),
  );
}

export async function computePid(app: ElectronApplication): Promise<number | null> {
  const processes = await processesOf(app);
  return processes.find(({ name }) => name === 'Featurescope compute')?.pid ?? null;
}

/** False for processes that have ended, reaped or not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    if (process.platform !== 'linux') return true;
    const status = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !/\) Z/.test(status);
  } catch {
    return false;
  }
}

/* ---- what a user does ------------------------------------------------------------------------------------------- */

/** Waits until a text can be read in the window. */
export async function shows(page: Page, text: string): Promise<void> {
  await page.waitForFunction((wanted) => document.body.innerText.includes(wanted), text, {
    timeout: 60_000,
    polling: 100, // each look lays the page out, so not at every frame
  });
}

/** Drags files or folders of the disk over the window and drops them there: the whole way through Chromium and preload. */
export async function dropFiles({ app, page }: RunningApp, files: string[]): Promise<void> {
  const session = await app.context().newCDPSession(page);
  const data = { items: [], files, dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data });
  await session.detach();
}

/** Puts something on the clipboard and uses the menu's paste. */
export async function pasteImage({ app }: RunningApp, file: string): Promise<void> {
  await app.evaluate(({ clipboard, nativeImage, BrowserWindow }, picture) => {
    clipboard.writeImage(nativeImage.createFromPath(picture));
    BrowserWindow.getAllWindows()[0]?.webContents.paste();
  }, file);
}

export async function pasteText({ app }: RunningApp, text: string): Promise<void> {
  await app.evaluate(({ clipboard, BrowserWindow }, pasted) => {
    clipboard.writeText(pasted);
    BrowserWindow.getAllWindows()[0]?.webContents.paste();
  }, text);
}

/** Clicks an item of the application menu. */
export async function clickMenu({ app }: RunningApp, id: string): Promise<void> {
  await app.evaluate(({ Menu }, item) => Menu.getApplicationMenu()?.getMenuItemById(item)?.click(), id);
}

/** Saves the figure of the dialog as it is, by the command of the menu. */
export async function saveFigure(running: RunningApp): Promise<void> {
  await clickMenu(running, 'exportFigure');
  const dialog = running.page.getByRole('dialog', { name: 'Figure' });
  await dialog.getByText(/ pixels · /).waitFor();
  await dialog.getByRole('button', { name: 'Save' }).click();
}

/** The save dialogs answer with this path from now on. */
export async function answerSaveDialog({ app }: RunningApp, filePath: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen });
  }, filePath);
}

/** The open dialogs answer with these paths from now on. */
export async function answerOpenDialog({ app }: RunningApp, filePaths: string[]): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: chosen });
  }, filePaths);
}

/** Saves by the export menu of the page and waits for the good news. */
export async function saveAs(running: RunningApp, item: string, file: string): Promise<void> {
  const { page } = running;
  await answerSaveDialog(running, file);
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: item }).click();
  await shows(page, `${path.basename(file)} saved`);
}

/** The bars as a user reads them, the most probable class first. */
export async function readBars(page: Page): Promise<{ label: string; percent: number }[]> {
  const bars = await page.getByRole('list', { name: 'Predictions' }).getByRole('listitem').allInnerTexts();
  return bars.map((bar) => {
    const [label = '', percent = ''] = bar.split('\n').map((part) => part.trim());
    // Scores below zero have a true minus sign.
    return { label, percent: Number.parseFloat(percent.replace('−', '-')) };
  });
}

/** The pixels of a tile on the matrix' canvas, without its edge: red, green and blue of each; null while it is not on screen. */
export function readTile(page: Page, layer: number, filter: number): Promise<number[][] | null> {
  return page.evaluate(
    ([wantedLayer, wantedFilter]) => {
      const canvas = document.querySelector<HTMLCanvasElement>('.matrix canvas')!;
      const cell = [...document.querySelectorAll<HTMLElement>('.matrix [role="gridcell"]')].find((one) =>
        one.ariaLabel?.match(new RegExp(`^layer ${wantedLayer} .*, channel ${wantedFilter}, `)),
      );
      if (!cell) return null;
      const tile = cell.getBoundingClientRect();
      const origin = canvas.getBoundingClientRect();
      const scale = canvas.width / origin.width;
      const [x, y, width, height] = [tile.x - origin.x + 3, tile.y - origin.y + 3, tile.width - 6, tile.height - 6].map((side) => Math.round(side * scale)); // prettier-ignore
      const { data } = canvas.getContext('2d')!.getImageData(x!, y!, width!, height!);
      const pixels: number[][] = [];
      for (let at = 0; at < data.length; at += 4) pixels.push([...data.subarray(at, at + 3)]);
      return pixels;
    },
    [layer, filter] as const,
  );
}

export function countColours(pixels: readonly number[][] | null): number {
  return new Set((pixels ?? []).map((pixel) => pixel.join())).size;
}
