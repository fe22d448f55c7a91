import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Engine } from '../../electron/engine/engine';
import { openNetwork } from '../../electron/model/readers/open-network';
import { readKerasCase } from '../fixtures/keras-cases';

interface ExpectedLayer {
  readonly index: number;
  readonly entropy: readonly number[];
  readonly r: readonly (number | null)[];
  readonly limit: readonly number[] | null;
}

const { cases } = JSON.parse(
  readFileSync(path.join(import.meta.dirname, '../fixtures/map-statistics.json'), 'utf8'),
) as { cases: Record<string, ExpectedLayer[]> };

/** Against NumPy on the activations of real Keras (test/fixtures/make-map-statistics.py). */
describe.each(Object.keys(cases))('statistics of the maps of %s', (name) => {
  it('equal those of NumPy: entropy, correlation with the input, share at the limit', async () => {
    const testCase = readKerasCase(name);
    const network = await openNetwork(testCase.modelFile);
    const engine = Engine.create(network);
    const layers = cases[name]!;
    const refs = layers.map(({ index }) => network.layers[index]!.outputs[0]![0]!);
    const { statistics } = engine.run({ statistics: refs, withDetails: true }, testCase.input);
    engine.dispose();
    layers.forEach((want, place) => {
      const got = statistics[place]!;
      const pixels = got.height * got.width;
      for (let channel = 0; channel < got.channels; channel++) {
        // A value that lies on the border of two bins may fall into either by a float's last digit: two of the pixels here.
        const oneMoved = (2 * Math.log2(pixels + 1)) / pixels + 1e-5;
        expect(Math.abs(got.entropy![channel]! - want.entropy[channel]!)).toBeLessThanOrEqual(oneMoved);
        const r = want.r[channel] ?? NaN;
        if (Number.isNaN(r)) expect(got.r![channel]).toBeNaN();
        else expect(Math.abs(got.r![channel]! - r)).toBeLessThanOrEqual(2e-5);
        if (want.limit === null) expect(got.limit![channel]).toBeNaN();
        else expect(Math.abs(got.limit![channel]! - want.limit[channel]!)).toBeLessThanOrEqual(1e-6);
      }
    });
  });
});
