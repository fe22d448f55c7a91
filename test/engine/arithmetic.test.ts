import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { arithmeticOf, wayTo, type ValuePlace, type ValueWay } from '../../electron/analysis/arithmetic';
import { softmaxStep } from '../../electron/analysis/softmax-step';
import type { Tensor } from '../../electron/core/tensor';
import { Engine } from '../../electron/engine/engine';
import { openNetwork } from '../../electron/model/readers/open-network';
import type { Network } from '../../electron/model/network';
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

/** Compares some values of a result of real Keras with their arithmetic. */
function check(
  network: Network,
  way: ValueWay,
  { input, logits, result }: { input?: Tensor; logits?: Tensor; result: Tensor },
  random: () => number,
): number {
  const scale = largestValue(result.data);
  const activate = (layer: Network['layers'][number], value: number) => engine!.activate(layer, value);
  const places = placesIn(result.shape, random);
  for (const place of places) {
    const found = arithmeticOf(network, way, place, { input, logits, shape: result.shape, activate });
    const { products, steps } = found;
    if (products) {
      const { patch, filter, sum } = products;
      expect(patch).toHaveLength(filter.weights.length);
      expect(patch.reduce((total, one, at) => total + one * filter.weights[at]!, 0)).toBe(sum);
    }
    expect(steps.at(-1)?.after ?? products!.sum).toBe(found.result);
    const want = valueAt(result, place);
    expect(Math.abs(found.result - want), JSON.stringify(place)).toBeLessThanOrEqual(1e-5 * scale);
  }
  return places.length;
}

/** Checks the results of a case that come about in the wanted way; which classes make them. */
async function checkCase(name: string, isWanted: (way: ValueWay) => boolean) {
  const testCase = readCaseFolder(path.join(fixtures, name));
  const network = await openNetwork(testCase.modelFile);
  engine = Engine.create(network);
  const random = seededRandom(3);
  const made = new Set<string>();
  let count = 0;
  for (const entry of testCase.entries) {
    const { ref } = locate(network, entry);
    const way = wayTo(network, ref);
    if (!way || !isWanted(way) || entry.shape[0] !== 1 || entry.shape.length > 4) continue;
    const { activations } = engine.run(
      { activations: [way.input, way.logits].filter((one) => one !== undefined) },
      testCase.input,
    );
    const input = way.input && activations[0]!;
    const logits = way.logits && activations.at(-1)!;
    const result = { data: testCase.values(entry), shape: entry.shape };
    count += check(network, way, { ...(input && { input }), ...(logits && { logits }), result }, random);
    const by = network.calls[(way.softmax?.call ?? way.chain?.unit)!]!.layer.className;
    made.add(way.softmax ? `${by} ${way.softmax.name} ${entry.shape.length}` : by);
  }
  return { count, made };
}

it.each([...CASES, ...LAYER_CASES])('%s: patch times kernel, step by step, is the value', async (name) => {
  const { count, made } = await checkCase(name, ({ softmax }) => softmax === undefined);
  expect(count).toBeGreaterThan(6);
  expect(made.size).toBeGreaterThan(0);
});

const SOFTMAX_CASES = [
  ['keras/k2_h5_acts', ['Activation softmax 4', 'Conv2D softmax 4', 'Dense softmax 2', 'Softmax softmax 4']],
  [
    'keras/k3_keras_acts',
    ['Activation softmax 4', 'Conv2D softmax 4', 'Dense softmax 2', 'Softmax softmax 4'],
  ],
  ['keras/k2_h5_seq_gray', ['Softmax softmax 2']],
  ['keras/k3_h5_updown', ['Conv2D softmax 4']],
  ['keras-layers/k2-activations-h5', ['Activation log_softmax 4', 'Activation softmax 4']],
  [
    'keras-layers/k3-activations-keras',
    ['Activation log_softmax 4', 'Activation softmax 4', 'Conv2D log_softmax 4', 'Softmax softmax 4'],
  ],
  ['keras-layers/k3-recurrent_any_size-keras', ['Dense softmax 3']],
] as const;

it.each(SOFTMAX_CASES)(
  '%s: a softmax over the channels, step by step, is the value',
  async (name, wanted) => {
    const { made } = await checkCase(name, ({ softmax }) => softmax !== undefined);
    expect([...made].sort()).toEqual(wanted);
  },
);

describe('a softmax', () => {
  it('takes the largest number away first, so that no power overflows', () => {
    // scipy.special.softmax and log_softmax of [1000, 1001, 999]
    const logits = Float64Array.of(1000, 1001, 999);
    const found = softmaxStep('softmax', logits, 0);
    expect(found).toMatchObject({ largest: 1001, channel: 0 });
    expect(found.total).toBeCloseTo(1.5032147244080551, 14);
    expect(found.after).toBeCloseTo(0.24472847105479764, 14);
    expect(softmaxStep('log_softmax', logits, 0).after).toBeCloseTo(-1.4076059644443804, 14);
  });

  it('starts at a kernel where one is behind it; one over rows is left out', async () => {
    const network = await openNetwork(path.join(fixtures, 'keras/k3_keras_acts/model.keras'));
    const called = (name: string) => network.calls.findIndex(({ layer }) => layer.name === name);
    const wayOf = (name: string) => wayTo(network, { call: called(name), output: 0 });
    const [kernel, own, dense] = ['pre_softmax', 'layer_softmax', 'probs'].map(called);
    expect(wayOf('layer_softmax')).toEqual({
      chain: { unit: kernel, steps: [] },
      softmax: { call: own, name: 'softmax', steps: [] },
      input: network.calls[kernel!]!.inputs[0],
      logits: { call: kernel, output: 0 },
    });
    expect(wayOf('probs')).toMatchObject({
      chain: { unit: dense, steps: [] },
      softmax: { call: dense },
      logits: undefined,
    });
    expect(wayOf('softmax_rows')).toBeUndefined();
  });
});
