import { describe, expect, it } from 'vitest';
import { sizeOf } from '../../electron/core/tensor';
import { Engine } from '../../electron/engine/engine';
import { receptiveField, type AxisField } from '../../electron/model/field/receptive-field';
import { inferShapes } from '../../electron/model/kinds/infer-shapes';
import { listedLayers, type Network, type TensorRef } from '../../electron/model/network';
import { seededRandom } from '../contract/mutations';
import { functional, layerConfig } from '../unit/model/model-files';
import { weightedNetwork } from '../unit/model/weighted-network';

const SIDE = 13;
const WIDTH = 11;
const random = seededRandom(14);

/** Weights above zero, so that no two ways from a pixel to a value cancel out. */
const positive = (_layer: string, weight: string, shape: readonly number[]) =>
  Float32Array.from({ length: sizeOf(shape) }, () => (weight.includes('mean') ? 0 : 0.2 + random()));

type Json = Parameters<typeof functional>[0][number];
const image = layerConfig('InputLayer', 'image', { batch_input_shape: [null, SIDE, WIDTH, 1] });
const conv = (name: string, from: string, config: object) =>
  layerConfig('Conv2D', name, { filters: 1, kernel_size: 3, ...config }, [from]);
const inner: Json = {
  ...functional(
    [
      layerConfig('InputLayer', 'inside', { batch_input_shape: [null, null, null, 1] }),
      conv('wide', 'inside', { kernel_size: [5, 1], padding: 'same' }),
      layerConfig('MaxPooling2D', 'half', { pool_size: 2 }, ['wide']),
    ],
    'inside',
  ),
  name: 'model',
  inbound_nodes: [[['first', 0, 0, {}]]],
};

/** Small nets, each with something else that moves, widens or joins what a place sees. */
const NETS: Readonly<Record<string, readonly Json[]>> = {
  'valid and strided': [conv('a', 'image', { strides: 2 }), conv('b', 'a', { kernel_size: 2 })],
  'same, with strides that leave a rest': [
    conv('a', 'image', { padding: 'same', strides: 2 }),
    conv('b', 'a', { padding: 'same', strides: 3, kernel_size: 4 }),
  ],
  dilated: [
    conv('a', 'image', { dilation_rate: 2, padding: 'same' }),
    conv('b', 'a', { dilation_rate: [1, 3], kernel_size: [1, 2] }),
  ],
  'depthwise and separable': [
    layerConfig(
      'DepthwiseConv2D',
      'a',
      { kernel_size: 3, strides: 2, padding: 'same', depth_multiplier: 2 },
      ['image'],
    ),
    layerConfig('SeparableConv2D', 'b', { filters: 2, kernel_size: 3 }, ['a']),
  ],
  pooled: [
    layerConfig('MaxPooling2D', 'a', { pool_size: 3, strides: 2, padding: 'same' }, ['image']),
    layerConfig('AveragePooling2D', 'b', { pool_size: 2 }, ['a']),
  ],
  branches: [
    conv('a', 'image', { padding: 'same' }),
    conv('b', 'image', { padding: 'same', kernel_size: [1, 7] }),
    conv('c', 'b', { padding: 'same', kernel_size: [5, 1] }),
    layerConfig('Concatenate', 'join', {}, ['a', 'c']),
    layerConfig('BatchNormalization', 'norm', {}, ['join']),
    layerConfig('Activation', 'act', { activation: 'relu' }, ['norm']),
  ],
  'a shortcut': [
    conv('a', 'image', { padding: 'same' }),
    conv('b', 'a', { padding: 'same' }),
    layerConfig('Add', 'sum', {}, ['b', 'image']),
  ],
  'a model inside': [conv('first', 'image', { padding: 'same' }), inner, conv('last', 'model', {})],
  'transposed, same': [
    conv('a', 'image', { strides: 2 }),
    layerConfig('Conv2DTranspose', 'up', { filters: 1, kernel_size: 3, strides: 2, padding: 'same' }, ['a']),
    conv('b', 'up', { padding: 'same' }),
  ],
  'transposed, valid, with gaps': [
    conv('a', 'image', { strides: 3 }),
    layerConfig('Conv2DTranspose', 'up', { filters: 1, kernel_size: 2, strides: 3 }, ['a']),
  ],
  'enlarged to the nearest': [
    conv('a', 'image', { strides: 2, padding: 'same' }),
    layerConfig('UpSampling2D', 'up', { size: [2, 3] }, ['a']),
    conv('b', 'up', {}),
  ],
  'enlarged bilinearly': [
    conv('a', 'image', { strides: 2, padding: 'same' }),
    layerConfig('UpSampling2D', 'up', { size: 2, interpolation: 'bilinear' }, ['a']),
  ],
  resized: [layerConfig('Resizing', 'small', { height: 5, width: 7 }, ['image']), conv('a', 'small', {})],
  'padded and cut': [
    layerConfig(
      'ZeroPadding2D',
      'pad',
      {
        padding: [
          [2, 1],
          [0, 3],
        ],
      },
      ['image'],
    ),
    conv('a', 'pad', {}),
    layerConfig(
      'Cropping2D',
      'cut',
      {
        cropping: [
          [1, 2],
          [3, 0],
        ],
      },
      ['a'],
    ),
  ],
  'seeing everything': [
    conv('a', 'image', {}),
    layerConfig('GlobalAveragePooling2D', 'mean', { keepdims: true }, ['a']),
    layerConfig('Multiply', 'weighed', {}, ['a', 'mean']),
    layerConfig('Flatten', 'flat', {}, ['weighed']),
    layerConfig('Dense', 'dense', { units: 2 }, ['flat']),
  ],
};

/** For each place of a result the box of input pixels that change it, found by changing each of them. */
function boxesByChange(engine: Engine, ref: TensorRef): number[][] {
  const pixels = SIDE * WIDTH;
  const data = new Float32Array((pixels + 1) * pixels).fill(1);
  // Much larger than all others, so that the largest of a window is changed too.
  for (let pixel = 0; pixel < pixels; pixel++) data[(pixel + 1) * pixels + pixel] = 500;
  const input = { data, shape: [pixels + 1, SIDE, WIDTH, 1] };
  const { data: values, shape } = engine.run({ activations: [ref] }, input).activations[0]!;
  const size = sizeOf(shape.slice(1));
  const channels = shape.at(-1)!;
  return Array.from({ length: size / channels }, (_, place) => {
    const box = [Infinity, -Infinity, Infinity, -Infinity];
    for (let pixel = 0; pixel < pixels; pixel++)
      for (let channel = 0; channel < channels; channel++) {
        const before = values[place * channels + channel]!;
        const after = values[(pixel + 1) * size + place * channels + channel]!;
        if (Math.abs(after - before) <= 1e-4 * Math.abs(before) + 1e-6) continue;
        const [row, column] = [Math.floor(pixel / WIDTH), pixel % WIDTH];
        box[0] = Math.min(box[0]!, row);
        box[1] = Math.max(box[1]!, row);
        box[2] = Math.min(box[2]!, column);
        box[3] = Math.max(box[3]!, column);
      }
    return box;
  });
}

const inside = (axis: AxisField, place: number) => [axis.insideFrom[place]!, axis.insideTo[place]!];

function boxesOf(network: Network, ref: TensorRef): number[][] {
  const { rows, columns } = receptiveField(network, inferShapes(network, [1, SIDE, WIDTH, 1]), ref);
  return Array.from(rows.from, (_, row) =>
    Array.from(columns.from, (_one, column) => {
      const box = [...inside(rows, row), ...inside(columns, column)];
      const isEmpty = box[1]! < box[0]! || box[3]! < box[2]!;
      return isEmpty ? [Infinity, -Infinity, Infinity, -Infinity] : box;
    }),
  ).flat();
}

describe('the receptive field', () => {
  it.each(Object.keys(NETS))('of a net that is %s is what changing single pixels finds', (name) => {
    const network = weightedNetwork(functional([image, ...NETS[name]!]), positive);
    const engine = Engine.create(network);
    for (const { output, name: layer } of listedLayers(network))
      expect(boxesOf(network, output), layer).toEqual(boxesByChange(engine, output));
    engine.dispose();
  });

  it('has size and stride as they are far from all borders', () => {
    const sizes = (name: string, layer: string) => {
      const network = weightedNetwork(functional([image, ...NETS[name]!]), positive);
      const { output } = listedLayers(network).find((one) => one.ownName === layer)!;
      const { rows, columns, seesAll } = receptiveField(
        network,
        inferShapes(network, [1, SIDE, WIDTH, 1]),
        output,
      );
      return [rows.size, rows.stride, columns.size, columns.stride, seesAll];
    };
    expect(sizes('valid and strided', 'b')).toEqual([5, 2, 5, 2, false]);
    expect(sizes('dilated', 'b')).toEqual([5, 1, 8, 1, false]);
    expect(sizes('branches', 'act')).toEqual([5, 1, 7, 1, false]);
    expect(sizes('enlarged to the nearest', 'up')).toEqual([3, 1, 3, 2 / 3, false]);
    expect(sizes('seeing everything', 'weighed')).toEqual([0, 0, 0, 0, true]);
  });
});
