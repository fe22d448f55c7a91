import { expect, it } from 'vitest';
import { learnedCalls } from '../../../electron/model/learned';
import { openNetwork } from '../../../electron/model/readers/open-network';
import { fixture, functional, layerConfig, pictureInput, TempFolder, tfjsText } from './model-files';

const folder = new TempFolder();

it('what only scales, cuts or pools the picture has learned nothing', async () => {
  const model = functional([
    pictureInput,
    layerConfig('Rescaling', 'scaled', { scale: 0.5 }, ['image']),
    layerConfig('AveragePooling2D', 'small', { pool_size: 2 }, ['scaled']),
  ]);
  const network = await openNetwork(folder.write('model.json', tfjsText(model)));
  expect(learnedCalls(network)).toEqual([false, false, false]);
});

it('everything behind weights has', async () => {
  const network = await openNetwork(fixture('keras/k3_keras_inception/model.keras'));
  const learned = learnedCalls(network);
  const first = network.calls.findIndex(({ layer }) => layer.weights.length > 0);
  expect(first).toBeGreaterThan(0);
  expect(learned).toEqual(network.calls.map((_, call) => call >= first));
});
