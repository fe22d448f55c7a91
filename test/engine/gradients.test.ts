import path from 'node:path';
import { expect, it } from 'vitest';
import type { Tensor } from '../../electron/core/tensor';
import { Engine } from '../../electron/engine/engine';
import type { Network, TensorRef } from '../../electron/model/network';
import { openNetwork } from '../../electron/model/readers/open-network';
import {
  gradientCases,
  gradientsBy,
  weightsOf,
  worstOf,
  type GradientCase,
} from '../fixtures/gradient-cases';
import { locate, readCaseFolder } from '../fixtures/keras-cases';

/**
 * Expected values: tf.GradientTape in Keras 3.15.1 and tf_keras 2.16.0 on TensorFlow 2.16.2 without oneDNN
 * (test/fixtures/make-gradients.py), in all of which numbers are float32.
 */
const { 'efficientnet-lite0': bundled, ...cases } = gradientCases;

/** Layers whose gradients are further than 1e-5 of the largest value from Keras'. */
function strangers(
  network: Network,
  input: Tensor,
  layers: readonly { readonly name: string; readonly ref: TensorRef }[],
  told: GradientCase,
  sumShare = 1,
): object[] {
  const engine = Engine.create(network);
  try {
    const pixels = network.inputs[0]!;
    const all = gradientsBy(engine, input, [pixels, ...layers.map(({ ref }) => ref)], told.logit);
    // By the input alone batch normalization is folded into the convolutions.
    const [alone] = gradientsBy(engine, input, [pixels], told.logit);
    const found = [
      { name: 'input alone', worst: worstOf(alone, told.input, sumShare) },
      { name: 'input', worst: worstOf(all[0], told.input, sumShare) },
      ...layers.map(({ name }, place) => ({
        name,
        worst: worstOf(all[place + 1], told.layers[place]!, sumShare),
      })),
    ];
    return found.filter(({ worst }) => !(worst <= 1e-5));
  } finally {
    engine.dispose();
  }
}

const OPEN_STEPS = /recurrent_any_size/;

it.each(Object.entries(cases).filter(([name]) => OPEN_STEPS.test(name)))(
  '%s: steps of an open number are refused by the name of their layer',
  async (name) => {
    const testCase = readCaseFolder(path.join(import.meta.dirname, '../fixtures', name));
    const engine = Engine.create(await openNetwork(testCase.modelFile, testCase.architecture));
    const { inputs } = engine.network;
    expect(() => gradientsBy(engine, testCase.input, inputs, false)).toThrow(
      expect.objectContaining({ code: 'engine/no-gradient' }),
    );
    engine.dispose();
  },
);

const differentiable = Object.entries(cases).filter(([name]) => !OPEN_STEPS.test(name));

it.each(differentiable)('%s: gradients by input and every layer are those of Keras', async (name, told) => {
  const testCase = readCaseFolder(path.join(import.meta.dirname, '../fixtures', name));
  const network = await openNetwork(testCase.modelFile, testCase.architecture);
  const layers = testCase.entries.map((entry) => ({
    name: `${entry.index} ${entry.name} (${entry.class})`,
    ref: locate(network, entry).ref,
  }));
  expect(strangers(network, testCase.input, layers, told)).toEqual([]);
});

/**
 * In a layer of 451,584 values of this model, about two lie within rounding of a corner of ReLU6, where the slope jumps. They show
 * in sums over all values, which get 3e-4; without them whole layers, compared value by value, differ by 8e-7.
 */
it('EfficientNet-Lite0: gradients by input and every layer are those of Keras', async () => {
  const file = path.join(import.meta.dirname, '../../models/efficientnet-lite0/efficientnet-lite0.keras');
  const network = await openNetwork(file);
  const layers = network.layers.map(({ name, outputs }) => ({ name, ref: outputs[0]![0]! }));
  expect(strangers(network, weightsOf([1, 224, 224, 3]), layers, bundled!, 1 / 30)).toEqual([]);
});

it('importance of channels is the sum of activation times gradient over each map, of all layers in one pass', async () => {
  const testCase = readCaseFolder(path.join(import.meta.dirname, '../fixtures/keras/k3_keras_inception'));
  const engine = Engine.create(await openNetwork(testCase.modelFile));
  const { network } = engine;
  const of = network.outputs[0]!;
  const by = testCase.entries
    .filter(({ shape }) => shape.length === 4)
    .map((entry) => locate(network, entry).ref);
  const weights = weightsOf(network.calls[of.call]!.outputShapes[0]!.map((length) => length ?? 1));
  const request = { of, beforeActivation: true, by };
  const whole = engine.differentiate({ ...request, withActivations: true }, testCase.input, weights);
  const { importance } = engine.differentiate(
    { ...request, by: [], importance: by },
    testCase.input,
    weights,
  );
  engine.dispose();
  whole.activations.forEach(({ data, shape }, place) => {
    const channels = shape.at(-1)!;
    const [sums, sizes] = [new Float64Array(channels), new Float64Array(channels)];
    data.forEach((value, at) => {
      const term = value * whole.gradients[place]!.data[at]!;
      sums[at % channels]! += term;
      sizes[at % channels]! += Math.abs(term);
    });
    const largest = Math.max(...sizes);
    importance[place]!.data.forEach((sum, channel) => {
      expect(Math.abs(sum - sums[channel]!)).toBeLessThanOrEqual(1e-5 * largest);
    });
  });
});
