import { createHash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { Catalog } from '../../../electron/catalog/catalog';
import { readArchitecture } from '../../../electron/model/readers/architecture';
import { inputShape } from '../../../electron/model/blueprint/blueprint';
import { openNetwork } from '../../../electron/model/readers/open-network';
import { parameterCount } from '../../../electron/model/network';
import { readLabels } from '../../../electron/model/labels/labels';
import { refusal, TempFolder } from '../model/model-files';

const folder = new TempFolder();
const CONTENT = 'these are the weights';
const sha256 = createHash('sha256').update(CONTENT).digest('hex');

const entry = {
  id: 'small',
  title: 'Small',
  file: 'small/small.h5',
  bytes: CONTENT.length,
  sha256,
  labels: 'small/labels.json',
  classes: 2,
  layers: 1,
  inputSize: [8, 8],
  preprocess: 'tf',
  resize: 'antialias',
  licence: 'MIT',
  source: 'nowhere',
  isBundled: true,
};
const fetched = {
  ...entry,
  id: 'later',
  title: 'Later',
  file: 'later/later.h5',
  architecture: 'architectures/later.json',
  url: 'https://models.example/later.h5',
  isBundled: false,
};

const readCatalog = (models: unknown) => {
  folder.write('catalog.json', JSON.stringify({ models }));
  return Catalog.read(folder.path);
};

describe('the catalogue', () => {
  let catalog: Catalog;
  const file = path.join(folder.path, entry.file);

  beforeEach(async () => {
    folder.write(entry.file, CONTENT);
    catalog = await readCatalog([entry, fetched]);
  });

  it('gives the file of a model whose size and hash are right', async () => {
    expect(await catalog.verify(catalog.find('small'))).toBe('sound');
    expect(await catalog.verifiedFile(catalog.find('small'))).toBe(file);
    expect(catalog.labelsOf(catalog.find('small'))).toBe(path.join(folder.path, 'small/labels.json'));
  });

  it('checks MD5 where there is no SHA-256', async () => {
    const { sha256: _, ...rest } = entry;
    const md5 = createHash('md5').update(CONTENT).digest('hex');
    const [sound] = (await readCatalog([{ ...rest, md5 }])).entries;
    expect(await catalog.verify(sound!)).toBe('sound');
    const [wrong] = (await readCatalog([{ ...rest, md5: '0'.repeat(32) }])).entries;
    expect(await catalog.verify(wrong!)).toBe('wrong-hash');
  });

  it.each([
    ['cut short', CONTENT.slice(1), 'wrong-size', 'the size of'],
    ['longer', `${CONTENT}!`, 'wrong-size', 'the size of'],
    ['changed in one letter', CONTENT.replace('w', 'v'), 'wrong-hash', 'the checksum of'],
    ['empty', '', 'wrong-size', 'the size of'],
  ])('refuses a file that is %s', async (_, changed, state, words) => {
    folder.write(entry.file, changed);
    expect(await catalog.verify(catalog.find('small'))).toBe(state);
    const { code, message } = await refusal(catalog.verifiedFile(catalog.find('small')));
    expect(code).toBe('model/hash-mismatch');
    expect(message).toContain(`opening Small: ${words} ${file} is not the one in the catalogue`);
    expect(message).toContain('install Featurescope again.');
  });

  it('refuses a missing file, or a folder in its place', async () => {
    rmSync(file);
    expect(await catalog.isPresent(catalog.find('small'))).toBe(false);
    expect((await refusal(catalog.verifiedFile(catalog.find('small')))).code).toBe('model/missing-file');
    mkdirSync(file);
    const { code, message } = await refusal(catalog.verifiedFile(catalog.find('small')));
    expect(code).toBe('model/missing-file');
    expect(message).toContain(`its file ${file} is missing; install Featurescope again.`);
    rmSync(file, { recursive: true });
  });

  it('says how to get a model that is not here, and looks for it in the folder of the user', async () => {
    const later = catalog.find('later');
    const { code, message } = await refusal(catalog.verifiedFile(later));
    expect(code).toBe('model/not-downloaded');
    expect(message).toBe(
      'opening Later: its weights (0.0 MB) are not on this disk; fetch them with "models download later", or, if you have later.h5, with "models download later --from FILE".',
    );
    expect(catalog.architectureOf(later)).toBe(path.join(folder.path, 'architectures/later.json'));
    const own = folder.write('own/later/later.h5', CONTENT);
    const withOwn = await Catalog.read(folder.path, path.join(folder.path, 'own'));
    expect(await withOwn.verifiedFile(withOwn.find('later'))).toBe(own);
  });

  it('names the nearest model for an unknown one, and all that there are', () => {
    expect(() => catalog.find('smal')).toThrow(
      /choosing the model smal: .*did you mean small\? There are small, later\./,
    );
    expect(() => catalog.find('xyzxyz')).toThrow(/and there is no such file; there are small, later\./);
  });
});

describe('a catalogue that is', () => {
  it.each([
    ['no JSON', '{"models": ['],
    ['without models', '{}'],
    ['with a file outside of its folder', JSON.stringify({ models: [{ ...entry, file: '../other.h5' }] })],
    ['with an absolute file', JSON.stringify({ models: [{ ...entry, file: '/etc/passwd' }] })],
    ['with an id that is a path', JSON.stringify({ models: [{ ...entry, id: 'a/b' }] })],
    ['with an unknown preprocessing', JSON.stringify({ models: [{ ...entry, preprocess: 'magic' }] })],
    [
      'with an address without encryption',
      JSON.stringify({ models: [{ ...entry, url: 'http://models.example/a.h5' }] }),
    ],
    ['with a hash that is too short', JSON.stringify({ models: [{ ...entry, sha256: 'abc' }] })],
  ])('%s is refused', async (_, text) => {
    folder.write('catalog.json', text);
    const { code, message } = await refusal(Catalog.read(folder.path));
    expect(code).toBe('model/bad-catalog');
    expect(message).toContain(path.join(folder.path, 'catalog.json'));
  });

  it('missing is refused', async () => {
    const { code } = await refusal(Catalog.read(path.join(folder.path, 'nowhere')));
    expect(code).toBe('model/bad-catalog');
  });
});

describe('the catalogue of this program', () => {
  const modelsDir = path.resolve(import.meta.dirname, '../../../models');

  it('tells the truth about every bundled model', async () => {
    const catalog = await Catalog.read(modelsDir);
    const bundled = catalog.entries.filter(({ isBundled }) => isBundled);
    expect(bundled.map(({ id }) => id)).toContain('efficientnet-lite0');
    for (const model of bundled) {
      const network = await openNetwork(await catalog.verifiedFile(model));
      expect(network.layers).toHaveLength(model.layers);
      expect(await readLabels(catalog.labelsOf(model))).toHaveLength(model.classes);
      expect(network.calls[0]!.outputShapes[0]!.slice(1, 3)).toEqual(model.inputSize);
    }
  });

  it('has EfficientNet-Lite0 with 4,694,024 weights', async () => {
    const catalog = await Catalog.read(modelsDir);
    const network = await openNetwork(catalog.fileOf(catalog.find('efficientnet-lite0')));
    // As counted by Keras, non-trainable ones included: models/efficientnet-lite0/README.md.
    expect(parameterCount(network)).toBe(4_694_024);
  });

  it('has a hash for every model, and for those to be fetched an address, an architecture and labels', async () => {
    const catalog = await Catalog.read(modelsDir);
    for (const model of catalog.entries) {
      expect(model.sha256 ?? model.md5).toBeDefined();
      if (model.isBundled) continue;
      expect(model.url).toMatch(/^https:\/\/.*\.h5$/);
      const { blueprint } = await readArchitecture(catalog.architectureOf(model)!);
      expect(blueprint.layers).toHaveLength(model.layers);
      expect(inputShape(blueprint.layers[0]!)).toEqual([null, ...model.inputSize, 3]);
      expect(await readLabels(catalog.labelsOf(model))).toHaveLength(model.classes);
    }
  });

  // facts of the publisher: keras.applications of Keras 3.15.1, and the size of the file that it fetches.
  it('knows the InceptionV3 of Keras', async () => {
    expect((await Catalog.read(modelsDir)).find('inception-v3')).toMatchObject({
      bytes: 96_112_376,
      isExactSize: true,
      md5: '9a0d58056eeedaa3f26cb7ebd46da564',
      preprocess: 'tf',
      inputSize: [299, 299],
    });
  });
});
