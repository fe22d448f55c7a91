import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { Engine } from '../../electron/engine/engine';
import { openNetwork } from '../../electron/model/readers/open-network';
import { largestDifference, largestValue, locate, readCaseFolder } from '../fixtures/keras-cases';

/** Folders of a case below a folder. */
export function casesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => existsSync(path.join(folder, name, 'expected.json')))
    .sort();
}

/** What a comparison found. */
export interface Comparison {
  readonly layerCount: number;
  readonly failures: string[];
  /** Largest difference as a share of the layer's largest value. */
  readonly worst: number;
}

/**
 * Compares every layer of a case with Keras, in one pass that gives them all, and the last one in a pass of its own, where
 * batch normalization is folded into convolutions.
 */
export async function compareCase(folder: string): Promise<Comparison> {
  const testCase = readCaseFolder(folder);
  const network = await openNetwork(testCase.modelFile);
  const engine = Engine.create(network);
  const failures: string[] = [];
  let worst = 0;
  try {
    const located = testCase.entries.map((entry) => ({ entry, ...locate(network, entry) }));
    const { activations } = engine.run({ activations: located.map(({ ref }) => ref) }, testCase.input);
    const alone = engine.run({ activations: [located.at(-1)!.ref] }, testCase.input).activations[0]!;
    const check = (
      entry: (typeof testCase.entries)[number],
      got: (typeof activations)[number],
      note = '',
    ) => {
      const want = testCase.values(entry);
      const scale = largestValue(want);
      const allowed = testCase.tolerance.abs + testCase.tolerance.rel * scale;
      const difference = largestDifference(got.data, want);
      if (scale > 0) worst = Math.max(worst, difference / scale);
      const label = `${entry.index} ${entry.name} (${entry.class})${note}`;
      if (got.shape.join() !== entry.shape.join())
        failures.push(`${label}: shape ${got.shape.join()} in place of ${entry.shape.join()}`);
      else if (!(difference <= allowed)) failures.push(`${label}: ${difference} > ${allowed}`);
    };
    located.forEach(({ entry, layer }, place) => {
      if (layer.name !== entry.name) failures.push(`${entry.index} is ${layer.name}, not ${entry.name}`);
      if (layer.className !== entry.class && layer.className !== 'Functional')
        failures.push(`${entry.name} is of class ${layer.className}, not ${entry.class}`);
      check(entry, activations[place]!);
    });
    check(located.at(-1)!.entry, alone, ' alone');
    return { layerCount: located.length, failures, worst };
  } finally {
    engine.dispose();
  }
}
