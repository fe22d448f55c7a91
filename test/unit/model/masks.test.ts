import { describe, expect, it } from 'vitest';
import { openNetwork } from '../../../electron/model/readers/open-network';
import { functional, layerConfig, refusalOf, TempFolder, tfjsText } from './model-files';

const folder = new TempFolder();
const rows = layerConfig('InputLayer', 'rows', { batch_input_shape: [null, 5, 4] });
const masking = layerConfig('Masking', 'masking', { mask_value: 0 }, ['rows']);
type Json = ReturnType<typeof layerConfig>;
const written = (...layers: Json[]) =>
  folder.write('model.json', tfjsText(functional([rows, masking, ...layers], 'rows')));

/** A call of Keras 2 with keyword arguments. */
const called = (className: string, config: object, inputs: string[], named: object): Json => ({
  ...layerConfig(className, 'last', { ...config }),
  inbound_nodes: [inputs.map((input, place) => [input, 0, 0, place === 0 ? named : {}])],
});

describe('masks that do not fit are refused by their shape', () => {
  it.each<[string, Json[], string]>([
    [
      'a softmax over steps that have features',
      [layerConfig('Softmax', 'last', { axis: -1 }, ['masking'])],
      'layer last (Softmax), index 2: a mask of shape (None, 5) is not supported',
    ],
    [
      'a recurrent layer for every step',
      [
        layerConfig('Reshape', 'deep', { target_shape: [5, 2, 2] }, ['rows']),
        called(
          'TimeDistributed',
          { layer: { class_name: 'GRU', config: { name: 'each', units: 2, use_bias: false } } },
          ['deep'],
          { mask: ['masking', 0, 0] },
        ),
      ],
      'layer last (TimeDistributed), index 3: layer each (GRU): a mask of shape (None, 4) is not supported',
    ],
    [
      'a recurrent layer that is given one itself',
      [called('GRU', { units: 2, use_bias: false }, ['masking'], { mask: ['masking', 0, 0] })],
      'layer last (GRU), index 2: a mask of shape (None, 5, 4) is not supported',
    ],
    [
      'attention with a mask of other pairs',
      [
        called('MultiHeadAttention', { num_heads: 1, key_dim: 2, use_bias: false }, ['masking'], {
          value: ['rows', 0, 0],
          attention_mask: ['masking', 0, 0],
        }),
      ],
      'layer last (MultiHeadAttention), index 2: a mask of shape (None, 5, 4) is not supported',
    ],
    [
      'attention between pictures',
      [
        layerConfig('Reshape', 'picture', { target_shape: [5, 2, 2] }, ['rows']),
        called('MultiHeadAttention', { num_heads: 1, key_dim: 2, use_bias: false }, ['picture'], {
          value: ['picture', 0, 0],
          attention_mask: ['rows', 0, 0],
        }),
      ],
      'layer last (MultiHeadAttention), index 3: attention with a mask on pictures is not supported',
    ],
  ])('%s', async (_, layers, words) => {
    const { code, message } = await refusalOf(written(...layers));
    expect(code).toBe('model/unsupported-setting');
    expect(message).toContain(words);
  });
});

it('a mask goes into layers that take one and ends where steps are no longer the same', async () => {
  const network = await openNetwork(
    written(
      layerConfig('ReLU', 'kept', {}, ['masking']),
      layerConfig('GlobalAveragePooling1D', 'mean', {}, ['kept']),
      layerConfig('Reshape', 'lost', { target_shape: [4, 5] }, ['kept']),
      layerConfig('GlobalAveragePooling1D', 'plain', {}, ['lost']),
      layerConfig('Concatenate', 'both', {}, ['mean', 'plain']),
    ),
  );
  const inputs = (name: string) => network.calls.find(({ layer }) => layer.name === name)!.inputs.length;
  expect(['kept', 'mean', 'lost', 'plain', 'both'].map(inputs)).toEqual([1, 2, 1, 1, 2]);
  // What computes a mask is no layer of the model.
  expect(network.layers.map(({ name }) => name)).toEqual([
    ...['rows', 'masking', 'kept', 'mean', 'lost', 'plain', 'both'],
  ]);
});
