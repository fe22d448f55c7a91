import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openChosenNetwork, openModel } from '../../../electron/analysis/model-session';
import { Catalog } from '../../../electron/catalog/catalog';
import {
  fixture,
  functional,
  layerConfig,
  pictureInput,
  refusal,
  TempFolder,
  tfjsText,
} from '../model/model-files';

const folder = new TempFolder();
let catalog: Catalog;
beforeAll(async () => {
  catalog = await Catalog.read(path.resolve(import.meta.dirname, '../../../models'));
});

/** Why a model is refused, by its configuration. */
async function refusalFor(config: unknown, labelsFile?: string) {
  const model = folder.write('model.json', tfjsText(config));
  return refusal(openModel(catalog, { model, ...(labelsFile && { labelsFile }) }));
}

const input = (shape: readonly (number | null)[], name = 'image') =>
  layerConfig('InputLayer', name, { batch_input_shape: shape });

describe('choosing a model', () => {
  it('takes a file by its path, whatever its name', async () => {
    const file = folder.write(
      'model',
      tfjsText(functional([pictureInput, layerConfig('ReLU', 'a', {}, ['image'])])),
    );
    const { title, entry } = await openChosenNetwork(catalog, file);
    expect(title).toBe('model');
    expect(entry).toBeUndefined();
  });

  it.each([
    ['nothing.h5', 'model/not-found'],
    ['some/where/nothing', 'model/not-found'],
    ['nothing', 'model/unknown-id'],
    ['efficientnet-lite', 'model/unknown-id'],
    ['inception-v3', 'model/not-downloaded'],
    ['', 'model/unknown-id'],
  ])('"%s" is %s', async (model, code) => {
    expect((await refusal(openChosenNetwork(catalog, model))).code).toBe(code);
  });
});

it('takes class names and scaling from the metadata.json of Teachable Machine beside model.json', async () => {
  const layers = [
    layerConfig('InputLayer', 'image', { batch_input_shape: [null, 4, 4, 3] }),
    layerConfig('GlobalAveragePooling2D', 'pool', {}, ['image']),
    layerConfig('Softmax', 'classes', { axis: -1 }, ['pool']),
  ];
  const model = folder.write('teachable/model.json', tfjsText(functional(layers)));
  const metadata = { packageName: '@teachablemachine/image', labels: ['cat', 'dog', 'bird'], imageSize: 4 };
  const labelsFile = folder.write('teachable/metadata.json', JSON.stringify(metadata));
  const session = await openModel(catalog, { model });
  expect(session.labels.map(({ label }) => label)).toEqual(['cat', 'dog', 'bird']);
  expect(session).toMatchObject({ preprocess: 'tf', labelsFrom: 'beside', labelsFile });
  session.dispose();
});

describe('a model that pictures cannot be fed to is refused:', () => {
  it('one with several inputs', async () => {
    const two = [
      input([null, 4, 4, 3]),
      input([null, 4, 4, 3], 'other'),
      layerConfig('Add', 'sum', {}, ['image', 'other']),
    ];
    const model = functional(two);
    const config = {
      ...(model['config'] as object),
      input_layers: [
        ['image', 0, 0],
        ['other', 0, 0],
      ],
    };
    const { code, message } = await refusalFor({ ...model, config });
    expect(code).toBe('model/several-inputs');
    expect(message).toContain(
      'it takes 2 inputs at a time: image (None, 4, 4, 3), other (None, 4, 4, 3); one takes the picture, so give each of the others one value by --constant NAME=VALUE.',
    );
  });

  it.each([
    ['a vector', [null, 10], '(None, 10)'],
    ['steps of features', [null, null, 512], '(None, None, 512)'],
    ['a volume', [null, 4, 4, 4, 3], '(None, 4, 4, 4, 3)'],
  ])('one that takes %s', async (_, shape, words) => {
    const { code, message } = await refusalFor(
      functional([input(shape), layerConfig('ReLU', 'a', {}, ['image'])]),
    );
    expect(code).toBe('model/not-for-pictures');
    expect(message).toContain(
      `its input is ${words}, not a picture, which would be (None, height, width, channels)`,
    );
  });

  it('one with an open number of channels', async () => {
    const layers = [input([null, 4, 4, null]), layerConfig('ReLU', 'a', {}, ['image'])];
    const { code, message } = await refusalFor(functional(layers));
    expect(code).toBe('model/open-channels');
    expect(message).toContain('its input has an open number of channels');
  });
});

describe('labels of another number than the model has classes', () => {
  it('are refused with both numbers', async () => {
    const labelsFile = folder.write('labels.txt', 'a\nb\n');
    const layers = [pictureInput, layerConfig('GlobalAveragePooling2D', 'gap', {}, ['image'])];
    const { code, message } = await refusalFor(functional(layers), labelsFile);
    expect(code).toBe('labels/wrong-count');
    expect(message).toContain(`reading the labels ${labelsFile}: it names 2 classes, but the model has 3;`);
  });

  it('are read before anything native is loaded', async () => {
    const labelsFile = path.join(folder.path, 'none.txt');
    const model = fixture('keras/k2_h5_basic/model.h5');
    expect((await refusal(openModel(catalog, { model, labelsFile }))).code).toBe('labels/unreadable');
  });
});
