import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { realPath } from '../../../electron/files/real-path';
import { readPictureBytes } from '../../../electron/image/read-file';
import { missingOf } from '../../../electron/main/open-queue';
import { labelsBeside, readLabels } from '../../../electron/model/labels/labels';
import { rejection } from '../image-fixtures';
import { openNetwork } from '../../../electron/model/readers/open-network';
import { fixture, functional, layerConfig, pictureInput, refusal, tfjsText } from '../model/model-files';

// Elsewhere no name can be made that is no UTF-8.
describe.runIf(process.platform === 'linux')('a file whose name is no UTF-8', () => {
  let folder: string;
  beforeAll(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'real-path-'));
    for (const [name, text] of [
      ['caf\xe9.png', 'one'],
      ['\xff.png', 'two'],
      ['\xfe.png', 'three'],
    ] as const)
      fs.writeFileSync(Buffer.from(`${folder}/${name}`, 'latin1'), text);
  });
  afterAll(() => fs.rmSync(folder, { recursive: true }));

  it('is found by what its name reads like', async () => {
    const bytes = await readPictureBytes(path.join(folder, 'caf\ufffd.png'));
    expect(new TextDecoder().decode(bytes)).toBe('one');
  });

  it('is not guessed where two names read alike', async () => {
    const file = path.join(folder, '\ufffd.png');
    expect(await realPath(file)).toBe(file);
    expect(await rejection(readPictureBytes(file))).toMatchObject({
      code: 'image/bad-name',
      message: `reading ${file}: a name in this path is no UTF-8 text and no single file of its folder reads like that; rename the file.`,
    });
  });

  it('others are taken as they are', async () => {
    expect(await realPath('/no/such/folder/a.png')).toBe('/no/such/folder/a.png');
    expect(await rejection(readPictureBytes('/no/such/folder/\ufffd.png'))).toMatchObject({
      code: 'image/bad-name',
    });
  });
});

// Elsewhere no name can be made that is no UTF-8.
describe.runIf(process.platform === 'linux')('a model whose name, or whose folder, is no UTF-8', () => {
  let folder: string;
  const bytesOf = (name: string): Buffer => Buffer.from(`${folder}/${name}`, 'latin1');
  const named = (name: string): string => path.join(folder, name);
  beforeAll(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'real-path-'));
    for (const inner of ['mod\xe8le', 'poids']) fs.mkdirSync(bytesOf(inner));
    const basic = fs.readFileSync(fixture('keras/k2_h5_basic/model.h5'));
    const names = ['r\xe9seau.h5', 'mod\xe8le/r\xe9seau.h5', 'mod\xe8le/plain.h5', 'a\xff.h5', 'a\xfe.h5'];
    for (const name of names) fs.writeFileSync(bytesOf(name), basic);
    const zip = fs.readFileSync(fixture('keras/k3_keras_residual/model.keras'));
    fs.writeFileSync(bytesOf('r\xe9seau.keras'), zip);
    const tfjs = tfjsText(functional([pictureInput, layerConfig('ReLU', 'relu', {}, ['image'])]));
    fs.writeFileSync(bytesOf('mod\xe8le/model.json'), tfjs);
    fs.writeFileSync(bytesOf('mod\xe8le/labels.txt'), 'cat\ndog\n');
    fs.writeFileSync(bytesOf('mod\xe8le/r\xe9seau.labels.txt'), 'one\ntwo\n');
    const weights = fixture('keras/k3_weights_names');
    fs.copyFileSync(`${weights}/weights.h5`, bytesOf('poids/r\xe9seau.weights.h5'));
    fs.copyFileSync(`${weights}/config.json`, bytesOf('poids/r\xe9seau.json'));
  });
  afterAll(() => fs.rmSync(folder, { recursive: true }));

  it.each([
    ['r\ufffdseau.h5', 14],
    ['r\ufffdseau.keras', 27],
    ['mod\ufffdle/r\ufffdseau.h5', 14],
    ['mod\ufffdle/plain.h5', 14],
    ['mod\ufffdle/model.json', 2],
  ])('opens as %s', async (name, layers) => {
    expect((await openNetwork(named(name))).layers).toHaveLength(layers);
  });

  it('has its labels and its layers beside it', async () => {
    const labels = await labelsBeside(named('mod\ufffdle/r\ufffdseau.h5'));
    expect(labels).toBe(named('mod\ufffdle/r\ufffdseau.labels.txt'));
    expect((await readLabels(labels!)).map(({ label }) => label)).toEqual(['one', 'two']);
    const network = await openNetwork(named('poids/r\ufffdseau.weights.h5'));
    expect(network.layers.length).toBeGreaterThan(3);
  });

  it('is to be renamed where two names read alike', async () => {
    expect(await refusal(openNetwork(named('a\ufffd.h5')))).toMatchObject({
      code: 'model/not-found',
      message: `opening ${named('a\ufffd.h5')}: a name in this path is no UTF-8 text and no single file of its folder reads like that; rename the file.`,
    });
  });

  it('is not missing where the app was started with it', async () => {
    const there = ['r\ufffdseau.h5', 'mod\ufffdle/model.json', 'a\ufffd.h5'].map(named);
    const gone = ['n\ufffde.h5', 'no\ufffd/model.json'].map(named);
    expect(await missingOf([...there, ...gone])).toEqual(gone);
  });
});
