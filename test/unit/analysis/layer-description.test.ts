import { describe, expect, it } from 'vitest';
import { describeLayer, weightSpreads } from '../../../electron/analysis/layer-description';
import { toldSettings } from '../../../electron/analysis/layer-settings';
import { listedLayers, type Network } from '../../../electron/model/network';
import { openNetwork } from '../../../electron/model/readers/open-network';
import { layerFacts, type KerasLayer } from '../../fixtures/layer-facts';
import { fixture } from '../model/model-files';

type Size = [number, number, number];

function sessionOf(network: Network) {
  const [, ...inputSize] = network.calls[network.inputs[0]!.call]!.outputShapes[0]!;
  return { network, source: network, inputSize: inputSize as Size, layers: listedLayers(network) };
}

function flat(layers: readonly KerasLayer[], around = ''): [string, KerasLayer][] {
  return layers.flatMap((layer): [string, KerasLayer][] => [
    [`${around}${layer.name}`, layer],
    ...flat(layer.layers ?? [], `${around}${layer.name}/`),
  ]);
}

/** A setting as Keras gives it, as it is shown. */
function shown(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (!Array.isArray(value)) return String(value);
  if (Array.isArray(value[0])) return value.map((pair) => `(${(pair as number[]).join(', ')})`).join(', ');
  return value.join(' × ');
}

describe.each(Object.keys(layerFacts.files))('what is said of the layers of %s', (file) => {
  it('has the weights of get_weights(), spread as NumPy counts them', async () => {
    const session = sessionOf(await openNetwork(fixture(file)));
    let arrays = 0;
    for (const [name, { weights }] of flat(layerFacts.files[file]!)) {
      const place = session.layers.findIndex((layer) => layer.name === name);
      if (place < 0 || !weights) continue;
      const got = await weightSpreads(session, place, async () => undefined);
      // Keras 3 counts what is not trained behind the rest, as the file does.
      expect(got.map((one) => one.name).sort()).toEqual(weights.map((one) => one.name).sort());
      for (const want of weights) {
        const { shape, histogram } = got.find((one) => one.name === want.name)!;
        expect(shape).toEqual(want.shape);
        expect(histogram).toMatchObject({ min: want.min, max: want.max, zeros: want.zeros, nonFinite: 0 });
        if (want.counts.length > 0) expect(histogram.counts, `${name} ${want.name}`).toEqual(want.counts);
        const size = Math.max(Math.abs(want.min), Math.abs(want.max));
        expect(Math.abs(histogram.mean - want.mean)).toBeLessThanOrEqual(1e-12 * size);
        expect(Math.abs(histogram.std - want.std)).toBeLessThanOrEqual(1e-12 * size);
        arrays++;
      }
    }
    expect(arrays).toBeGreaterThan(5);
  });

  it('has the settings of get_config(), as Keras writes them', async () => {
    const session = sessionOf(await openNetwork(fixture(file)));
    for (const [name, { settings = {} }] of flat(layerFacts.files[file]!)) {
      const place = session.layers.findIndex((layer) => layer.name === name);
      if (place < 0) continue;
      const told = new Map(describeLayer(session, place).settings.map((one) => [one.name, one.value]));
      for (const [key, value] of Object.entries(settings))
        expect(told.get(key), `${name} ${key}`).toBe(shown(value));
    }
  });

  it('has links to places in the list, with the shapes of this picture size', async () => {
    const session = sessionOf(await openNetwork(fixture(file)));
    session.layers.forEach((_, place) => {
      const { inputs, outputs } = describeLayer(session, place);
      for (const { layer, shape } of [...inputs, ...outputs]) {
        expect(session.layers[layer]).toBeDefined();
        expect(shape).not.toContain(null);
      }
    });
  });
});

describe('a setting', () => {
  const told = (className: string, config: Record<string, unknown>) =>
    toldSettings({ name: 'x', className, config, kerasMajor: 3 }).map(
      ({ name, value }) => `${name} ${value}`,
    );

  it('says what it computes, without what is usual or matters in training only', () => {
    expect(
      told('Conv2D', {
        ...{ name: 'x', filters: 8, kernel_size: [3, 5], strides: [2, 1], padding: 'same' },
        ...{ data_format: 'channels_last', dilation_rate: [1, 1], groups: 1, use_bias: false },
        ...{ activation: { class_name: 'function', config: 'relu' }, kernel_initializer: {} },
      }),
    ).toEqual([
      'filters 8',
      'kernel_size 3 × 5',
      'strides 2 × 1',
      'padding same',
      'use_bias False',
      'activation relu',
    ]);
    expect(told('Conv2D', { dilation_rate: [2, 2], groups: 4 })).toEqual(['dilation_rate 2 × 2', 'groups 4']);
    expect(told('BatchNormalization', { axis: [3], momentum: 0.9, epsilon: 0.001, seed: null })).toEqual([
      'axis 3',
      'epsilon 0.001',
    ]);
  });

  it('has lists in brackets, numbers without the noise of float32, and an end', () => {
    expect(
      told('ZeroPadding2D', {
        padding: [
          [0, 1],
          [2, 0],
        ],
      }),
    ).toEqual(['padding (0, 1), (2, 0)']);
    expect(told('ReLU', { max_value: 6, negative_slope: 0.10000000149011612 })).toEqual([
      'max_value 6',
      'negative_slope 0.1',
    ]);
    expect(told('Normalization', { mean: Array.from({ length: 20 }, (_, at) => at) })).toEqual([
      'mean 0, 1, 2, 3, 4, 5, 6, 7, …',
    ]);
    expect(told('NoSuchLayer', { filters: 3 })).toEqual([]);
  });
});
