import { describe, expect, it } from 'vitest';
import { openNetwork } from '../../../electron/model/readers/open-network';
import { listedLayers, parameterCount } from '../../../electron/model/network';
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
const each = (className: string, config: object) =>
  layerConfig('TimeDistributed', 'each', { layer: { class_name: className, config } }, ['image']);
const written = (...layers: ReturnType<typeof each>[]) =>
  folder.write('model.json', tfjsText(functional([pictureInput, ...layers])));

describe('a layer that is applied to every step', () => {
  it.each<[string, object, string]>([
    [
      'Conv3D',
      { name: 'volume', filters: 2 },
      'layer each (TimeDistributed), index 1: layer volume (class Conv3D) works on volumes',
    ],
    [
      'Lambda',
      { name: 'code' },
      'layer each (TimeDistributed), index 1: layer code (class Lambda) holds code of its author',
    ],
    [
      'Dense',
      { name: 'units', units: 0 },
      'layer each (TimeDistributed), index 1: layer units (Dense): units is 0',
    ],
    [
      'TimeDistributed',
      { name: 'deeper', layer: { class_name: 'Conv3D', config: { name: 'volume' } } },
      'layer each (TimeDistributed), index 1: layer deeper (TimeDistributed): layer volume (class Conv3D) works',
    ],
  ])('is named where it cannot be computed: %s', async (className, config, words) => {
    const { message } = await refusalOf(written(each(className, config)));
    expect(message).toContain(words);
  });

  it('needs steps', async () => {
    const flat = layerConfig('Flatten', 'flat', {}, ['image']);
    const dense = { class_name: 'Dense', config: { name: 'units', units: 2 } };
    const onFlat = layerConfig('TimeDistributed', 'each', { layer: dense }, ['flat']);
    const { code, message } = await refusalOf(written(flat, onFlat));
    expect(code).toBe('model/bad-graph');
    expect(message).toContain('layer each (TimeDistributed), index 2: it works on every step of its input');
  });

  it('is refused by name where it takes several inputs', async () => {
    const layer = { class_name: 'Add', config: { name: 'sum' } };
    const onBoth = layerConfig('TimeDistributed', 'each', { layer }, ['image', 'image']);
    const { code, message } = await refusalOf(written(onBoth));
    expect(code).toBe('model/unsupported-setting');
    expect(message).toContain(
      'layer each (TimeDistributed), index 1: a layer that takes 2 inputs for every step is not supported',
    );
  });

  it('is refused in training where the steps are of open size', async () => {
    const steps = layerConfig('InputLayer', 'image', { batch_input_shape: [null, null, 4, 3] });
    const layer = { class_name: 'BatchNormalization', config: { name: 'norm' } };
    const inTraining = {
      ...layerConfig('TimeDistributed', 'each', { layer }),
      inbound_nodes: [[['image', 0, 0, { training: true }]]],
    };
    const { code, message } = await refusalOf(
      folder.write('model.json', tfjsText(functional([steps, inTraining]))),
    );
    expect(code).toBe('model/unsupported-setting');
    expect(message).toContain(
      'layer norm (BatchNormalization): training=True for every step of a sequence of open size is not supported',
    );
  });

  it('is missing where the file is damaged', async () => {
    const { code, message } = await refusalOf(written(layerConfig('TimeDistributed', 'each', {}, ['image'])));
    expect(code).toBe('model/bad-setting');
    expect(message).toContain('layer each (TimeDistributed), index 1: layer is missing');
  });

  it('counts as the layer around it', async () => {
    const network = await openNetwork(fixture('keras-layers/k3-each_step-keras/model.keras'));
    const counts = new Map(network.layers.map(({ name, parameterCount: count }) => [name, count]));
    expect(counts.get('conv')).toBe(3 * 3 * 4 + 4);
    expect(counts.get('model')).toBe(3 * 3 * 4 + 4 + 4 * 4 + 3 * 3 * 2 + 2);
    // Shared weights count once.
    const own = network.layers.filter(({ name }) => name !== 'again').map((layer) => layer.parameterCount);
    expect(parameterCount(network)).toBe(own.reduce((sum, count) => sum + count, 0));
    expect(listedLayers(network).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['conv', 'model', 'again', 'shared', 'shared#1', 'deepest']),
    );
  });
});
