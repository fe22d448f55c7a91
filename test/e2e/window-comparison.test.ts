/** The figure of a comparison: frames of the camera, saved by the dialog of the real window, are the very file that `grid` writes of them. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { projectRoot } from '../../build/electron/version.mjs';
import { encodePng } from '../../electron/image/encode';
import { DEFAULT_FIGURE_STYLE, FIGURE_PRESETS } from '../../electron/shared/figure-styles';
import {
  answerSaveDialog,
  clickMenu,
  shows,
  startApp,
  temporaryFolder,
  type RunningApp,
} from './window-driver';
import { writeFilm } from './window-film';

const { language: _, ...style } = DEFAULT_FIGURE_STYLE;
const figureStyle = { ...style, ...FIGURE_PRESETS['two-columns'], dpi: 150, format: 'png' };
const FRAMES = [0, 1, 2, 3, 4];

let running: RunningApp;
let folder: string;
beforeAll(async () => {
  folder = temporaryFolder();
  const userData = temporaryFolder();
  const settings = { version: 1, language: 'en', layers: '1-4', figureStyle };
  fs.writeFileSync(path.join(userData, 'settings.json'), JSON.stringify(settings));
  const film = path.join(folder, 'film.y4m');
  writeFilm(film);
  running = await startApp(userData, [], { switches: [`--use-file-for-fake-video-capture=${film}`] });
  await shows(running.page, 'Egyptian cat');
});
afterAll(async () => {
  await running.app.close();
  fs.rmSync(folder, { recursive: true });
});

/** The pixels of a frame in the strip, as a picture file of its name. */
async function writeFrame(index: number): Promise<string> {
  const { data, width, height } = await running.page.evaluate((place) => {
    const canvas = document.querySelector<HTMLCanvasElement>(`.strip li:nth-child(${place}) canvas`)!;
    const pixels = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    return { data: [...pixels.data], width: canvas.width, height: canvas.height };
  }, index + 1);
  const rgb = Uint8Array.from({ length: width * height * 3 }, (_value, at) => {
    return data[Math.floor(at / 3) * 4 + (at % 3)]!;
  });
  const file = path.join(folder, `o-${index}.jpg`);
  fs.writeFileSync(file, await encodePng({ data: rgb, width, height }));
  return file;
}

it('without frames is not to be had, and says why', async () => {
  const { page } = running;
  await clickMenu(running, 'exportFigure');
  const dialog = page.getByRole('dialog', { name: 'Figure' });
  await dialog.getByRole('button', { name: /^Shows:/ }).click();
  const choice = page.getByRole('menuitemradio', { name: /^Comparison/ });
  await choice.getByText('Needs at least two webcam frames').waitFor();
  expect(await choice.getAttribute('aria-disabled')).toBe('true');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
});

it('of five frames is byte for byte that of the command line', async () => {
  const { page } = running;
  await page.getByRole('button', { name: 'Webcam, 5 frames' }).click();
  await shows(page, 'Camera on');
  await page.getByRole('radio', { name: '0.2 s' }).click();
  await page.getByRole('button', { name: 'Grab 5 frames' }).last().click();
  await page.getByRole('dialog', { name: 'Webcam' }).waitFor({ state: 'detached' });
  const frames = [];
  for (const index of FRAMES) frames.push(await writeFrame(index));

  await page.getByRole('button', { name: 'Analyse all five' }).click();
  await page.getByRole('button', { name: 'As figure' }).click();
  const dialog = page.getByRole('dialog', { name: 'Figure' });
  await dialog.getByRole('img', { name: 'Comparison' }).waitFor();
  await dialog.getByText(/ pixels · 174 × \d+ mm · [\d.]+ [KM]B$/).waitFor();
  const file = path.join(folder, 'comparison.png');
  await answerSaveDialog(running, file);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await shows(page, 'comparison.png saved');

  const reference = path.join(folder, 'reference.png');
  const options = ['--kind', 'comparison', '--preset', 'two-columns', '--dpi', '150', '--marks'];
  const grid = ['out/cli.mjs', 'grid', ...frames, ...options, '--out', reference];
  execFileSync(process.execPath, grid, { cwd: projectRoot, stdio: 'pipe' });
  expect(fs.readFileSync(file).equals(fs.readFileSync(reference))).toBe(true);
});
