import { describe, expect, it } from 'vitest';
import { inferShapes } from '../../../electron/model/kinds/infer-shapes';
import { openNetwork } from '../../../electron/model/readers/open-network';
import {
  fixture,
  functional,
  layerConfig,
  pictureInput,
  refusalOf,
  TempFolder,
  tfjsText,
} from './model-files';

const folder = new TempFolder();
type Json = ReturnType<typeof layerConfig>;
const ref = (name: string) => [name, 0, 0];
/** A function of TensorFlow as Keras 2 saves its call. */
const tensorflow = (name: string, saved: string, of: string, named: object = {}): Json => ({
  ...layerConfig('TFOpLambda', name, { function: saved }),
  inbound_nodes: [[of, 0, 0, named]],
});
const shape = tensorflow('shape', 'compat.v1.shape', 'image');
const size = (name: string, index: number) =>
  tensorflow(name, '__operators__.getitem', 'shape', { slice_spec: index });
const written = (...layers: Json[]) =>
  folder.write('model.json', tfjsText(functional([pictureInput, shape, ...layers])));

describe('sizes that a model computes from shapes', () => {
  it('are numbers where they are known, and lengths that only seem open are filled in', async () => {
    const network = await openNetwork(
      written(
        size('batch', 0),
        size('height', 1),
        tensorflow('flat', 'reshape', 'image', { shape: [ref('batch'), -1] }),
        tensorflow('rows', 'reshape', 'image', { shape: [ref('batch'), ref('height'), 12] }),
        tensorflow('four', 'math.multiply', 'batch', { y: 4 }),
        tensorflow('windows', 'reshape', 'image', { shape: [ref('four'), -1, 3] }),
        tensorflow('back', 'reshape', 'windows', { shape: [ref('batch'), -1, 3] }),
        layerConfig('Concatenate', 'all', { axis: -1 }, ['rows', 'rows']),
      ),
    );
    const shapes = network.calls.map(({ layer, outputShapes }) => [layer.name, outputShapes[0]]);
    expect(Object.fromEntries(shapes)).toMatchObject({
      flat: [null, 48],
      rows: [null, 4, 12],
      windows: [null, 4, 3],
      back: [null, 16, 3],
      all: [null, 4, 24],
    });
    const run = inferShapes(network, [5, 4, 4, 3]);
    const at = (name: string) => run[network.calls.findIndex(({ layer }) => layer.name === name)]![0];
    expect([at('windows'), at('back')]).toEqual([
      [20, 4, 3],
      [5, 16, 3],
    ]);
  });

  it('follow the picture where its size is open', async () => {
    const network = await openNetwork(fixture('keras-layers/k2-computed_open_sizes-h5/model.h5'));
    const run = inferShapes(network, [1, 7, 9, 3]);
    const resized = network.calls.findIndex(({ layer }) => layer.name.startsWith('tf.image.resize'));
    expect(network.calls[resized]!.outputShapes).toEqual([[null, null, null, 4]]);
    expect(run[resized]).toEqual([[1, 7, 9, 4]]);
  });

  it.each<[string, Json[], string]>([
    [
      'that come from values instead of shapes',
      [
        tensorflow('sum', 'math.reduce_sum', 'image'),
        tensorflow('odd', 'tile', 'image', { multiples: [1, ref('sum'), 1, 1] }),
      ],
      'layer odd (TFOpLambda), index 3: the argument repeats, which is computed while the model runs, is not supported',
    ],
    [
      'of a range that is open',
      [size('batch', 0), tensorflow('odd', 'range', 'batch')],
      'layer odd (TFOpLambda), index 3: the argument start, which is computed while the model runs, is not supported',
    ],
    [
      'of a part that is larger than the whole',
      [
        size('height', 1),
        tensorflow('odd', 'slice', 'image', { begin: [0, 1, 0, 0], size: [-1, ref('height'), -1, -1] }),
      ],
      'layer odd (TFOpLambda), index 3: its inputs (None, 4, 4, 3) do not fit together',
    ],
    [
      'below zero',
      [
        size('height', 1),
        tensorflow('less', 'math.subtract', 'height', { y: 9 }),
        tensorflow('odd', 'tile', 'image', { multiples: [1, ref('less'), 1, 1] }),
      ],
      'layer odd (TFOpLambda), index 4: the argument repeats, [1,-5,1,1], is not supported',
    ],
  ])('are refused %s', async (_, layers, words) => {
    const { message } = await refusalOf(written(...layers));
    expect(message).toContain(words);
  });
});
