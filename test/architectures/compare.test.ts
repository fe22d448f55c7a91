/**
 * The architectures of models/architectures with weights files in every layout, compared with Keras 2 and 3:
 *
 *   python test/architectures/make_references.py FOLDER
 *   FEATURESCOPE_REFERENCES=FOLDER npx vitest run --config test/architectures/vitest.config.mjs
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Engine } from '../../electron/engine/engine';
import { architectureIds, findArchitecture } from '../../electron/model/readers/architecture';
import { openNetwork } from '../../electron/model/readers/open-network';
import { largestDifference, largestValue } from '../fixtures/keras-cases';

const modelsDir = path.resolve(import.meta.dirname, '../../models');
const folder = process.env['FEATURESCOPE_REFERENCES'] ?? '';
if (folder === '')
  throw new Error('say with FEATURESCOPE_REFERENCES where make_references.py wrote its files');
const names = readdirSync(folder).sort();
const ids = await architectureIds(modelsDir);

interface Expected {
  readonly inputShape: number[];
  readonly layers: { name: string; class: string; shape: number[]; offset: number }[];
  readonly keras3: number[];
}

/** Bound for each layer: as for all fixtures made by Keras (test/fixtures/keras/README.md). */
const ABSOLUTE = 1e-6;
const RELATIVE = 3e-5;
/** Bound for probabilities. */
const PREDICTIONS = 1e-5;

function floats(file: string): Float32Array {
  const { buffer, byteOffset, byteLength } = readFileSync(file);
  return new Float32Array(buffer, byteOffset, byteLength / 4);
}

it('has a reference for every architecture', () => {
  expect(names).toEqual([...ids].sort());
});

describe.each(names)('%s', (name) => {
  const file = (part: string) => path.join(folder, name, part);
  const expected = JSON.parse(readFileSync(file('expected.json'), 'utf8')) as Expected;
  const input = { data: floats(file('input.f32')), shape: expected.inputShape };

  it.each(['legacy.h5', 'new.weights.h5'])('gives every layer as Keras does with %s', async (weights) => {
    const network = await openNetwork(file(weights), await findArchitecture(modelsDir, name));
    expect(network.layers.map(({ className }) => className)).toEqual(
      // Keras 2 multiplies by a bare TensorFlow function in EfficientNet where Keras 3 has a layer.
      expected.layers.map((layer) => layer.class.replace('TFOpLambda', 'Rescaling')),
    );
    const engine = Engine.create(network);
    const refs = network.layers.map((layer) => layer.outputs[0]![0]!);
    const all = engine.run({ activations: refs }, input).activations;
    const [alone] = engine.run({ activations: [refs.at(-1)!] }, input).activations;
    engine.dispose();
    const values = floats(file('expected.f32'));
    let worst = 0;
    const failures = expected.layers.flatMap(({ name: layer, shape, offset }, place) => {
      const got = all[place]!;
      const want = values.subarray(offset, offset + got.data.length);
      expect(got.shape).toEqual(shape);
      const scale = largestValue(want);
      expect(scale, layer).toBeGreaterThan(1e-3);
      const difference = largestDifference(got.data, want);
      worst = Math.max(worst, difference / scale);
      return difference <= ABSOLUTE + RELATIVE * scale
        ? []
        : [`${place} ${layer}: ${difference} of ${scale}`];
    });
    const predictions = largestDifference(alone!.data, expected.keras3);
    // eslint-disable-next-line no-console -- the numbers are what this is run for
    console.log(
      `${name}, ${weights}: ${refs.length} layers, worst ${worst.toExponential(1)} of the layer's largest value, predictions ${predictions.toExponential(1)}`,
    );
    expect(failures).toEqual([]);
    expect(predictions).toBeLessThanOrEqual(PREDICTIONS);
  });
});
