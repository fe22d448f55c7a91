import { describe, expect, it } from 'vitest';
import { functionOf } from '../../../electron/model/kinds/functions';
import { assembleNetwork } from '../../../electron/model/assemble/assemble-network';
import { readBlueprint } from '../../../electron/model/blueprint/blueprint';
import type { Network } from '../../../electron/model/network';
import { fixture, refusalOf } from './model-files';

type Json = Record<string, unknown>;

const link = (layer: string, output = 0) => ({
  class_name: '__keras_tensor__',
  config: { keras_history: [layer, 0, output] },
});
const input = {
  class_name: 'InputLayer',
  module: 'keras.layers',
  name: 'x',
  config: { name: 'x', batch_shape: [null, 8, 8, 4] },
  inbound_nodes: [],
};
const operation = (
  className: string,
  config: Json,
  args: unknown[],
  name = 'odd',
  module = 'keras.src.ops.numpy',
) => ({
  class_name: className,
  module,
  name,
  config: { name, ...config },
  inbound_nodes: [{ args, kwargs: {} }],
});
const layer = (className: string, config: Json, args: unknown[], kwargs: Json = {}) => ({
  class_name: className,
  module: 'keras.layers',
  name: 'odd',
  config: { name: 'odd', trainable: true, ...config },
  inbound_nodes: [{ args, kwargs }],
});

const tiledBy = (repeats: unknown) => ({
  ...operation('Tile', {}, []),
  inbound_nodes: [{ args: [link('x')], kwargs: { repeats } }],
});

/** A network of Keras 3 without weights. */
function assembled(...layers: Json[]): Network {
  const json = {
    class_name: 'Functional',
    config: {
      name: 'model',
      layers: [input, ...layers],
      input_layers: [['x', 0, 0]],
      output_layers: [[layers.at(-1)!['name'], 0, 0]],
    },
  };
  return assembleNetwork(
    readBlueprint(json, '3.15.1'),
    '3.15.1',
    () => (planned) => planned.specs.map(({ name, shape }) => ({ name, shape, data: new Float32Array(0) })),
  );
}

describe('operations of a functional model', () => {
  it('are no layers of the model but are computed', () => {
    const network = assembled(
      operation('Add', {}, [link('x'), 1.5], 'sum'),
      layer('ReLU', {}, [link('sum')]),
    );
    expect(network.layers.map(({ name, index }) => [name, index])).toEqual([
      ['x', 0],
      ['odd', 1],
    ]);
    expect(network.calls.map((call) => call.layer.name)).toEqual(['x', 'sum', 'odd']);
  });

  it.each<[string, Json, RegExp]>([
    [
      'of another rank',
      operation('Transpose', { axes: [0, 1] }, [link('x')]),
      /layer odd \(Transpose\).*some axes/,
    ],
    [
      'that is not known',
      operation('Fft2', {}, [link('x')]),
      /layer odd \(class Fft2\) is the operation Fft2/,
    ],
    ['on a result that does not fit', operation('Add', {}, [link('x'), [1, 2, 3]]), /do not fit together/],
    ['with an index beyond the end', operation('GetItem', {}, [link('x'), [0, 9]]), /do not fit together/],
    [
      'with an index that is a tensor',
      operation('GetItem', {}, [link('x'), link('x')]),
      /an index that is computed/,
    ],
    ['with too many indices', operation('GetItem', {}, [link('x'), [0, 0, 0, 0, 0]]), /more parts than axes/],
    ['that reshapes to another size', operation('Reshape', { newshape: [-1, 7] }, [link('x')]), /do not fit/],
    [
      'that repeats a billion times in vain',
      operation('Tile', { repeats: [1, 0, 1, 1] }, [link('x')]),
      /repeating nothing/,
    ],
    [
      'with a number of repeats that is a tensor',
      tiledBy(link('x')),
      /the argument repeats, which is computed while the model runs, is not supported/,
    ],
    [
      'with a size that holds a tensor',
      tiledBy([1, link('x'), 1, 1]),
      /the argument repeats, which is computed while the model runs, is not supported/,
    ],
    ['that sums a diagonal', operation('Einsum', { subscripts: 'abbc->ac' }, [link('x')]), /a diagonal/],
    ['with a wrong summation', operation('Einsum', { subscripts: 'abc' }, [link('x')]), /the summation abc/],
    ['with a text in place of a tensor', operation('Add', {}, [link('x'), 'os.system']), /the argument x2/],
    [
      'with an object in place of a tensor',
      operation('Add', {}, [link('x'), { class_name: 'Evil', config: {} }]),
      /the argument x2/,
    ],
    [
      'with a ragged constant',
      operation('Add', {}, [link('x'), { class_name: '__numpy__', config: { value: [[1], [1, 2]] } }]),
      /a constant of a call/,
    ],
  ])('%s is refused', (_, made, message) => {
    expect(() => assembled(made)).toThrow(
      expect.objectContaining({
        code: expect.stringMatching(/^model\/(bad|unsupported)-/),
        message: expect.stringMatching(message),
      }),
    );
  });

  it('that add axis after axis are refused before TensorFlow aborts', () => {
    const names = Array.from({ length: 300 }, (_, place) => `e${place}`);
    const chain = names.map((name, place) =>
      operation('ExpandDims', { axis: 1 }, [link(place === 0 ? 'x' : names[place - 1]!)], name),
    );
    expect(() => assembled(...chain)).toThrow(
      /layer e4 \(ExpandDims\): a result with 9 axes is not supported/,
    );
  });
});

describe('layers that cannot be computed as Keras does', () => {
  it.each<[Json, RegExp]>([
    [
      layer('Dense', { units: 3, dtype: { class_name: 'QuantizedDTypePolicy', config: { mode: 'int8' } } }, [
        link('x'),
      ]),
      /layer odd \(Dense\), index 1: a quantized layer/,
    ],
    [layer('Dense', { units: 3, dtype: 'int8_from_float32' }, [link('x')]), /a quantized layer/],
    [
      layer('Dense', { units: 3, activation: 'glu' }, [link('x')]),
      /glu over 3 channels, which have no halves/,
    ],
    [
      layer('MultiHeadAttention', { num_heads: 2, key_dim: 2 }, [link('x'), link('x')], {
        use_causal_mask: true,
      }),
      /a causal mask on pictures/,
    ],
  ])('%#', (made, message) => {
    expect(() => assembled(made)).toThrow(message);
  });

  it('in small whole numbers, whose results wrap, are refused by name', async () => {
    const { message, code } = await refusalOf(fixture('keras-layers/k3-wrapping.keras'));
    expect(code).toBe('model/unsupported-setting');
    expect(message).toContain(
      'layer multiply (Multiply): arithmetic in uint8, whose results wrap, is not supported',
    );
  });

  it('with weights behind glu are refused, because Keras builds but cannot run them', async () => {
    const { message, code } = await refusalOf(fixture('keras-layers/k3-behind_glu.keras'));
    expect(code).toBe('model/unsupported-setting');
    expect(message).toMatch(
      /layer gate \(Conv2D\), index 0: its activation glu halves the channels, but layer classes has weights for all of them/,
    );
  });
});

describe('layers that would fill the memory', () => {
  it.each<[Json, RegExp]>([
    [
      layer('DepthwiseConv2D', { kernel_size: [3, 3], dilation_rate: [60000, 1], padding: 'same' }, [
        link('x'),
      ]),
      /a window of more than 2048 pixels/,
    ],
    [layer('AdaptiveAveragePooling2D', { output_size: [60000, 2] }, [link('x')]), /output_size 60000 x 2/],
  ])('%#', (made, message) => {
    expect(() => assembled(made)).toThrow(message);
  });

  it('such as attention between all pixels of a large picture, are refused by name', () => {
    const large = layer('Resizing', { height: 224, width: 224 }, [link('x')]);
    const attention = {
      ...layer('MultiHeadAttention', { num_heads: 2, key_dim: 4 }, [link('odd'), link('odd')]),
      name: 'pairs',
    };
    expect(() => assembled(large, attention)).toThrow(
      /layer pairs \(MultiHeadAttention\), index 2: attention between 50176 and 50176 steps/,
    );
  });
});

describe('layers whose settings are not computed are named with their index', () => {
  it.each<[Json, RegExp]>([
    [
      layer('Activation', { activation: 'my_function' }, [link('x')]),
      /layer odd \(Activation\), index 1: the activation my_function/,
    ],
    [
      layer('Conv2D', { filters: 2, kernel_size: 3, activation: 'mine' }, [link('x')]),
      /index 1: the activation mine/,
    ],
    [
      layer('MultiHeadAttention', { num_heads: 2, key_dim: 4 }, [link('x'), link('x')], {
        attention_mask: link('x'),
      }),
      /index 1: attention with a mask/,
    ],
    [layer('Lambda', {}, [link('x')]), /layer odd \(class Lambda, index 1\) holds code of its author/],
    [
      layer('Embedding', { input_dim: 3, output_dim: 2 }, [link('x')]),
      /class Embedding, index 1\) belongs to models for text/,
    ],
    [layer('Conv3D', {}, [link('x')]), /class Conv3D, index 1\) works on volumes/],
  ])('%#', (made, message) => {
    expect(() => assembled(made)).toThrow(message);
  });
});

it('a function of Keras 3 is told from a layer where the file leaves out modules', () => {
  const dtype = 'float32';
  const found = (className: string, config: Json) => functionOf(className, undefined, config, 3)?.name;
  expect(found('OneHot', { name: 'a', num_classes: 5, axis: -1, dtype })).toBe('OneHot');
  expect(found('Cast', { name: 'a', dtype })).toBe('Cast');
  expect(found('Fft2', { name: 'a' })).toBe('Fft2');
  // Keras leaves out what a layer has of its own class in a few of its own.
  expect(found('SpatialDropout2D', { name: 'a', rate: 0.1, dtype })).toBeUndefined();
  expect(found('OneHot', { name: 'a', trainable: true, dtype })).toBeUndefined();
});
