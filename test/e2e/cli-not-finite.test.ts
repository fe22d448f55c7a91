import { describe, expect, it } from 'vitest';
import { functional, layerConfig, tfjsText } from '../unit/model/model-files';
import { inWorkspace, installForTests, PHOTOS } from './cli-process';

const installation = installForTests();

/** Pixels times 1e38 are infinite in float32, and infinity less infinity is NaN (IEEE 754). */
const layers = [
  layerConfig('InputLayer', 'image', { batch_input_shape: [null, 16, 16, 3] }),
  layerConfig('Rescaling', 'big', { scale: 1e38 }, ['image']),
  layerConfig('Subtract', 'nothing', {}, ['big', 'big']),
];
const MAPS = tfjsText(functional(layers));
const CLASSES = tfjsText(
  functional([
    ...layers,
    layerConfig('GlobalAveragePooling2D', 'pool', {}, ['nothing']),
    layerConfig('Activation', 'classes', { activation: 'softmax' }, ['pool']),
  ]),
);
const NAMED = 'the first layer that gives NaN is layer nothing (Subtract), index 2, behind infinite values';

describe.concurrent('results that are NaN are told with the layer where it begins', () => {
  it.each([
    ['maps', ['--layers', '2', '--npz', 'x.npz']],
    ['maps', ['--layers', '2', '--png', 'png']],
    ['maps', ['--layers', 'all']],
    ['grid', ['--layers', '2', '--out', 'x.jpg']],
    ['hypercolumn', ['--layers', '2', '--out', 'x.png']],
    ['export', ['--layers', '2', '--out', 'out']],
  ] as const)('%s %j', (command, options) =>
    inWorkspace(installation, async (ws) => {
      ws.write('model.json', MAPS);
      const model = ['--model', 'model.json', '--preprocess', 'none'];
      const { code, stderr } = await ws.run([command, PHOTOS.coffee, ...model, ...options]);
      expect(stderr).toContain(`warning: coffee.png: results hold NaN, which is no number; ${NAMED}`);
      expect(code).toBe(0);
    })(),
  );

  it(
    'predict',
    inWorkspace(installation, async (ws) => {
      ws.write('model.json', CLASSES);
      const model = ['--model', 'model.json', '--preprocess', 'none'];
      const { code, stderr } = await ws.run(['predict', PHOTOS.coffee, ...model]);
      expect(stderr).toContain('error model/not-finite');
      expect(stderr).toContain('the first layer that gives NaN is layer nothing (Subtract), index 2.');
      expect(code).not.toBe(0);
    }),
  );
});
