import { describe, expect, it } from 'vitest';
import { functional, layerConfig, tfjsText } from '../unit/model/model-files';
import { inWorkspace, installForTests, PHOTOS } from './cli-process';

const installation = installForTests();

/** Layer 1 gives 0.5 everywhere, layer 4 a vector, layers 5 to 7 maps again. */
const MODEL = tfjsText(
  functional([
    layerConfig('InputLayer', 'image', { batch_input_shape: [null, 8, 8, 3] }),
    layerConfig('Rescaling', 'same', { scale: 0, offset: 0.5 }, ['image']),
    layerConfig('Rescaling', 'other', { scale: 2 }, ['image']),
    layerConfig('Rescaling', 'third', { scale: 3 }, ['image']),
    layerConfig('GlobalAveragePooling2D', 'pool', {}, ['other']),
    layerConfig('Rescaling', 'fifth', { scale: 5 }, ['third']),
    layerConfig('Rescaling', 'sixth', { scale: 6 }, ['fifth']),
    layerConfig('Add', 'sum', {}, ['same', 'sixth']),
  ]),
);
const model = ['--model', 'model.json', '--preprocess', '0..1'];

describe.concurrent('what a picture cannot show is said', () => {
  it(
    'a hypercolumn of one value',
    inWorkspace(installation, async (ws) => {
      ws.write('model.json', MODEL);
      const args = ['hypercolumn', PHOTOS.coffee, '--layers', '1', '--out', 'h.png', ...model];
      const { code, stdout, stderr } = await ws.run(args);
      expect(stderr).toBe(
        'note: h.png: the hypercolumn has one value everywhere, 0.5000, so its picture has one colour.\n',
      );
      expect([code, stdout]).toEqual([0, 'h.png\n']);
      await ws.succeed(['hypercolumn', PHOTOS.coffee, '--layers', '1,2', ...model]);
    }),
  );

  it(
    'layers of the classic sets that have no maps',
    inWorkspace(installation, async (ws) => {
      ws.write('model.json', MODEL);
      const { stdout, stderr } = await ws.run(['export', PHOTOS.coffee, '--out', 'out', ...model]);
      expect(stderr).toBe(
        'note: layer 4 pool has no feature maps, so the hypercolumns are made without it.\n',
      );
      expect(stdout).toContain('out/hypercolumn-1-7.png');
    }),
  );
});
