import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openModel, useOtherwise } from '../../electron/analysis/model-session';
import { Engine } from '../../electron/engine/engine';
import { Catalog } from '../../electron/catalog/catalog';
import { withConstants } from '../../electron/model/assemble/constant-inputs';
import { openNetwork } from '../../electron/model/readers/open-network';
import { largestDifference, largestValue, locate, readCaseFolder } from '../fixtures/keras-cases';

const folder = (name: string) => path.join(import.meta.dirname, '../fixtures/several-inputs', name);

/** Expected values: Keras 3.15.1 (test/references/several_inputs.py), two pictures at a time. */
describe.each(['image_and_vector', 'image_and_mask'])('%s', (name) => {
  const testCase = readCaseFolder(folder(name));
  const { constants } = JSON.parse(readFileSync(path.join(folder(name), 'expected.json'), 'utf8')) as {
    constants: Record<string, number>;
  };

  it('gives every layer as Keras does, together and one by one', async () => {
    const network = withConstants(name, await openNetwork(testCase.modelFile), constants);
    const engine = Engine.create(network);
    const located = testCase.entries.map((entry) => ({ entry, ...locate(network, entry) }));
    const refs = located.map(({ ref }) => ref);
    const together = engine.run({ activations: refs }, testCase.input).activations;
    located.forEach(({ entry, layer, ref }, place) => {
      const [alone] = engine.run({ activations: [ref] }, testCase.input).activations;
      expect(layer.name).toBe(entry.name);
      expect(layer.className).toBe(entry.class);
      for (const got of [together[place]!, alone!]) {
        const want = testCase.values(entry);
        expect(got.shape).toEqual(entry.shape);
        expect(largestDifference(got.data, want)).toBeLessThanOrEqual(
          testCase.tolerance.abs + testCase.tolerance.rel * largestValue(want),
        );
      }
    });
    const statistics = engine.run({ statistics: [refs.at(-1)!] }, testCase.input).statistics[0]!;
    expect(statistics.mean).toHaveLength(2 * testCase.entries.at(-1)!.shape.at(-1)!);
    engine.dispose();
  });
});

it('another value is used in another session of the same model', async () => {
  const testCase = readCaseFolder(folder('image_and_vector'));
  const catalog = await Catalog.read(path.join(import.meta.dirname, '../../models'));
  const probabilities = (session: Awaited<ReturnType<typeof openModel>>) =>
    session.engine.run({ activations: [session.head!.ref] }, testCase.input).activations[0]!.data;
  const first = await openModel(catalog, { model: testCase.modelFile, constants: { facts: 0.75 } });
  const before = probabilities(first);
  const second = await useOtherwise(first, catalog, testCase.modelFile, { constants: { facts: -3 } });
  expect(largestDifference(probabilities(second), before)).toBeGreaterThan(0.01);
  const third = await useOtherwise(second, catalog, testCase.modelFile, {
    constants: { facts: 0.75 },
    preprocess: 'tf',
  });
  expect(probabilities(third)).toEqual(before);
  expect(third.preprocess).toBe('tf');
  third.dispose();
});
