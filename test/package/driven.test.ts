/**
 * What needs an answer to a dialog of the system. The shipped program cannot be driven from inside, so this is the same
 * folder with one fuse changed in a copy of the program.
 */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  answerSaveDialog,
  clickMenu,
  saveFigure,
  shows,
  startApp,
  type RunningApp,
} from '../e2e/window-driver';
import { openFolder, unpackedApp } from './packages';

const place = openFolder('driven');
const folder = path.join(place, 'app');
let running: RunningApp;

beforeAll(async () => {
  execFileSync('cp', ['-rl', unpackedApp, folder]);
  const program = path.join(folder, 'featurescope-bin');
  fs.rmSync(program); // it is a link to the shipped one
  fs.copyFileSync(path.join(unpackedApp, 'featurescope-bin'), program);
  await flipFuses(program, {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
  running = await startApp(path.join(place, 'profile'), [], { program });
});
afterAll(async () => {
  await running.app.close();
  fs.rmSync(place, { recursive: true });
});

it('is the packaged app, without development tools in the menu', async () => {
  const found = await running.app.evaluate(({ app: electronApp, Menu }) => ({
    isPackaged: electronApp.isPackaged,
    name: electronApp.getName(),
    hasTools: JSON.stringify(Menu.getApplicationMenu()?.items.map((item) => item.submenu?.items.map(({ role }) => role))).includes('toggledevtools'), // prettier-ignore
  }));
  expect(found).toEqual({ isPackaged: true, name: 'featurescope', hasTools: false });
});

it('saves sample.jpg from the window, with its marks, as the command line does', async () => {
  const { page } = running;
  await shows(page, 'Egyptian cat');
  const fromWindow = path.join(place, 'sample.jpg');
  await answerSaveDialog(running, fromWindow);
  await saveFigure(running);
  await shows(page, 'sample.jpg saved');
  const fromCommand = path.join(place, 'command.jpg');
  const photo = path.join(folder, 'resources/models/sample/chelsea.png');
  execFileSync(path.join(folder, 'featurescope'), ['grid', photo, '--marks', '--out', fromCommand]);
  expect(fs.readFileSync(fromWindow).equals(fs.readFileSync(fromCommand))).toBe(true);
});

it('opens the licences from the menu', async () => {
  const { app, page } = running;
  await clickMenu(running, 'about');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('option', { name: /^TensorFlow/ }).click();
  await shows(page, 'Apache License');
  const opened = await app.evaluate(async ({ shell }) => {
    const paths: string[] = [];
    shell.openPath = (file) => Promise.resolve((paths.push(file), ''));
    Object.assign(globalThis, { paths });
  });
  expect(opened).toBeUndefined();
  await dialog.getByRole('button', { name: 'Show the licences of Chromium' }).click();
  const paths = () => app.evaluate(() => (globalThis as unknown as { paths: string[] }).paths);
  await expect.poll(paths).toEqual([path.join(folder, 'LICENSES.chromium.html')]);
});
