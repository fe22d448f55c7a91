// A model of the catalogue is fetched in the real window, from a server on this computer.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../build/electron/version.mjs';
import { FileServer, serve } from '../fixtures/file-server';
import { answerOpenDialog, shows, startApp, temporaryFolder, type RunningApp } from './window-driver';

const folder = temporaryFolder();
const appFolder = path.join(folder, 'app');
const ownModels = path.join(folder, 'own models');
const weightsFile = path.join(projectRoot, 'test/fixtures/keras/k3_weights_names/weights.h5');
const weights = fs.readFileSync(weightsFile);

/** The app as it is, with two more models in its catalogue. */
function createApp(origin: string): void {
  fs.mkdirSync(path.join(appFolder, 'electron/image'), { recursive: true });
  for (const part of ['out', 'node_modules', 'package.json', 'electron/image/fonts'])
    fs.symlinkSync(path.join(projectRoot, part), path.join(appFolder, part));
  const models = path.join(appFolder, 'models');
  fs.cpSync(path.join(projectRoot, 'models'), models, { recursive: true });
  const { models: known } = JSON.parse(fs.readFileSync(path.join(models, 'catalog.json'), 'utf8')) as {
    models: object[];
  };
  const entry = (id: string, title: string) => ({
    ...{ id, title, file: `${id}/weights.h5`, bytes: weights.length, classes: 4, layers: 8 },
    ...{ md5: createHash('md5').update(weights).digest('hex'), labels: 'four.json', inputSize: [24, 24] },
    ...{ preprocess: 'tf', resize: 'antialias', licence: 'CC0-1.0', source: 'a test', isBundled: false },
    ...{ architecture: 'architectures/names.json', url: `${origin}/${id}.h5` },
  });
  const added = [entry('first', 'First network'), entry('second', 'Second network')];
  fs.writeFileSync(path.join(models, 'catalog.json'), JSON.stringify({ models: [...known, ...added] }));
  fs.writeFileSync(path.join(models, 'four.json'), JSON.stringify(['ant', 'bee', 'cat', 'dog']));
  fs.copyFileSync(
    path.join(path.dirname(weightsFile), 'config.json'),
    path.join(models, 'architectures/names.json'),
  );
}

describe('a model that is not on this disk', () => {
  let server: FileServer;
  let running: RunningApp;
  const kept = (id: string) =>
    fs.existsSync(path.join(ownModels, id)) ? fs.readdirSync(path.join(ownModels, id)).sort() : [];

  beforeAll(async () => {
    server = await FileServer.start();
    createApp(server.origin);
    running = await startApp(temporaryFolder(), [], { appFolder, env: { FEATURESCOPE_MODELS: ownModels } });
    await shows(running.page, 'Ready');
  });
  afterAll(async () => {
    await running?.app.close();
    await server?.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  async function openDialog(title: string) {
    const { page } = running;
    await page.getByRole('button', { name: /^Model:/ }).click();
    await page.getByRole('menuitemradio', { name: title }).click();
    return page.getByRole('dialog', { name: `Get ${title}` });
  }

  it('fails with a reason, is stopped, resumed, and then used', async () => {
    const { page } = running;
    const dialog = await openDialog('First network');
    expect(server.got).toEqual([]);
    server.handler = (_, response) => response.writeHead(404).end();
    await dialog.getByRole('button', { name: 'Download' }).click();
    await dialog.getByRole('alert').getByText('answered 404').first().waitFor();

    server.handler = serve(weights, { chunkBytes: 2000, pauseMs: 100 });
    await dialog.getByRole('button', { name: 'Try again' }).click();
    await dialog.getByText(/%, .+ of /).waitFor();
    await expect.poll(() => kept('first')).toContain('weights.h5.part');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.getByRole('button', { name: 'Resume download' }).waitFor();
    expect(kept('first')).toEqual(['weights.h5.part', 'weights.h5.part.json']);

    server.handler = serve(weights);
    await dialog.getByRole('button', { name: 'Resume download' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(server.got.at(-1)!.range).toMatch(/^bytes=[1-9]\d*-$/);
    expect(kept('first')).toEqual(['weights.h5']);
    await page.getByRole('button', { name: /^Model:\s*First network/ }).waitFor();
    await page.getByRole('list', { name: 'Predictions' }).getByText('ant').waitFor();
  });

  it('is taken from a file of the user; another file is refused', async () => {
    const { page } = running;
    const before = server.got.length;
    const dialog = await openDialog('Second network');
    await answerOpenDialog(running, [path.join(projectRoot, 'test/fixtures/keras/k2_h5_basic/model.h5')]);
    await dialog.getByRole('button', { name: /Use a file/ }).click();
    await dialog.getByRole('alert').getByText('give weights.h5 as it was published').first().waitFor();
    await answerOpenDialog(running, [weightsFile]);
    await dialog.getByRole('button', { name: /Use a file/ }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: /^Model:\s*Second network/ }).waitFor();
    expect(kept('second')).toEqual(['weights.h5']);
    expect(server.got).toHaveLength(before);
  });
});
