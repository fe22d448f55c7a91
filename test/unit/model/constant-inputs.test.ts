import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { constantsOf, inputsOf, withConstants } from '../../../electron/model/assemble/constant-inputs';
import type { Network } from '../../../electron/model/network';
import { openNetwork } from '../../../electron/model/readers/open-network';
import { fixture, functional, layerConfig, TempFolder, tfjsText } from './model-files';

const open = (name: string) => openNetwork(fixture(path.join('several-inputs', name, 'model.keras')));
const folder = new TempFolder();
const mask = open('image_and_mask');

/** Layers by name with the names of what feeds their calls. */
function links(network: Network): Record<string, string[]> {
  return Object.fromEntries(
    network.calls.map(({ layer, inputs }) => [
      layer.name,
      inputs.map((ref) => network.calls[ref.call]!.layer.name),
    ]),
  );
}

describe('a model with several inputs', () => {
  it('becomes one of the picture alone, whichever input that is', async () => {
    const source = await open('image_and_vector');
    const network = withConstants('net', source, { facts: 2 });
    expect(inputsOf(source).map(({ name }) => name)).toEqual(['picture', 'facts']);
    expect(inputsOf(network)).toEqual([{ name: 'picture', shape: [null, 12, 10, 3] }]);
    expect(constantsOf(network)).toEqual([['facts', 2]]);
    expect(links(network)).toEqual({ ...links(source), facts: ['picture'] });
    // Layers keep names, indices and weights; what they give is found where it lies now.
    expect(network.layers.map(({ name, index, className }) => [name, index, className])).toEqual(
      source.layers.map(({ name, index, className }) => [name, index, className]),
    );
    for (const layer of network.layers) expect(network.calls[layer.outputs[0]![0]!.call]!.layer).toBe(layer);
    network.calls.forEach((call, place) => {
      for (const ref of call.inputs) expect(ref.call).toBeLessThan(place);
    });
  });

  it('may have its picture behind the others', async () => {
    const [other, image] = [
      layerConfig('InputLayer', 'other', { batch_input_shape: [null, 3] }),
      layerConfig('InputLayer', 'image', { batch_input_shape: [null, 4, 4, 3] }),
    ];
    const layers = [
      other,
      layerConfig('ReLU', 'relu', {}, ['other']),
      image,
      layerConfig('GlobalAveragePooling2D', 'pool', {}, ['image']),
      layerConfig('Add', 'sum', {}, ['pool', 'relu']),
    ];
    const config = functional(layers);
    const source = await openNetwork(folder.write('model.json', tfjsText(config)));
    const network = withConstants('net', source, { other: 2 });
    expect(inputsOf(network).map(({ name }) => name)).toEqual(['image']);
    expect(links(network)).toEqual({
      image: [],
      other: ['image'],
      relu: ['other'],
      pool: ['image'],
      sum: ['pool', 'relu'],
    });
    network.calls.forEach((call, place) => {
      for (const ref of call.inputs) expect(ref.call).toBeLessThan(place);
    });
    for (const layer of network.layers) expect(network.calls[layer.outputs[0]![0]!.call]!.layer).toBe(layer);
    expect(network.calls[network.outputs[0]!.call]!.layer.name).toBe('sum');
  });

  it('takes whole numbers where its input does', async () => {
    const network = withConstants('net', await mask, { mask: 0.5, kind: 1.9 });
    expect(Object.fromEntries(constantsOf(network))).toEqual({ mask: 0.5, kind: 1 });
  });

  it.each<[string, Record<string, number>, string, RegExp]>([
    [
      'without constants',
      {},
      'model/several-inputs',
      /it takes 3 inputs at a time: .*picture \(None, 12, 10, 3\).*kind \(None\).*--constant NAME=VALUE/,
    ],
    ['with too few', { mask: 1 }, 'model/several-inputs', /give each of the others one value/],
    [
      'with one for every input',
      { mask: 1, kind: 1, picture: 1 },
      'model/several-inputs',
      /none is left for the picture/,
    ],
    [
      'with one for no input',
      { msk: 1 },
      'usage/unknown-constant',
      /it has no input msk .*there are .*mask \(None, 12, 10, 1\)/,
    ],
    [
      'that is infinite',
      { mask: Infinity, kind: 0 },
      'usage/bad-constant',
      /the constant Infinity of input mask/,
    ],
  ])('%s is refused', async (_, constants, code, message) => {
    const network = await mask;
    expect(() => withConstants('net', network, constants)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    );
  });

  it('of one input takes no constants, and is left as it is without', async () => {
    const network = await openNetwork(fixture('keras/k2_h5_basic/model.h5'));
    expect(withConstants('net', network)).toBe(network);
    const name = inputsOf(network)[0]!.name;
    expect(() => withConstants('net', network, { [name]: 1 })).toThrow(/its only input .* takes the picture/);
  });
});

/** Expected: np.float32(value).astype(dtype) of NumPy 1.26.4, as TensorFlow 2.16.2 casts too. */
it.each([
  ['uint8', 300.7, 44],
  ['uint8', -1.5, 255],
  ['int8', 254.6, -2],
  ['int16', 40000.5, -25536],
  ['uint16', -300.5, 65236],
  ['int32', -1.9, -1],
  ['bool', -0.5, 1],
])('an input of %s makes of the constant %d what Keras makes of it: %d', async (dtype, value, want) => {
  const layers = [
    layerConfig('InputLayer', 'image', { batch_input_shape: [null, 4, 4, 3] }),
    layerConfig('InputLayer', 'other', { batch_input_shape: [null, 3], dtype }),
    layerConfig('GlobalAveragePooling2D', 'pool', {}, ['image']),
    layerConfig('Add', 'sum', {}, ['pool', 'other']),
  ];
  const source = await openNetwork(folder.write('model.json', tfjsText(functional(layers))));
  expect(constantsOf(withConstants('net', source, { other: value }))).toEqual([['other', want]]);
});
