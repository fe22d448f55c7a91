import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { Engine } from '../../electron/engine/engine';
import { openHdf5File } from '../../electron/model/readers/hdf5';
import { nameList } from '../../electron/model/readers/h5-file';
import { openNetwork } from '../../electron/model/readers/open-network';
import { largestDifference, largestValue, locate, readCaseFolder } from '../fixtures/keras-cases';

/**
 * Writes a tfjs layers-model as its converter does with an .h5 file: weights under the names that the file lists for each
 * layer, without `:0`. Source: tensorflowjs 4.22, converters/keras_h5_conversion.py.
 */
async function writeTfjs(h5: string, folder: string): Promise<string> {
  const file = await openHdf5File(h5, statSync(h5).size);
  const weights: object[] = [];
  const parts: Uint8Array[] = [];
  try {
    for (const layer of nameList(file, '/model_weights', 'layer_names'))
      for (const name of nameList(file, `/model_weights/${layer}`, 'weight_names')) {
        const array = file.array(`/model_weights/${layer}/${name}`)!;
        weights.push({ name: name.replace(/:\d+$/, ''), shape: array.shape, dtype: 'float32' });
        parts.push(new Uint8Array(array.read().slice().buffer));
      }
    const topology = {
      keras_version: file.attribute('/', 'keras_version'),
      backend: 'tensorflow',
      model_config: JSON.parse(file.attribute('/', 'model_config') as string) as unknown,
    };
    writeFileSync(path.join(folder, 'group1-shard1of1.bin'), Buffer.concat(parts));
    const weightsManifest = [{ paths: ['group1-shard1of1.bin'], weights }];
    const json = { format: 'layers-model', modelTopology: topology, weightsManifest };
    writeFileSync(path.join(folder, 'model.json'), JSON.stringify(json));
  } finally {
    file.close();
  }
  return path.join(folder, 'model.json');
}

/** Expected values: Keras, test/references. */
it.each(['k2-attention-h5', 'k3-attentions-h5', 'k3-vision_transformer-h5'])(
  '%s as a tfjs layers-model gives every layer as Keras does',
  async (name) => {
    const testCase = readCaseFolder(path.join(import.meta.dirname, '../fixtures/keras-layers', name));
    const folder = mkdtempSync(path.join(os.tmpdir(), 'featurescope-test-'));
    try {
      const network = await openNetwork(await writeTfjs(testCase.modelFile, folder));
      const engine = Engine.create(network);
      const refs = testCase.entries.map((entry) => locate(network, entry).ref);
      const { activations } = engine.run({ activations: refs }, testCase.input);
      engine.dispose();
      testCase.entries.forEach((entry, place) => {
        const want = testCase.values(entry);
        const allowed = testCase.tolerance.abs + testCase.tolerance.rel * largestValue(want);
        expect(activations[place]!.shape, entry.name).toEqual(entry.shape);
        expect(largestDifference(activations[place]!.data, want), entry.name).toBeLessThanOrEqual(allowed);
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
