import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { Engine } from '../../electron/engine/engine';
import { openNetwork } from '../../electron/model/readers/open-network';
import { isFeaturescopeError } from '../../electron/shared/errors';
import { largestDifference, largestValue, locate, readCaseFolder } from '../fixtures/keras-cases';
import { casesIn } from '../references/compare';

/**
 * Folders made by test/references/nested_models.py and masked_models.py; without them a few of such models, which are kept.
 */
const FOLDERS = (['nested', 'masked'] as const).map(
  (kind) =>
    process.env[`FEATURESCOPE_${kind.toUpperCase()}`] ??
    path.join(import.meta.dirname, `../fixtures/${kind}-models`),
);

interface Expected {
  /** Else what Keras says of its own file. */
  readonly loads: true | string;
  readonly results: { readonly shape: number[]; readonly offset: number; readonly count: number }[];
}

/** Names of the results that differ from those of Keras. */
async function differences(folder: string, results: Expected['results']): Promise<string[]> {
  const testCase = readCaseFolder(folder);
  const network = await openNetwork(testCase.modelFile);
  const layers = testCase.entries.map((entry) => ({
    name: `${[...(entry.path ?? []), entry.name].join('/')} at call ${entry.call}, output ${entry.output}`,
    ...locate(network, entry),
    entry,
  }));
  const outputs = results.map((result, place) => ({
    name: `output ${place}`,
    ref: network.outputs[place]!,
    entry: { ...testCase.entries[0]!, ...result },
  }));
  const wanted = [...layers, ...outputs];
  const engine = Engine.create(network);
  const { activations } = engine.run({ activations: wanted.map(({ ref }) => ref) }, testCase.input);
  engine.dispose();
  expect(layers.map(({ layer }) => layer.name)).toEqual(testCase.entries.map((entry) => entry.name));
  expect(network.outputs).toHaveLength(results.length);
  return wanted.flatMap(({ name, entry }, place) => {
    const [got, want] = [activations[place]!, testCase.values(entry)];
    const allowed = testCase.tolerance.abs + testCase.tolerance.rel * largestValue(want);
    const isSame = got.shape.join() === entry.shape.join() && largestDifference(got.data, want) <= allowed;
    return isSame ? [] : [name];
  });
}

/** Expected values: Keras 3.15.1 and Keras 2.15.0, each from the very file. */
it.each(FOLDERS.flatMap((folder) => casesIn(folder).map((name) => path.join(folder, name))))(
  '%s gives every layer at every call and every output as Keras does',
  async (folder) => {
    const { loads, results } = JSON.parse(
      readFileSync(path.join(folder, 'expected.json'), 'utf8'),
    ) as Expected;
    const found = await differences(folder, results).catch((error: unknown) => {
      // A file that Keras cannot load is right or refused, never wrong; one with shared layers is right.
      if (loads === true || !isFeaturescopeError(error) || folder.endsWith('shared_by_models')) throw error;
      return [];
    });
    expect(found).toEqual([]);
  },
);
