// Models that must be asked about: several inputs, weights without their layers.
import fs from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../../build/electron/version.mjs';
import { OpenApps } from './window-apps';
import { answerOpenDialog, dropFiles, readBars, shows, temporaryFolder } from './window-driver';

const fixtures = path.join(projectRoot, 'test/fixtures');
const apps = new OpenApps();
const soon = { timeout: 15_000 };

it('a model with several inputs opens with a value for each besides the picture, also at the next start', async () => {
  const model = path.join(fixtures, 'several-inputs/image_and_vector/model.keras');
  const first = await apps.startReady();
  const { page, userData } = first;
  await dropFiles(first, [model]);
  const dialog = page.getByRole('dialog', { name: 'Open model.keras' });
  await dialog.waitFor();
  expect(await dialog.getByRole('radio', { name: 'picture takes the picture' }).isChecked()).toBe(true);
  await dialog.getByRole('textbox', { name: 'Value of the input facts' }).fill('0.75');
  await dialog.getByRole('button', { name: 'Open' }).click();
  await expect.poll(async () => (await readBars(page)).length, soon).toBe(4);
  const before = await readBars(page);
  await page.getByRole('button', { name: /^Model input/ }).click();
  const field = page.getByRole('spinbutton', { name: 'Value of the input facts' });
  expect(await field.inputValue()).toBe('0.75');
  await field.fill('-3');
  await field.press('Enter');
  await expect.poll(() => readBars(page), soon).not.toEqual(before);
  const after = await readBars(page);
  await shows(page, 'Ready');
  await apps.close(first);

  const second = await apps.startReady(userData);
  await expect.poll(() => readBars(second.page), soon).toEqual(after);
});

it('a file of weights opens with a JSON file of its layers', async () => {
  const folder = temporaryFolder();
  const weights = path.join(folder, 'names.weights.h5');
  fs.copyFileSync(path.join(fixtures, 'keras/k3_weights_names/weights.h5'), weights);
  const running = await apps.startReady();
  const { page } = running;
  await dropFiles(running, [weights]);
  const dialog = page.getByRole('dialog', { name: 'Open names.weights.h5' });
  await dialog.waitFor();
  await dialog.getByRole('radio', { name: 'vgg16' }).click();
  await dialog.getByRole('button', { name: 'Open' }).click();
  await dialog.getByRole('alert').waitFor();
  await answerOpenDialog(running, [path.join(fixtures, 'keras/k3_weights_names/config.json')]);
  await dialog.getByRole('button', { name: 'Choose a JSON file…' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: /^Model: names\.weights\.h5/ }).waitFor();
  await shows(page, 'Ready');
});
