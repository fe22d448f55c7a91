import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { electronExecutable, projectRoot } from '../../build/electron/version.mjs';
import type { FeaturescopeBridge } from '../../renderer/api/bridge';
import type { MainEvent } from '../../electron/shared/contract';

declare global {
  // What the tests see of the page; its own globals are typed in the renderer.
  var featurescope: FeaturescopeBridge;
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

/** Starts the app and notes from then on what main pushes to the page. */
export async function startApp(userData = temporaryFolder(), files: string[] = []): Promise<RunningApp> {
  const app = await _electron.launch({
    executablePath: executable,
    args: [...electronArguments(userData), ...files],
    chromiumSandbox: !isRoot,
    colorScheme: null, // else Playwright shows every page as light
    env: ownEnvironment(),
  });
  await app.context().addInitScript(() => {
    globalThis.seenEvents = [];
    globalThis.seenPorts = 0;
    globalThis.featurescope.onEvent((event) => globalThis.seenEvents.push(event));
    addEventListener('message', (event) => {
      if ((event as { data?: { kind?: string } }).data?.kind === 'featurescope-port') globalThis.seenPorts++;
    });
  });
  const page = await app.firstWindow();
  await page.reload(); // the script above is too late for the first load
  await page.waitForFunction(() => globalThis.seenPorts > 0);
  return { app, page, userData };
}

/** Without what the test runner has set for itself. */
export function ownEnvironment(): Record<string, string> {
  const { NODE_OPTIONS: _options, ELECTRON_RUN_AS_NODE: _asNode, ...rest } = process.env;
  return rest as Record<string, string>;
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
