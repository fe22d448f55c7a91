import { describe, expect, it } from 'vitest';
import { Engine } from '../../electron/engine/engine';
import { openNetwork } from '../../electron/model/readers/open-network';
import {
  largestDifference,
  largestValue,
  locate,
  readKerasCase,
  weightsCases,
  wholeModelCases,
} from '../fixtures/keras-cases';

/** Expected values: real Keras 2.15 and 3.15, tolerances from each case's expected.json. */
describe.each([...wholeModelCases(), ...weightsCases()])('%s', (name) => {
  it('gives every layer as Keras does, all from one pass', async () => {
    const testCase = readKerasCase(name);
    const network = await openNetwork(testCase.modelFile, testCase.architecture);
    const engine = Engine.create(network);
    const located = testCase.entries.map((entry) => ({ entry, ...locate(network, entry) }));
    const { activations } = engine.run({ activations: located.map(({ ref }) => ref) }, testCase.input);
    engine.dispose();
    const failures = located.flatMap(({ entry, layer }, place) => {
      const got = activations[place]!;
      const want = testCase.values(entry);
      expect(layer.name).toBe(entry.name);
      expect(layer.className).toBe(entry.class);
      expect(got.shape).toEqual(entry.shape);
      const allowed = testCase.tolerance.abs + testCase.tolerance.rel * largestValue(want);
      const difference = largestDifference(got.data, want);
      return difference <= allowed ? [] : [`${entry.name}: ${difference} > ${allowed}`];
    });
    expect(failures).toEqual([]);
  });

  it('gives the same outputs when nobody asks for the inside, so that batch norm is folded', async () => {
    const testCase = readKerasCase(name);
    const network = await openNetwork(testCase.modelFile, testCase.architecture);
    const engine = Engine.create(network);
    // One layer a run: all its ancestors are computed on the folded path.
    for (const entry of testCase.entries) {
      const { ref } = locate(network, entry);
      const got = engine.run({ activations: [ref] }, testCase.input).activations[0]!;
      const want = testCase.values(entry);
      const allowed = testCase.tolerance.abs + testCase.tolerance.rel * largestValue(want);
      expect(largestDifference(got.data, want), entry.name).toBeLessThanOrEqual(allowed);
    }
    engine.dispose();
  });
});
