import { describe, expect, it } from 'vitest';
import { findOutputHead, outputHeads } from '../../../electron/analysis/output-head';
import { openNetwork } from '../../../electron/model/readers/open-network';
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
  return findOutputHead(network);
}

describe('findOutputHead', () => {
  it.each([
    ['a softmax', [['Activation', { activation: 'softmax' }]], 'softmax'],
    ['a Softmax layer', [['Softmax']], 'softmax'],
    ['a sigmoid', [['Activation', { activation: 'sigmoid' }]], 'sigmoid'],
    ['nothing behind the pooling', [], 'scores'],
    ['a linear activation', [['Activation', { activation: 'linear' }]], 'scores'],
    ['another activation', [['Activation', { activation: 'tanh' }]], 'scores'],
    ['a ReLU', [['ReLU']], 'scores'],
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
    ['a softmax that is scaled again', [['Softmax'], ['Rescaling', { scale: 2 }]], 'scores'],
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

  it('finds none where the output is a picture', async () => {
    const picture = functional([pictureInput, layerConfig('ReLU', 'a', {}, ['image'])]);
    expect(findOutputHead(await open(picture))).toBeUndefined();
  });

  it('takes a single number for what it is', async () => {
    const oneChannel = layerConfig('InputLayer', 'image', { batch_input_shape: [null, 4, 4, 1] });
    const single = [oneChannel, layerConfig('GlobalAveragePooling2D', 'gap', {}, ['image'])];
    const head = findOutputHead(await open(functional(single)));
    expect(head).toMatchObject({ gives: 'value', classCount: 1, name: 'gap', isAlwaysOne: false });
    const softmax = layerConfig('Softmax', 'p', {}, ['gap']);
    const always = findOutputHead(await open(functional([...single, softmax])));
    expect(always).toMatchObject({ gives: 'value', isAlwaysOne: true });
  });

  it('does not take a softmax along another axis for a distribution', async () => {
    const along = async (axis: unknown) => {
      const softmax = layerConfig('Softmax', 'p', { axis }, ['image']);
      const gap = layerConfig('GlobalAveragePooling2D', 'gap', {}, ['p']);
      return findOutputHead(await open(functional([pictureInput, softmax, gap])))?.gives;
    };
    expect(await along(-1)).toBe('softmax');
    expect(await along(3)).toBe('softmax');
    expect(await along([3])).toBe('softmax');
    expect(await along(1)).toBe('scores');
    expect(await along([1, 2])).toBe('scores');
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
      return network.calls[findOutputHead(network)!.ref.call]!.layer.name;
    };
    expect(await headAmong('scores', 'sigmoid', 'softmax')).toBe('softmax');
    expect(await headAmong('scores', 'sigmoid')).toBe('sigmoid');
    expect(await headAmong('scores')).toBe('scores');
  });

  it('takes a single sigmoid for the second of two classes', async () => {
    const oneClass = layerConfig('InputLayer', 'image', { batch_input_shape: [null, 4, 4, 1] });
    const gap = layerConfig('GlobalAveragePooling2D', 'gap', {}, ['image']);
    const end = layerConfig('Activation', 'p', { activation: 'sigmoid' }, ['gap']);
    const head = findOutputHead(await open(functional([oneClass, gap, end])));
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
    expect(outputHeads(network).map(({ name }) => name)).toEqual(['a', 'b']);
    expect(findOutputHead(network, 'b')?.ref).toEqual(network.outputs[1]);
    expect(() => findOutputHead(network, 'c')).toThrow(
      /it has no such output; those that can be shown are a, b/,
    );
  });

  it.each([
    ['k2_h5_basic/model.h5', 'softmax'],
    ['k2_h5_seq_gray/model.h5', 'softmax'],
    ['k3_keras_nested/model.keras', 'softmax'],
  ])("finds that of Keras' %s", async (file, gives) => {
    const network = await openNetwork(fixture(`keras/${file}`));
    expect(findOutputHead(network)?.gives).toBe(gives);
  });
});
