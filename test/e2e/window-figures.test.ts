/** Figures of each kind, saved by the dialog of the real window: the very files that `grid` writes. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { projectRoot } from '../../build/electron/version.mjs';
import { DEFAULT_FIGURE_STYLE, FIGURE_PRESETS } from '../../electron/shared/figure-styles';
import { readImageFile } from '../read-image-file';
import {
  answerSaveDialog,
  clickMenu,
  shows,
  startApp,
  temporaryFolder,
  type RunningApp,
} from './window-driver';

const sample = path.join(projectRoot, 'models/sample/chelsea.png');
const LAYERS = '1-4,9';
const { language: _, ...style } = DEFAULT_FIGURE_STYLE;
const figureStyle = { ...style, ...FIGURE_PRESETS['one-column'], format: 'png' };

let running: RunningApp;
let folder: string;
beforeAll(async () => {
  folder = temporaryFolder();
  const userData = temporaryFolder();
  const settings = { version: 1, language: 'en', layers: LAYERS, figureStyle };
  fs.writeFileSync(path.join(userData, 'settings.json'), JSON.stringify(settings));
  running = await startApp(userData);
  await shows(running.page, 'Egyptian cat');
});
afterAll(async () => {
  await running.app.close();
  fs.rmSync(folder, { recursive: true });
});

it.each([
  ['Feature maps', ['--layers', LAYERS, '--marks']],
  ['Classic tutorial', []],
  ['One layer', ['--kind', 'layer', '--layers', '1', '--marks']],
  ['One map', ['--kind', 'map', '--layers', '1', '--marks']],
  ['Hypercolumns', ['--kind', 'hypercolumns']],
  ['Predictions', ['--kind', 'predictions']],
  ['Whole window', ['--kind', 'sheet', '--layers', LAYERS, '--marks']],
])('%s', async (kind, options) => {
  const { page } = running;
  await clickMenu(running, 'exportFigure');
  const dialog = page.getByRole('dialog', { name: 'Figure' });
  await dialog.getByRole('button', { name: /^Shows:/ }).click();
  await page.getByRole('menuitemradio', { name: new RegExp(`^${kind}`) }).click();
  await dialog.getByRole('img', { name: kind }).waitFor();
  await dialog.getByText(/ pixels · 86 × \d+ mm · [\d.]+ [KM]B$/).waitFor();
  const file = path.join(folder, `${kind}.png`);
  await answerSaveDialog(running, file);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await shows(page, `${kind}.png saved`);
  const reference = path.join(folder, `reference ${kind}.png`);
  const grid = ['out/cli.mjs', 'grid', sample, '--preset', 'one-column', ...options, '--out', reference];
  execFileSync(process.execPath, grid, { cwd: projectRoot, stdio: 'pipe' });
  expect((await readImageFile(file)).image.width).toBe(1016);
  expect(fs.readFileSync(file).equals(fs.readFileSync(reference))).toBe(true);
});
