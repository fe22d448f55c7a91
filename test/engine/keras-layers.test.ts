import path from 'node:path';
import { expect, it } from 'vitest';
import { casesIn, compareCase } from '../references/compare';

const folder = path.join(import.meta.dirname, '../fixtures/keras-layers');

/** Expected values: Keras 3.15.1 and tf_keras 2.16.0 on TensorFlow 2.16.2 (test/references). */
it.each(casesIn(folder))('%s gives every layer as Keras does', async (name) => {
  const { failures, layerCount } = await compareCase(path.join(folder, name));
  expect(failures).toEqual([]);
  expect(layerCount).toBeGreaterThan(2);
});
