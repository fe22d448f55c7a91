import { describe, expect, it } from 'vitest';
import { openNetwork } from '../../../electron/model/readers/open-network';
import {
  fixture,
  functional,
  kerasParts,
  layerConfig,
  pictureInput,
  refusalOf,
  repackedKeras,
  TempFolder,
  tfjsText,
} from './model-files';

const folder = new TempFolder();
const K3 = fixture('keras/k3_keras_residual/model.keras');

const written = (config: unknown) => folder.write('model.json', tfjsText(config));
const relu = (name: string, ...inputs: (string | [string, number, number])[]) =>
  layerConfig('ReLU', name, {}, inputs);

describe('a configuration with bad links', () => {
  it.each([
    ['a layer that feeds itself', [pictureInput, relu('a', 'a')], 'layer a (ReLU), index 1: it feeds itself'],
    ['two layers in a circle', [pictureInput, relu('a', 'b'), relu('b', 'a')], 'feeds itself'],
    [
      'a circle behind a sound layer',
      [
        pictureInput,
        relu('a', 'image'),
        layerConfig('Add', 'b', {}, ['a', 'd']),
        relu('c', 'b'),
        relu('d', 'c'),
      ],
      'feeds itself',
    ],
    [
      'a layer that does not exist',
      [pictureInput, relu('a', 'nowhere')],
      'names layer nowhere, which the model does not have',
    ],
    [
      'a call that does not exist',
      [pictureInput, relu('a', 'image'), relu('b', ['a', 7, 0])],
      'layer a (ReLU), index 1: a link names its call 7, but it is called 1 time;',
    ],
    [
      'a second call of the input',
      [pictureInput, relu('a', ['image', 1, 0])],
      'layer image (InputLayer), index 0: a link names its call 1',
    ],
    [
      'a negative call',
      [pictureInput, relu('a', 'image'), relu('b', ['a', -1, 0])],
      'layer a (ReLU), index 1: a link names its call -1',
    ],
    [
      'an output that does not exist',
      [pictureInput, relu('a', 'image'), relu('b', ['a', 0, 3])],
      'output 3 of layer a, which it does not have',
    ],
    [
      'a layer that is never used',
      [pictureInput, relu('a', 'image'), layerConfig('ReLU', 'b')],
      'layer b (ReLU), index 2: it is never used',
    ],
    [
      'a layer without input',
      [pictureInput, layerConfig('ReLU', 'a', {}, [])],
      'layer a (ReLU), index 1: it takes one input but gets 0',
    ],
    [
      'inputs that do not fit together',
      [
        pictureInput,
        layerConfig('ZeroPadding2D', 'pad', { padding: 1 }, ['image']),
        layerConfig('Add', 'sum', {}, ['image', 'pad']),
      ],
      'layer sum (Add), index 2: its inputs (None, 4, 4, 3), (None, 6, 6, 3) do not fit together',
    ],
  ])('%s is refused', async (_, layers, words) => {
    const { code, message } = await refusalOf(written(functional(layers, 'image', 'a')));
    expect(message).toContain(words);
    expect(code).toBe('model/bad-graph');
    expect(message).toMatch(/^opening .*model\.json: /);
  });

  it.each([
    [
      'two layers of the same name',
      [pictureInput, relu('a', 'image'), relu('a', 'image')],
      'two layers with the same name',
    ],
    [
      'a link that is no list',
      [pictureInput, { ...relu('a'), inbound_nodes: [[5]] }],
      'a link between layers',
    ],
    ['a link with a fractional call', [pictureInput, relu('a', ['image', 0.5, 0])], 'a link between layers'],
    ['nodes that are words', [pictureInput, { ...relu('a'), inbound_nodes: 'image' }], 'inbound_nodes'],
    [
      'an input shape with a fraction',
      [layerConfig('InputLayer', 'image', { batch_input_shape: [null, 4.5, 4, 3] }), relu('a', 'image')],
      'an input shape',
    ],
  ])('%s is refused', async (_, layers, words) => {
    const { code, message } = await refusalOf(written(functional(layers, 'image', 'a')));
    expect(message).toContain(words);
    expect(code).toBe('model/bad-config');
  });

  it('an output of the model that does not exist is refused', async () => {
    const { code, message } = await refusalOf(
      written(functional([pictureInput, relu('a', 'image')], 'image', 'b')),
    );
    expect(code).toBe('model/bad-graph');
    expect(message).toContain('names layer b');
  });
});

describe('a configuration with bad settings', () => {
  it.each([
    ['Conv2D', { filters: 0, kernel_size: [3, 3] }, 'filters is 0'],
    ['Conv2D', { filters: 2.5, kernel_size: [3, 3] }, 'filters is 2.5'],
    ['Conv2D', { filters: 1e12, kernel_size: [3, 3] }, 'filters is 1000000000000'],
    ['Conv2D', { filters: 2, kernel_size: [3] }, 'kernel_size is [3]'],
    ['Conv2D', { filters: 2, kernel_size: 'big' }, 'kernel_size is "big"'],
    ['Conv2D', { filters: 2, kernel_size: [3, 3], padding: 'causal' }, 'padding is "causal"'],
    ['Conv2D', { filters: 2, kernel_size: [3, 3], groups: 2 }, 'groups is 2'],
    ['Conv2D', { filters: 2, kernel_size: [3, 3], data_format: 'channels_first' }, 'channels_first'],
    ['MaxPooling2D', { pool_size: [0, 2] }, 'pool_size is [0,2]'],
    ['Reshape', { target_shape: [5, 5] }, 'target_shape is [5,5]'],
    ['Permute', { dims: [1, 1, 2] }, 'dims is [1,1,2]'],
    ['Concatenate', { axis: 9 }, 'axis is 9'],
    [
      'Cropping2D',
      {
        cropping: [
          [1, -1],
          [0, 0],
        ],
      },
      'cropping is [[1,-1],[0,0]]',
    ],
  ])('%s %o is refused with the layer, the setting and its value', async (className, config, words) => {
    const layers = [pictureInput, layerConfig(className, 'odd', config, ['image'])];
    const { code, message } = await refusalOf(written(functional(layers)));
    expect(code).toMatch(/^model\/(bad|unsupported)-setting$/);
    expect(message).toContain(`layer odd (${className}), index 1: `);
    expect(message).toContain(words);
  });

  it("a class of the author's own that is named like one of Keras is refused", async () => {
    const { config } = kerasParts(K3);
    const conv = config.config.layers.find(({ class_name }) => class_name === 'Conv2D')!;
    Object.assign(conv, { module: 'my.layers', registered_name: 'Custom>Conv2D' });
    const file = folder.write('own.keras', repackedKeras(K3, { 'config.json': JSON.stringify(config) }));
    const { code, message } = await refusalOf(file);
    expect(code).toBe('model/unsupported-layer');
    expect(message).toContain(`layer ${conv.name} (class Custom>Conv2D`);
  });
});

describe('a configuration of hostile size', () => {
  const chain = (count: number) => [
    pictureInput,
    ...Array.from({ length: count }, (_, place) =>
      relu(`r${place}`, place === 0 ? 'image' : `r${place - 1}`),
    ),
  ];

  it('of 20,000 layers opens', async () => {
    const network = await openNetwork(written(functional(chain(19_999))));
    expect(network.layers).toHaveLength(20_000);
    expect(network.outputs).toEqual([{ call: 19_999, output: 0 }]);
  });

  it('of 20,000 layers in the wrong order opens', async () => {
    const [image, ...others] = chain(19_999);
    const network = await openNetwork(written(functional([image!, ...others.reverse()], 'image', 'r19998')));
    expect(network.calls.at(-1)!.layer.name).toBe('r19998');
  });

  it('of more layers is refused', async () => {
    const { code, message } = await refusalOf(written(functional(chain(20_000))));
    expect(code).toBe('model/bad-config');
    expect(message).toContain('20001 layers');
  });

  it('with thousands of weights opens', async () => {
    const norm = (name: string, input: string) =>
      layerConfig('BatchNormalization', name, { scale: false, center: false }, [input]);
    const layers = [
      pictureInput,
      ...Array.from({ length: 4000 }, (_, place) =>
        norm(`n${place}`, place === 0 ? 'image' : `n${place - 1}`),
      ),
    ];
    const weights = layers.slice(1).flatMap(({ name }) =>
      ['moving_mean', 'moving_variance'].map((weight) => ({
        name: `${name as string}/${weight}`,
        shape: [3],
        dtype: 'float32',
      })),
    );
    folder.write('many/w.bin', new Uint8Array(new Float32Array(weights.length * 3).fill(2).buffer));
    const text = JSON.stringify({
      modelTopology: { keras_version: '2.15.0', model_config: functional(layers) },
      weightsManifest: [{ paths: ['w.bin'], weights }],
    });
    const network = await openNetwork(folder.write('many/model.json', text));
    expect(network.layers[4000]!.weights.map(({ data }) => [...data])).toEqual([
      [2, 2, 2],
      [2, 2, 2],
    ]);
  });

  it('nested 100,000 deep is refused without exhausting the stack', async () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    const text = tfjsText(functional([pictureInput, relu('a', 'image')])).replace(
      '"keras_version"',
      `"more":${deep},"keras_version"`,
    );
    const { code, message } = await refusalOf(folder.write('deep.json', text));
    expect(code).toBe('model/bad-config');
    expect(message).toContain('nests deeper than 500 levels');
  });

  it('with brackets in its names opens', async () => {
    const name = '[{"\\'.repeat(400);
    const network = await openNetwork(written(functional([pictureInput, relu(name, 'image')])));
    expect(network.layers[1]!.name).toBe(name);
  });

  it('that nobody closed, with a million quotes or blanks, is refused at once', async () => {
    const quotes = await refusalOf(folder.write('quotes.json', `{"a": ${'"\\"'.repeat(1_000_000)}`));
    expect(quotes.message).toContain('not valid JSON');
    const blanks = await refusalOf(folder.write('blanks.json', `{"a": ${' '.repeat(10_000_000)}NaN, }`));
    expect(blanks.message).toContain('not valid JSON');
  });

  it('whose models use each other twice, level by level, is refused before it fills the memory', async () => {
    // 30 levels would make 2^30 calls of the innermost layer.
    let inner = functional([pictureInput, relu('a', 'image')]);
    for (let level = 0; level < 30; level++) {
      const twice = {
        ...inner,
        name: 'inner',
        inbound_nodes: [[['image', 0, 0, {}]], [['inner', 1, 0, {}]]],
      };
      const whole = functional([pictureInput, twice], 'image', 'inner');
      inner = {
        ...whole,
        config: { ...(whole['config'] as object), output_layers: [['inner', 2, 0]] },
      };
    }
    const { code, message } = await refusalOf(written(inner));
    expect(code).toBe('model/too-large');
    expect(message).toContain('more than 100,000 times');
  });
});
