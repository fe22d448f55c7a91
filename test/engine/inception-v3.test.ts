import { rmSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Tensor } from '../../electron/core/tensor';
import { Engine } from '../../electron/engine/engine';
import type { Network } from '../../electron/model/network';
import { openNetwork } from '../../electron/model/readers/open-network';
import { largestDifference, largestValue } from '../fixtures/keras-cases';
import { readNsfwjs, writeNsfwjsModel } from '../fixtures/nsfwjs';
import { photoInput } from '../fixtures/photo-input';

/** Independent reference: tfjs-layers 4.22 on the same addon, which runs layer by layer and folds nothing. */
async function tfjsReference(input: Tensor): Promise<Float32Array[]> {
  const { model, shards } = readNsfwjs();
  const weightData = new Uint8Array(Buffer.concat(shards)).buffer;
  const layersModel = await tf.loadLayersModel({
    load: () =>
      Promise.resolve({
        modelTopology: model.modelTopology as object,
        weightSpecs: model.weightsManifest.flatMap((group) => group.weights) as never,
        weightData,
      }),
  });
  const probe = tf.model({
    inputs: layersModel.inputs,
    outputs: layersModel.layers.map((layer) => layer.output as tf.SymbolicTensor),
  });
  const fed = tf.tensor4d(input.data, input.shape as [number, number, number, number]);
  const outputs = probe.predict(fed) as tf.Tensor[];
  const values = outputs.map((output) => output.dataSync<'float32'>().slice());
  tf.dispose([outputs, fed]);
  layersModel.dispose();
  return values;
}

describe('InceptionV3 with trained weights (nsfwjs)', () => {
  let network: Network;
  let engine: Engine;
  let input: Tensor;
  let want: Float32Array[];
  const { folder, file } = writeNsfwjsModel();

  beforeAll(async () => {
    network = await openNetwork(file);
    engine = Engine.create(network);
    input = photoInput('chelsea.png', 299, '0..1');
    want = await tfjsReference(input);
  });
  afterAll(() => {
    engine.dispose();
    rmSync(folder, { recursive: true });
  });

  const allowed = (values: Float32Array) => 1e-6 + 3e-5 * largestValue(values);

  it('has 318 layers in the order of tfjs and Keras', () => {
    expect(network.layers).toHaveLength(318);
    expect(network.layers.slice(0, 5).map((layer) => layer.name)).toEqual([
      'input_1',
      'conv2d_1',
      'batch_normalization_1',
      'activation_1',
      'conv2d_2',
    ]);
    expect(network.layers[310]?.name).toBe('mixed10');
  });

  it('gives all 318 layers as tfjs-layers does, from one pass', () => {
    const refs = network.layers.map((layer) => layer.outputs[0]![0]!);
    const { activations } = engine.run({ activations: refs }, input);
    const failures = activations.flatMap((got, place) => {
      const difference = largestDifference(got.data, want[place]!);
      return difference <= allowed(want[place]!) ? [] : [`${network.layers[place]!.name}: ${difference}`];
    });
    expect(failures).toEqual([]);
  });

  it('gives the same results on the folded path, where no inner result is asked for', () => {
    for (const index of [3, 17, 40, 86, 228, 310, 317]) {
      const { activations } = engine.run({ activations: [network.layers[index]!.outputs[0]![0]!] }, input);
      expect(largestDifference(activations[0]!.data, want[index]!), `layer ${index}`).toBeLessThanOrEqual(
        allowed(want[index]!),
      );
    }
  });
});
