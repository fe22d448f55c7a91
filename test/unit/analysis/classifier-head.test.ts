import { describe, expect, it } from 'vitest';
import { classifierHeads, findClassifierHead, softmax } from '../../../electron/analysis/classifier-head';
import { openNetwork } from '../../../electron/model/open-network';
import { fixture, functional, layerConfig, pictureInput, TempFolder, tfjsText } from '../model/model-files';

const folder = new TempFolder();
const open = (config: unknown) => openNetwork(folder.write('model.json', tfjsText(config)));

/** A model that ends in the given layers behind a pooling, three classes. */
async function headOf(...ends: [className: string, config?: Record<string, unknown>][]) {
  const layers = [pictureInput, layerConfig('GlobalAveragePooling2D', 'gap', {}, ['image'])];
  ends.forEach(([className, config], place) => {
    layers.push(layerConfig(className, `end${place}`, config ?? {}, [layers.at(-1)!['name'] as string]));
  });
  const network = await open(functional(layers));
  return findClassifierHead(network);
}

describe('findClassifierHead', () => {
  it.each([
    ['a softmax', [['Activation', { activation: 'softmax' }]], 'softmax'],
    ['a Softmax layer', [['Softmax']], 'softmax'],
    ['a sigmoid', [['Activation', { activation: 'sigmoid' }]], 'sigmoid'],
    ['nothing behind the pooling', [], 'logits'],
    ['a linear activation', [['Activation', { activation: 'linear' }]], 'logits'],
    ['another activation', [['Activation', { activation: 'tanh' }]], 'logits'],
    ['a ReLU', [['ReLU']], 'logits'],
    [
      'a softmax and a reshaping behind it, as in old MobileNets',
      [
        ['Reshape', { target_shape: [1, 1, 3] }],
        ['Activation', { activation: 'softmax' }],
        ['Reshape', { target_shape: [3] }],
      ],
      'softmax',
    ],
    [
      'a softmax, a dropout and a linear activation',
      [['Softmax'], ['Dropout'], ['Activation', { activation: 'linear' }]],
      'softmax',
    ],
    ['a softmax that is scaled again', [['Softmax'], ['Rescaling', { scale: 2 }]], 'logits'],
    [
      'a softmax saved as an object',
      [['Activation', { activation: { class_name: 'function', config: 'softmax' } }]],
      'softmax',
    ],
  ] as const)('%s gives %j', async (_, ends, gives) => {
    const head = await headOf(...(ends as unknown as [string, Record<string, unknown>?][]));
    expect(head?.gives).toBe(gives);
    expect(head?.classCount).toBe(3);
  });

  it('finds none where the output is a picture, a single number, or something else', async () => {
    expect(
      findClassifierHead(await open(functional([pictureInput, layerConfig('ReLU', 'a', {}, ['image'])]))),
    ).toBeUndefined();
    const oneClass = layerConfig('InputLayer', 'image', { batch_input_shape: [null, 4, 4, 1] });
    const single = [oneClass, layerConfig('GlobalAveragePooling2D', 'gap', {}, ['image'])];
    expect(findClassifierHead(await open(functional(single)))).toBeUndefined();
  });

  it('prefers a softmax among several outputs, then a sigmoid', async () => {
    const gap = layerConfig('GlobalAveragePooling2D', 'gap', {}, ['image']);
    const ends = {
      softmax: layerConfig('Softmax', 'softmax', {}, ['gap']),
      sigmoid: layerConfig('Activation', 'sigmoid', { activation: 'sigmoid' }, ['gap']),
      scores: layerConfig('Activation', 'scores', { activation: 'linear' }, ['gap']),
    };
    const headAmong = async (...names: (keyof typeof ends)[]) => {
      const model = functional([pictureInput, gap, ...names.map((name) => ends[name])]);
      const config = { ...(model['config'] as object), output_layers: names.map((name) => [name, 0, 0]) };
      const network = await open({ ...model, config });
      return network.calls[findClassifierHead(network)!.ref.call]!.layer.name;
    };
    expect(await headAmong('scores', 'sigmoid', 'softmax')).toBe('softmax');
    expect(await headAmong('scores', 'sigmoid')).toBe('sigmoid');
    expect(await headAmong('scores')).toBe('scores');
  });

  it('takes a single sigmoid for the second of two classes', async () => {
    const oneClass = layerConfig('InputLayer', 'image', { batch_input_shape: [null, 4, 4, 1] });
    const gap = layerConfig('GlobalAveragePooling2D', 'gap', {}, ['image']);
    const end = layerConfig('Activation', 'p', { activation: 'sigmoid' }, ['gap']);
    const head = findClassifierHead(await open(functional([oneClass, gap, end])));
    expect(head).toMatchObject({ gives: 'binary', classCount: 2, name: 'p' });
  });

  it('finds an output by its name, and refuses a name that no output has', async () => {
    const gap = layerConfig('GlobalAveragePooling2D', 'gap', {}, ['image']);
    const ends = ['a', 'b'].map((name) => layerConfig('Softmax', name, {}, ['gap']));
    const model = functional([pictureInput, gap, ...ends]);
    const config = {
      ...(model['config'] as object),
      output_layers: [
        ['a', 0, 0],
        ['b', 0, 0],
      ],
    };
    const network = await open({ ...model, config });
    expect(classifierHeads(network).map(({ name }) => name)).toEqual(['a', 'b']);
    expect(findClassifierHead(network, 'b')?.ref).toEqual(network.outputs[1]);
    expect(() => findClassifierHead(network, 'c')).toThrow(
      /it has no such output; those that name classes are a, b/,
    );
  });

  it.each([
    ['k2_h5_basic/model.h5', 'softmax'],
    ['k2_h5_seq_gray/model.h5', 'softmax'],
    ['k3_keras_nested/model.keras', 'softmax'],
  ])("finds that of Keras' %s", async (file, gives) => {
    const network = await openNetwork(fixture(`keras/${file}`));
    expect(findClassifierHead(network)?.gives).toBe(gives);
  });
});

describe('softmax', () => {
  // 1 / (1 + e + e^2) and so on, by hand with bc.
  it('gives the share of each power of e', () => {
    const shares = softmax(Float32Array.of(0, 1, 2));
    [0.09003057317038046, 0.24472847105479767, 0.6652409557748219].forEach((want, place) => {
      expect(shares[place]).toBeCloseTo(want, 7);
    });
  });

  it('does not overflow, and sums to 1', () => {
    expect([...softmax(Float32Array.of(3e38, 3e38, -3e38))]).toEqual([0.5, 0.5, 0]);
    expect([...softmax(Float32Array.of(-1000, -1000))]).toEqual([0.5, 0.5]);
    const many = softmax(Float32Array.from({ length: 1000 }, (_, place) => Math.sin(place) * 50));
    expect(many.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
  });

  it('keeps the order of the scores', () => {
    const scores = Float32Array.of(3, -1, 7, 0);
    const order = (values: Float32Array) => [0, 1, 2, 3].sort((a, b) => values[b]! - values[a]!);
    expect(order(softmax(scores))).toEqual(order(scores));
  });
});
