import { afterAll, expect, it } from 'vitest';
import { activeMaps, judgeLayer } from '../../electron/core/map-verdicts';
import type { Tensor } from '../../electron/core/tensor';
import { Engine } from '../../electron/engine/engine';
import { VERDICT_KINDS, type VerdictKind } from '../../electron/shared/verdicts';
import { seededRandom } from '../contract/mutations';
import { functional, layerConfig } from '../unit/model/model-files';
import { weightedNetwork } from '../unit/model/weighted-network';

/** One filter of 1 x 1 behind ReLU6 for each fate: weights of red, green and blue, bias, and what follows from them. */
const FILTERS: readonly { weights: readonly number[]; bias: number; fate: VerdictKind | null }[] = [
  { weights: [1, 0, 0], bias: 0, fate: null },
  { weights: [0, 0, 0], bias: -1, fate: 'inactive' },
  { weights: [-2, -1, -1], bias: 0, fate: 'inactive' }, // pictures are above 0
  { weights: [0, 0, 0], bias: 3, fate: 'constant' },
  { weights: [0.0005, 0.001, -0.001], bias: 2, fate: 'constant' }, // a range below 0.003 where the layer has 6
  { weights: [0.299, 0.587, 0.114], bias: 0, fate: 'copy' }, // ITU-R 601 luma
  { weights: [-0.299, -0.587, -0.114], bias: 1, fate: 'copy' },
  { weights: [10, 0, 0], bias: -9.5, fate: 'sparse' }, // one value of twenty is above 0
  { weights: [0, 0, 20], bias: 0, fate: 'saturated' }, // seven of ten are at 6
  { weights: [0, 0.2, -0.6], bias: 2, fate: 'twin' },
  { weights: [0, -0.4, 1.2], bias: 1, fate: 'twin' }, // the one before, turned round
];

const network = weightedNetwork(
  functional([
    layerConfig('InputLayer', 'image', { batch_input_shape: [null, 32, 32, 3] }),
    layerConfig('Conv2D', 'conv', { filters: FILTERS.length, kernel_size: 1, strides: 1 }, ['image']),
    layerConfig('ReLU', 'act', { max_value: 6 }, ['conv']),
  ]),
  (_, weight) =>
    weight === 'bias'
      ? FILTERS.map(({ bias }) => bias)
      : [0, 1, 2].flatMap((colour) => FILTERS.map(({ weights }) => weights[colour]!)),
);
const engine = Engine.create(network);
afterAll(() => engine.dispose());

/** Colours that vary by themselves, in 0..1. */
function pictureOf(seed: number): Tensor {
  return { data: Float32Array.from({ length: 32 * 32 * 3 }, seededRandom(seed)), shape: [1, 32, 32, 3] };
}

function judge(picture: Tensor, pictures: number) {
  const act = network.layers[2]!.outputs[0]![0]!;
  const [numbers] = engine.run({ statistics: [act], withVerdicts: true }, picture).statistics;
  const active = Int32Array.from(activeMaps(numbers!), (isActive) => (isActive ? pictures : 0));
  const verdicts = judgeLayer(numbers!, numbers!.twins!, { pictures, active }, false);
  return { ...verdicts, names: Array.from(verdicts.kinds, (kind) => VERDICT_KINDS[kind - 1] ?? null) };
}

it('each filter has the verdict that it was built for', () => {
  for (const seed of [1, 2, 3]) {
    const { names, twins } = judge(pictureOf(seed), 1);
    expect(names).toEqual(FILTERS.map(({ fate }) => fate));
    expect([...twins].slice(9)).toEqual([10, 9]);
  }
});

it('what is inactive in five pictures is dead', () => {
  const { names } = judge(pictureOf(4), 5);
  expect(names).toEqual(FILTERS.map(({ fate }) => (fate === 'inactive' ? 'dead' : fate)));
});
