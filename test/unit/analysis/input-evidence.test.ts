import path from 'node:path';
import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { guessPreprocess, isDoubtful, nearestStatistics } from '../../../electron/analysis/input-evidence';
import type { Network } from '../../../electron/model/network';
import { openNetwork } from '../../../electron/model/readers/open-network';
import { writeNsfwjsModel } from '../../fixtures/nsfwjs';
import { fixture, functional, layerConfig, pictureInput, TempFolder, tfjsText } from '../model/model-files';

const folder = new TempFolder();
const open = (config: unknown) => openNetwork(folder.write('model.json', tfjsText(config)));
type Layers = [className: string, config: Record<string, unknown>][];

/** A chain of layers behind the input. */
function chain(...layers: Layers): Promise<Network> {
  const configs = [pictureInput];
  for (const [className, config] of layers)
    configs.push(
      layerConfig(className, `layer${configs.length}`, config, [configs.at(-1)!['name'] as string]),
    );
  return open(functional(configs));
}

describe('a model that scales its input itself', () => {
  it.each<[string, Layers, string]>([
    ['x / 255', [['Rescaling', { scale: 1 / 255 }]], 'none'],
    ['x / 127.5 - 1', [['Rescaling', { scale: 1 / 127.5, offset: -1 }]], 'none'],
    ['2x - 1, for 0..1', [['Rescaling', { scale: 2, offset: -1 }]], '0..1'],
    ['x / 2 + 1 / 2, for -1..1', [['Rescaling', { scale: 0.5, offset: 0.5 }]], 'tf'],
    ['mean and variance of ImageNet in 0..1', [['Normalization', { mean: [0.485, 0.456, 0.406], variance: [0.0524, 0.0502, 0.0506], axis: -1 }]], '0..1'], // prettier-ignore
    ['mean and variance of ImageNet in 0..255', [['Normalization', { mean: [123.7, 116.3, 103.5], variance: [3409, 3262, 3291], axis: -1 }]], 'none'], // prettier-ignore
    ['only the mean, in 0..255', [['Normalization', { mean: [123.7, 116.3, 103.5], variance: [1, 1, 1], axis: -1 }]], 'none'], // prettier-ignore
    ['x / 255, then normalized', [['Rescaling', { scale: 1 / 255 }], ['Normalization', { mean: [0.485, 0.456, 0.406], variance: [0.0524, 0.0502, 0.0506], axis: -1 }]], 'none'], // prettier-ignore
    ['behind padding and dropout', [['ZeroPadding2D', { padding: 1 }], ['Dropout', {}], ['Rescaling', { scale: 1 / 255 }]], 'none'], // prettier-ignore
    ['with a scale for each channel', [['Rescaling', { scale: [1 / 255, 1 / 255, 1 / 255] }]], 'none'],
  ])('%s', async (_, layers, name) => {
    expect(guessPreprocess(await chain(...layers))).toMatchObject({ name, reason: 'scales-itself' });
  });

  /** Operations as Keras 2 saves `preprocess_input(x)` in a functional model. */
  const operations = (...made: [name: string, keywords: Record<string, unknown>][]) => {
    const layers: Record<string, unknown>[] = [pictureInput];
    for (const [name, keywords] of made)
      layers.push({
        ...layerConfig('TFOpLambda', `tf.${name}_${layers.length}`, { function: name }),
        inbound_nodes: [[layers.at(-1)!['name'], 0, 0, keywords]],
      });
    return open(functional(layers));
  };
  // Source: keras.applications.imagenet_utils.preprocess_input, symbolic.
  it.each<[string, [string, Record<string, unknown>][], string]>([
    [
      'x / 127.5 - 1',
      [
        ['math.truediv', { y: 127.5 }],
        ['math.subtract', { y: 1 }],
      ],
      'none',
    ],
    ['x / 255', [['math.truediv', { y: 255 }]], 'none'],
    [
      '2x - 1',
      [
        ['math.multiply', { y: 2 }],
        ['math.subtract', { y: 1 }],
      ],
      '0..1',
    ],
    ['x / 255, less the mean', [['math.truediv', { y: 255 }], ['nn.bias_add', { bias: [-0.485, -0.456, -0.406] }], ['math.truediv', { y: [0.229, 0.224, 0.225] }]], 'none'], // prettier-ignore
    ['red and blue swapped, less the mean', [['__operators__.getitem', { slice_spec: [{ class_name: '__ellipsis__' }, { start: null, stop: null, step: -1 }] }], ['nn.bias_add', { bias: [-103.939, -116.779, -123.68] }]], 'none'], // prettier-ignore
  ])('by operations: %s', async (_, made, name) => {
    expect(guessPreprocess(await operations(...made))).toMatchObject({ name, reason: 'scales-itself' });
  });

  it('is one whose input takes whole numbers', async () => {
    const input = layerConfig('InputLayer', 'image', { batch_input_shape: [null, 4, 4, 3], dtype: 'uint8' });
    const network = await open(functional([input, layerConfig('ReLU', 'relu', {}, ['image'])]));
    expect(guessPreprocess(network)).toMatchObject({ name: 'none', reason: 'whole-numbers' });
  });

  it('is not one whose scaling comes after other layers', async () => {
    const network = await chain(['ReLU', {}], ['Rescaling', { scale: 1 / 255 }]);
    expect(guessPreprocess(network)).toEqual({ name: '0..1', reason: 'usual', subject: '' });
  });
});

describe('what the first batch normalization saw', () => {
  // How these models were trained is published: nsfwjs divides by 255, EfficientNet-Lite0 takes (x - 127) / 128.
  it("tells that nsfwjs' InceptionV3 takes 0..1", async () => {
    const { folder: made, file } = writeNsfwjsModel();
    const guess = guessPreprocess(await openNetwork(file));
    rmSync(made, { recursive: true });
    expect(guess).toEqual({ name: '0..1', reason: 'statistics', subject: 'batch_normalization_1' });
  });

  it('tells that EfficientNet-Lite0 takes -1..1', async () => {
    const file = path.resolve(
      import.meta.dirname,
      '../../../models/efficientnet-lite0/efficientnet-lite0.keras',
    );
    expect(guessPreprocess(await openNetwork(file))).toEqual({
      name: 'tf',
      reason: 'statistics',
      subject: '_bn0',
    });
  });

  it.each(['k2_h5_basic/model.h5', 'k3_keras_anysize/model.keras', 'k3_keras_residual/model.keras'])(
    'tells nothing under random weights: %s',
    async (file) => {
      const guess = guessPreprocess(await openNetwork(fixture(`keras/${file}`)));
      expect(guess).toEqual({ name: '0..1', reason: 'usual', subject: '' });
    },
  );

  // Mean and deviation of ImageNet's pixels (0.449, 0.226 of the range) under each formula.
  it.each([
    [{ mean: 114.5, std: 57.6 }, 'none'],
    [{ mean: 0.449, std: 0.226 }, '0..1'],
    [{ mean: -0.102, std: 0.452 }, 'tf'],
    [{ mean: 0, std: 1 }, 'torch'],
    [{ mean: 0, std: 57.6 }, 'caffe'],
  ])('%j is %s', (statistics, name) => {
    expect(nearestStatistics(statistics)).toBe(name);
  });
});

describe('a name of Keras applications', () => {
  it.each([
    ['inception_v3', 'tf'],
    ['xception', 'tf'],
    ['mobilenetv2_1.00_224', 'tf'],
    ['mobilenet_1.00_224', 'tf'],
    ['MobileNetV3Small', 'none'],
    ['resnet50', 'caffe'],
    ['resnet101v2', 'tf'],
    ['vgg16', 'caffe'],
    ['densenet121', 'torch'],
    ['my_net', '0..1'],
  ])('%s takes %s', async (name, want) => {
    const model = functional([pictureInput, layerConfig('ReLU', 'a', {}, ['image'])]);
    const network = await open({ ...model, name, config: { ...(model['config'] as object), name } });
    expect(guessPreprocess(network).name).toBe(want);
    // Three ImageNet colours cannot be taken from one channel.
    expect(['tf', '0..1', 'none']).toContain(guessPreprocess(network, 1).name);
  });
});

describe('doubts', () => {
  const scaling = { name: 'none', reason: 'scales-itself', subject: 'rescaling' } as const;
  const usual = { name: '0..1', reason: 'usual', subject: '' } as const;
  const seen = { name: 'tf', reason: 'statistics', subject: 'bn' } as const;
  it.each([
    ['-1..1 into a model that scales itself', 'tf', scaling, true],
    ['0..255 into one', 'none', scaling, false],
    ['0..255 into a plain convolution', 'none', usual, true],
    ['-1..1 into a plain convolution', 'tf', usual, false],
    ['0..1 where -1..1 was seen', '0..1', seen, true],
    ['127/128 where -1..1 was seen', '127/128', seen, false],
  ] as const)('%s', (_, chosen, guess, want) => {
    expect(isDoubtful(chosen, guess)).toBe(want);
  });

  it("tells Keras' own models with Rescaling", async () => {
    for (const file of ['k2_h5_seq_gray/model.h5', 'k3_keras_norm_seq/model.keras'])
      expect(guessPreprocess(await openNetwork(fixture(`keras/${file}`)))).toMatchObject({
        name: 'none',
        reason: 'scales-itself',
      });
  });
});
