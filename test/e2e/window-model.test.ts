// A model of one's own: its preprocessing, its labels, and what the next start makes of it.
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../build/electron/version.mjs';
import { OpenApps } from './window-apps';
import {
  answerOpenDialog,
  computePid,
  dropFiles,
  readBars,
  shows,
  temporaryFolder,
  type RunningApp,
} from './window-driver';

const fixtures = path.join(projectRoot, 'test/fixtures');
const apps = new OpenApps();
const settingsOf = (userData: string) =>
  JSON.parse(fs.readFileSync(path.join(userData, 'settings.json'), 'utf8')) as Record<string, unknown>;
const soon = { timeout: 15_000 };
const labelsIn = async ({ page }: RunningApp) => (await readBars(page)).map(({ label }) => label).sort();
const input = ({ page }: RunningApp) => page.getByRole('button', { name: /^Model input/ });

/** A model in a folder of its own: it takes any size, and nothing tells how it was trained. */
function ownModel(): { folder: string; model: string } {
  const folder = temporaryFolder();
  const model = path.join(folder, 'My Model 图.keras');
  fs.copyFileSync(path.join(fixtures, 'keras/k3_keras_anysize/model.keras'), model);
  return { folder, model };
}

describe('a model of unknown preprocessing', () => {
  it('is opened with a stated guess; choices act at once and are there at the next start', async () => {
    const { folder, model } = ownModel();
    const first = await apps.startReady();
    const { page, userData } = first;
    await dropFiles(first, [model]);
    await shows(page, 'Preprocessing unknown: 0..1 is a guess');
    await expect.poll(() => labelsIn(first), soon).toEqual(['output 0', 'output 1', 'output 2']);
    const before = await readBars(page);

    await input(first).click();
    await shows(page, 'Most models without a scaling layer take “0..1”.');
    // Pillow's BILINEAR gives bytes from 2 to 210 at this size.
    await shows(page, '0.008 to 0.82 in this picture');
    await page.getByRole('button', { name: /^Preprocessing: 0\.\.1/ }).click();
    await page.getByRole('menuitemradio', { name: /^tf/ }).click();
    await shows(page, '−0.98 to 0.65 in this picture');
    await page.waitForFunction(() => !document.body.innerText.includes('0..1 is a guess'));
    await expect.poll(() => readBars(page), soon).not.toEqual(before);

    await page.getByRole('textbox', { name: 'Width' }).fill('96');
    await page.getByRole('textbox', { name: 'Height' }).fill('64');
    await page.getByRole('textbox', { name: 'Height' }).press('Enter');
    await expect.poll(() => input(first).getAttribute('aria-label'), soon).toMatch(/^Model input: 96 × 64,/);

    const wrong = path.join(folder, 'two.csv');
    fs.writeFileSync(wrong, 'index,label\n0,a\n1,b\n');
    await answerOpenDialog(first, [wrong]);
    await page.getByRole('button', { name: /^Class names:/ }).click();
    await page.getByRole('menuitemradio', { name: /Choose a file/ }).click();
    await shows(page, 'it names 2 classes, but the model has 3');

    const labels = path.join(folder, 'three.csv');
    fs.writeFileSync(labels, 'index,label\n0,cat\n2,bird\n1,dog\n');
    await answerOpenDialog(first, [labels]);
    await page.getByRole('button', { name: /^Class names:/ }).click();
    await page.getByRole('menuitemradio', { name: /Choose a file/ }).click();
    await expect.poll(() => labelsIn(first), soon).toEqual(['bird', 'cat', 'dog']);

    const photo = path.join(fixtures, 'images/420.jpg');
    await page.keyboard.press('Escape');
    await dropFiles(first, [photo]);
    await shows(page, '420.jpg');
    await shows(page, 'Ready');
    const last = await readBars(page);
    await apps.close(first);
    expect(settingsOf(userData)).toMatchObject({ lastModel: model, lastPicture: photo, modelOnTrial: '' });

    const second = await apps.startReady(userData);
    await shows(second.page, 'My Model 图.keras');
    await shows(second.page, '420.jpg');
    await expect.poll(() => readBars(second.page), soon).toEqual(last);
    expect(await input(second).getAttribute('aria-label')).toMatch(/^Model input: 96 × 64,/);
  });

  it('takes a labels file beside it, and says so', async () => {
    const { folder, model } = ownModel();
    fs.writeFileSync(path.join(folder, 'class_indices.json'), '{"rose": 0, "tulip": 1, "daisy": 2}');
    const running = await apps.startReady();
    await dropFiles(running, [model]);
    await expect.poll(() => labelsIn(running), soon).toEqual(['daisy', 'rose', 'tulip']);
    await input(running).click();
    await shows(running.page, 'Class names come from class_indices.json beside the model.');
  });
});

describe('a model that ended an earlier run', () => {
  it('is not opened by itself: the bundled one is, and the reason is said', async () => {
    const { model } = ownModel();
    const userData = temporaryFolder();
    fs.writeFileSync(
      path.join(userData, 'settings.json'),
      JSON.stringify({ version: 1, lastModel: model, modelOnTrial: model, recentModels: [model] }),
    );
    const running = await apps.startReady(userData);
    await shows(
      running.page,
      'My Model 图.keras was not opened, because loading it did not finish last time.',
    );
    await shows(running.page, 'Egyptian cat');
    await running.page.getByRole('button', { name: 'Open it anyway' }).click();
    await shows(running.page, 'Preprocessing unknown: 0..1 is a guess');
    await expect.poll(() => settingsOf(userData), soon).toMatchObject({ lastModel: model, modelOnTrial: '' });
  });

  it('is given up when the engine dies again and again with it', async () => {
    const { model } = ownModel();
    const running = await apps.startReady();
    await dropFiles(running, [model]);
    await shows(running.page, 'Preprocessing unknown');
    await expect
      .poll(() => settingsOf(running.userData), soon)
      .toMatchObject({ lastModel: model, modelOnTrial: '' });
    const die = async () => {
      const pid = (await computePid(running.app)) ?? NaN;
      process.kill(pid, 'SIGKILL');
      await expect
        .poll(() => computePid(running.app), soon)
        .toSatisfy((now: number | null) => now !== null && now !== pid);
    };
    await die();
    await shows(running.page, 'The engine stopped and was started again.');
    await shows(running.page, 'Ready');
    await die();
    await shows(running.page, 'stopped the engine');
    await shows(running.page, 'Egyptian cat');
    const { userData } = running;
    await apps.close(running);
    expect(settingsOf(userData)).toMatchObject({ modelOnTrial: model, lastModel: '' });
    const next = await apps.startReady(userData);
    await shows(next.page, 'was not opened, because loading it did not finish last time.');
    await shows(next.page, 'Egyptian cat');
  });
});

it('says which recent model is gone', async () => {
  const { model } = ownModel();
  const running = await apps.startReady();
  await dropFiles(running, [model]);
  await shows(running.page, 'Preprocessing unknown');
  await expect.poll(() => settingsOf(running.userData), soon).toMatchObject({ recentModels: [model] });
  await running.page.locator('footer').getByText('Ready').waitFor();
  fs.rmSync(model);
  await running.page.getByRole('button', { name: /^Model:/ }).click();
  await shows(running.page, `No longer there: ${model}`);
  await running.page.keyboard.press('Escape');
  const { userData } = running;
  await apps.close(running);
  const next = await apps.startReady(userData);
  // The failure is told once, which may have been before the driver's reload; a component test reads the words.
  await shows(next.page, 'Egyptian cat');
  await expect.poll(() => settingsOf(userData), soon).toMatchObject({ lastModel: '', modelOnTrial: '' });
});
