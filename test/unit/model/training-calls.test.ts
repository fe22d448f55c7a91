import { describe, expect, it } from 'vitest';
import { openNetwork } from '../../../electron/model/readers/open-network';
import { functional, layerConfig, pictureInput, TempFolder, tfjsText } from './model-files';

const folder = new TempFolder();

/** A layer that is called with `training` as Keras 2 saves it. */
function called(className: string, name: string, input: string, config: object, training: unknown) {
  return {
    ...layerConfig(className, name, { trainable: true, ...config }),
    inbound_nodes: [[[input, 0, 0, { training }]]],
  };
}

async function notesOf(layers: Parameters<typeof functional>[0], keras = '2.15.0') {
  const file = folder.write('model.json', tfjsText(functional([pictureInput, ...layers]), keras));
  return (await openNetwork(file)).notes.map(({ code, values }) => [code, values['layers']]);
}

/** The values that come of it are compared with Keras in test/engine/keras-layers.test.ts. */
describe('layers that are called with training=True', () => {
  it.each([
    ['Dropout', { rate: 0.5 }],
    ['SpatialDropout2D', { rate: 0.5 }],
    ['AlphaDropout', { rate: 0.1 }],
    ['GaussianDropout', { rate: 0.1 }],
    ['GaussianNoise', { stddev: 0.1 }],
    ['RandomFlip', { mode: 'horizontal' }],
    ['RandomRotation', { factor: 0.2 }],
    ['RandomCrop', { height: 2, width: 2 }],
  ])(
    '%s is named as random in Keras 2, not in Keras 3, whose predict overrides it',
    async (className, config) => {
      const layers = [called(className, 'mc', 'image', config, true)];
      expect(await notesOf(layers)).toEqual([['random-layers', ['mc']]]);
      expect(await notesOf(layers, '3.15.1')).toEqual([]);
    },
  );

  it('are no matter where nothing is random: rate 0, training=False, an activation', async () => {
    expect(
      await notesOf([
        called('Dropout', 'zero', 'image', { rate: 0 }, true),
        called('Dropout', 'false', 'zero', { rate: 0.5 }, false),
        called('Dropout', 'none', 'false', { rate: 0.5 }, null),
        called('ReLU', 'relu', 'none', {}, true),
      ]),
    ).toEqual([]);
  });

  it('are named with the models around them, where a whole model is called so', async () => {
    const inner = functional([
      pictureInput,
      layerConfig('Dropout', 'drop', { rate: 0.5 }, ['image']),
      called('Dropout', 'still', 'drop', { rate: 0.5 }, false),
    ]);
    const outer = { ...inner, name: 'base', inbound_nodes: [[['image', 0, 0, { training: true }]]] };
    expect(await notesOf([outer])).toEqual([['random-layers', ['base/drop']]]);
  });
});
