import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { arithmeticInput, arithmeticOf, type ValuePlace } from '../../electron/analysis/arithmetic';
import type { Tensor } from '../../electron/core/tensor';
import { Engine } from '../../electron/engine/engine';
import { openNetwork } from '../../electron/model/readers/open-network';
import type { Network, TensorRef } from '../../electron/model/network';
import { seededRandom } from '../contract/mutations';
import { largestValue, locate, readCaseFolder } from '../fixtures/keras-cases';

const fixtures = path.join(import.meta.dirname, '../fixtures');

/** Cases with convolutions or dense layers: plain, depthwise, separable, grouped, dilated, transposed, with all paddings. */
const CASES = [
  ...['k2_h5_residual', 'k2_h5_acts', 'k2_h5_mobile', 'k2_h5_nested', 'k2_h5_seq_gray'],
  ...['k3_h5_mobile', 'k3_keras_acts', 'k3_keras_anysize', 'k3_keras_inception', 'k3_keras_nested'],
].map((name) => path.join('keras', name));
const LAYER_CASES = readdirSync(path.join(fixtures, 'keras-layers'))
  .filter((name) => /convolutions|dilated_transposed|causal|four_channels|grey/.test(name))
  .map((name) => path.join('keras-layers', name));

let engine: Engine | undefined;
afterEach(() => engine?.dispose());

/** A few values of a result: its corners, where windows lie over the edge, and others. */
function placesIn(shape: readonly number[], random: () => number): ValuePlace[] {
  const [rows, columns] = [shape.length > 2 ? shape[1]! : 1, shape.length === 4 ? shape[2]! : 1];
  const channels = shape.at(-1)!;
  const any = (count: number) => Math.floor(random() * count);
  return [
    { row: 0, column: 0, channel: 0 },
    { row: rows - 1, column: columns - 1, channel: channels - 1 },
    { row: 0, column: columns - 1, channel: any(channels) },
    ...Array.from({ length: 4 }, () => ({ row: any(rows), column: any(columns), channel: any(channels) })),
  ];
}

const valueAt = ({ data, shape }: Pick<Tensor, 'data' | 'shape'>, { row, column, channel }: ValuePlace) => {
  const width = shape.length === 4 ? shape[2]! : 1;
  return data[(row * width + column) * shape.at(-1)! + channel]!;
};

/** Compares some values of a result with their arithmetic. */
function check(network: Network, ref: TensorRef, results: readonly Tensor[], random: () => number): number {
  const [input, unit, result] = results as [Tensor, Tensor, Tensor];
  const scale = largestValue(result.data);
  const activate = (layer: Network['layers'][number], value: number) => engine!.activate(layer, value);
  const places = placesIn(result.shape, random);
  for (const place of places) {
    const found = arithmeticOf(network, ref, place, { input, shape: unit.shape, activate });
    const { patch, filter, sum, steps } = found;
    expect(patch).toHaveLength(filter.weights.length);
    expect(patch.reduce((total, one, at) => total + one * filter.weights[at]!, 0)).toBe(sum);
    expect(steps.at(-1)?.after ?? sum).toBe(found.result);
    const want = valueAt(result, place);
    expect(Math.abs(found.result - want), JSON.stringify(place)).toBeLessThanOrEqual(1e-5 * scale);
  }
  return places.length;
}

it.each([...CASES, ...LAYER_CASES])('%s: patch times kernel, step by step, is the value', async (name) => {
  const testCase = readCaseFolder(path.join(fixtures, name));
  const network = await openNetwork(testCase.modelFile);
  engine = Engine.create(network);
  const random = seededRandom(3);
  const classes = new Set<string>();
  let count = 0;
  for (const entry of testCase.entries) {
    const { ref } = locate(network, entry);
    const source = arithmeticInput(network, ref);
    if (!source || entry.shape[0] !== 1) continue;
    const wanted = [source.input, { call: source.unit, output: 0 }];
    const { activations } = engine.run({ activations: wanted }, testCase.input);
    // The value itself is that of real Keras.
    const result = { data: testCase.values(entry), shape: entry.shape };
    count += check(network, ref, [...activations, result], random);
    classes.add(network.calls[source.unit]!.layer.className);
  }
  expect(count).toBeGreaterThan(6);
  expect(classes.size).toBeGreaterThan(0);
});
