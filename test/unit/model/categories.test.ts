// Bins and categories: shapes by Keras' own rules, and what cannot be computed is named. Values: test/engine/keras-layers.test.ts.
import { expect, it } from 'vitest';
import { receptiveField } from '../../../electron/model/field/receptive-field';
import { inferShapes } from '../../../electron/model/kinds/infer-shapes';
import { openNetwork } from '../../../electron/model/readers/open-network';
import { functional, layerConfig, pictureInput, refusalOf, TempFolder, tfjsText } from './model-files';

const folder = new TempFolder();

/** A picture of 4 x 4 x 3, or its values in a row, that go into one layer. */
const modelWith = (
  className: string,
  settings: Readonly<Record<string, unknown>>,
  from: 'image' | 'row' = 'image',
) =>
  folder.write(
    'model.json',
    tfjsText(
      functional([
        pictureInput,
        layerConfig('Flatten', 'row', {}, ['image']),
        layerConfig(className, 'one', settings, [from]),
      ]),
    ),
  );

it.each([
  ['Discretization', { bin_boundaries: [0, 1] }, 'image', [null, 4, 4, 3]],
  ['Discretization', { bin_boundaries: [0, 1], output_mode: 'one_hot' }, 'image', [null, 4, 4, 3, 3]],
  ['Discretization', { bin_boundaries: [0, 0], output_mode: 'count' }, 'image', [null, 4, 3, 3]],
  ['CategoryEncoding', { num_tokens: 4 }, 'row', [null, 4]],
  ['CategoryEncoding', { num_tokens: 4, output_mode: 'binary' }, 'row', [null, 4]],
  ['CategoryEncoding', { num_tokens: 4, output_mode: 'one_hot' }, 'row', [null, 48, 4]],
] as const)('%s %j of the %s gives %j', async (className, settings, from, shape) => {
  const network = await openNetwork(modelWith(className, settings, from));
  expect(network.calls.at(-1)!.outputShapes).toEqual([shape]);
});

it('a bin sees its own place, a count of a column all of it', async () => {
  const seen = async (settings: Readonly<Record<string, unknown>>) => {
    const network = await openNetwork(modelWith('Discretization', { bin_boundaries: [0], ...settings }));
    const shapes = inferShapes(network, [1, 4, 4, 3]);
    return receptiveField(network, shapes, { call: network.calls.length - 1, output: 0 });
  };
  expect(await seen({})).toMatchObject({ rows: { size: 1 }, columns: { size: 1 } });
  expect(await seen({ output_mode: 'count' })).toMatchObject({ seesAll: true });
});

it.each([
  ['Discretization', { num_bins: 4 }, 'learned by adapt() and stand in no setting bin_boundaries'],
  ['Discretization', { bin_boundaries: [1, 0] }, 'but numbers in rising order is needed'],
  ['Discretization', { bin_boundaries: ['a'] }, 'but a number or an array of numbers is needed'],
  ['Discretization', { bin_boundaries: [0], output_mode: 'tf_idf' }, 'one_hot, multi_hot or count is needed'],
  ['CategoryEncoding', { output_mode: 'one_hot' }, 'but a whole number is needed'],
  ['CategoryEncoding', { num_tokens: 4, output_mode: 'int' }, 'output_mode is "int"'],
  [
    'CategoryEncoding',
    { num_tokens: 4 },
    'output_mode multi_hot of 4 axes, the batch counted, is not supported',
  ],
])('%s %j is refused', async (className, settings, sentence) => {
  const { code, message } = await refusalOf(modelWith(className, settings));
  expect(code).toMatch(/^model\/(bad|unsupported)-setting$/);
  expect(message).toContain(sentence);
});
