import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { eachActivation, resultsOf } from '../../electron/analysis/activations';
import type { Tensor } from '../../electron/core/tensor';
import { openModel, type ModelSession } from '../../electron/analysis/model-session';
import { PictureAnalysis } from '../../electron/analysis/picture-analysis';
import { makeInput } from '../../electron/analysis/source-picture';
import { Catalog } from '../../electron/catalog/catalog';
import { parseLayerSpec } from '../../electron/core/layer-spec';
import { largestDifference, largestValue, readCaseFolder, type KerasCase } from '../fixtures/keras-cases';

const folder = path.join(import.meta.dirname, '../fixtures/nested-models');

async function opened(name: string) {
  const testCase = readCaseFolder(path.join(folder, name));
  const models = path.join(import.meta.dirname, '../../models');
  const session = await openModel(await Catalog.read(models), { model: testCase.modelFile });
  onTestFinished(() => session.dispose());
  const tensor = testCase.input;
  const input = makeInput(session, { kind: 'tensor', name: 'x.npy', tensor, warnings: [] });
  return { testCase, session, input };
}

type Entry = KerasCase['entries'][number];

/** Key of a result as the product names it: indices of the models around the layer, its own, call and output. */
function keyOf({ network }: ModelSession, { path: around = [], index, call, output }: Entry): string {
  const indices: number[] = [];
  let layers = network.layers;
  for (const name of around) {
    const model = layers.find((layer) => layer.name === name)!;
    indices.push(model.index);
    layers = model.inner!;
  }
  return `${[...indices, index].join('/')}${call > 0 ? `#${call}` : ''}${output > 0 ? `:${output}` : ''}`;
}

describe('layers inside models', () => {
  /** Expected values: Keras 3.15.1 and 2, every layer of every inner model at every call (test/references/nested_models.py). */
  it.each([
    'k3-keras-models_in_models',
    'k3-keras-chains',
    'k3-keras-features_and_logits',
    'k3-keras-shared_by_models',
    'k2-h5-one_after_the_other',
    'k3-keras-23',
  ])('of %s give what Keras gives, each under its own key', async (name) => {
    const { testCase, session, input } = await opened(name);
    const byKey = new Map<string, Tensor>();
    const results = resultsOf(session, input, session.layers);
    const keep = async ({ key, tensor }: { key: string; tensor: Tensor }) => void byKey.set(key, tensor);
    await eachActivation(session, input, results, '', keep, async () => undefined);
    expect([...byKey.keys()].sort()).toEqual(testCase.entries.map((entry) => keyOf(session, entry)).sort());
    for (const entry of testCase.entries) {
      const [got, want] = [byKey.get(keyOf(session, entry))!, testCase.values(entry)];
      expect(got.shape).toEqual(entry.shape.slice(1));
      const allowed = testCase.tolerance.abs + testCase.tolerance.rel * largestValue(want);
      expect(largestDifference(got.data, want), keyOf(session, entry)).toBeLessThanOrEqual(allowed);
    }
  });

  it('are chosen by names and indices, one call of a shared model apart from the other', async () => {
    const { session } = await opened('k3-keras-models_in_models');
    const chosen = (spec: string) =>
      parseLayerSpec(spec, session.layers).map((place) => session.layers[place]!.name);
    expect(chosen('middle/inner/conv2d')).toEqual(['middle/inner/conv2d']);
    expect(chosen('middle/inner/conv2d#3')).toEqual(['middle/inner/conv2d#3']);
    const { indexPath } = session.layers.find(({ name }) => name === 'middle/inner/conv2d#3')!;
    expect(chosen(indexPath)).toEqual(['middle/inner/conv2d#3']);
  });

  it('have maps, statistics and hypercolumns of the call that is meant', async () => {
    const { testCase, session, input } = await opened('k3-keras-models_in_models');
    const [first, second] = ['middle/inner/conv2d', 'middle/inner/conv2d#3'].map((name) =>
      session.layers.findIndex((layer) => layer.name === name),
    ) as [number, number];
    const analysis = new PictureAnalysis(session, input, [first, second]);
    const valuesAt = (place: number) => {
      const { indexPath } = session.layers[place]!;
      return testCase.values(testCase.entries.find((entry) => keyOf(session, entry) === indexPath)!);
    };
    for (const place of [first, second]) {
      const want = valuesAt(place);
      const channels = session.layers[place]!.layer.config['filters'] as number;
      const ofChannel = (channel: number) => want.filter((_, at) => at % channels === channel);
      const [statistics] = analysis.statisticsOf([place]);
      const wanted = Array.from({ length: channels }, (_, channel) => channel);
      const maps = analysis.mapsOf([{ layer: place, channels: wanted }], { scope: 'map' })[0]!;
      for (let channel = 0; channel < channels; channel++) {
        const values = ofChannel(channel);
        expect(statistics!.max[channel]).toBeCloseTo(Math.max(...values), 5);
        expect(statistics!.mean[channel]).toBeCloseTo(values.reduce((a, b) => a + b, 0) / values.length, 5);
        expect(maps.min[channel]).toBeCloseTo(Math.min(...values), 5);
        expect(largestDifference(analysis.valuesOf(place, channel).values, values)).toBeLessThan(1e-5);
      }
      // The layer has the size of the input, so the hypercolumn is the mean of its maps.
      const hypercolumn = analysis.hypercolumnOf([place]);
      const means = Array.from(
        { length: want.length / channels },
        (_, pixel) =>
          want.subarray(pixel * channels, (pixel + 1) * channels).reduce((a, b) => a + b, 0) / channels,
      );
      expect(largestDifference(hypercolumn.values, means)).toBeLessThan(1e-5);
    }
    expect(largestDifference(valuesAt(first), valuesAt(second))).toBeGreaterThan(0.01);
  });
});
