import path from 'node:path';
import { expect, it } from 'vitest';
import { Engine } from '../../electron/engine/engine';
import { openNetwork } from '../../electron/model/readers/open-network';
import { largestDifference, readCaseFolder } from '../fixtures/keras-cases';

const folder = path.join(import.meta.dirname, '../fixtures/keras-layers');

/** Steps, loops, masks and computed sizes must keep pictures apart: several at a time give what each gives alone. */
it.each([
  'k3-each_step-keras',
  'k3-masked_recurrent-keras',
  'k3-masked_attention-keras',
  'k3-conv_lstm-keras',
  'k3-recurrent_cells-keras',
  'k2-computed_sizes-h5',
  'k2-computed_open_sizes-h5',
])('%s gives the same for several pictures at a time', async (name) => {
  const { modelFile, input } = readCaseFolder(path.join(folder, name));
  const network = await openNetwork(modelFile);
  const engine = Engine.create(network);
  try {
    const others = [input.data, input.data.map((value, place) => Math.sin(place) - value)];
    const count = input.data.length;
    const both = new Float32Array(2 * count);
    others.forEach((data, place) => both.set(data, place * count));
    const wanted = { activations: [...network.outputs] };
    const shape = [2, ...input.shape.slice(1)];
    const together = engine.run(wanted, { data: both, shape }).activations;
    others.forEach((data, place) => {
      const alone = engine.run(wanted, { data, shape: input.shape }).activations;
      alone.forEach((result, output) => {
        // A row of numbers that is made from a size alone has no pictures.
        if (result.shape[0] !== 1 || together[output]!.shape[0] !== 2) return;
        const part = together[output]!.data.subarray(
          place * result.data.length,
          (place + 1) * result.data.length,
        );
        expect(largestDifference(part, result.data), `output ${output}`).toBeLessThanOrEqual(1e-5);
      });
    });
  } finally {
    engine.dispose();
  }
});
