import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { kernelOf } from '../../electron/analysis/kernel-view';
import { filterAt, normalizationAt } from '../../electron/model/filters/filter';
import { openNetwork } from '../../electron/model/readers/open-network';

const fixtures = path.join(import.meta.dirname, '../fixtures');

interface ExpectedFilter {
  readonly index: number;
  readonly filter: number;
  readonly channels: readonly number[];
  readonly window: readonly [number, number];
  /** [channels, height, width] */
  readonly weights: readonly number[];
  readonly bias: number | null;
}
interface ExpectedNorm {
  readonly index: number;
  /** Of the first and the last channel. */
  readonly factor: readonly [number, number];
  readonly shift: readonly [number, number];
}

/** What `layer.get_weights()` of real Keras gives (test/fixtures/make-kernels.py). */
const { cases } = JSON.parse(readFileSync(path.join(fixtures, 'kernels.json'), 'utf8')) as {
  cases: Record<string, (ExpectedFilter | ExpectedNorm)[]>;
};

const isFilter = (one: ExpectedFilter | ExpectedNorm): one is ExpectedFilter => 'filter' in one;
const lengthOf = (values: readonly number[]) => Math.hypot(...values);

describe.each(Object.keys(cases))('kernels of %s', (file) => {
  it('are those of get_weights(), and what is shown of them is what is largest', async () => {
    const network = await openNetwork(path.join(fixtures, file));
    for (const want of cases[file]!.filter(isFilter)) {
      const layer = network.layers[want.index]!;
      const taps = want.window[0] * want.window[1];
      const planes = want.channels.map((_, place) => want.weights.slice(place * taps, (place + 1) * taps));
      const { height, width, channels, weights, bias, hasBias } = filterAt(layer, want.filter);
      expect([height, width, [...channels]]).toEqual([...want.window, want.channels]);
      planes.forEach((plane, place) =>
        plane.forEach((weight, tap) =>
          // A separable kernel is multiplied out in double precision there too, added up in another order.
          expect(weights[tap * channels.length + place]).toBeCloseTo(weight, 12),
        ),
      );
      expect(hasBias ? bias : null).toBe(want.bias);

      const ref = layer.outputs[0]![0]!;
      const view = kernelOf(network, ref, want.filter);
      // A softmax over all channels is no value of one kernel.
      if (!view) continue;
      const order =
        view.kind === 'colour' ? [0, 1, 2] : [...view.channels].map((one) => want.channels.indexOf(one));
      const sizes = planes.map(lengthOf);
      order.forEach((place, at) => {
        const shown = view.values.subarray(at * taps, (at + 1) * taps);
        expect([...shown]).toEqual(planes[place]!.map(Math.fround));
        expect(view.norms[at]).toBeCloseTo(sizes[place]!, 6);
      });
      const left = sizes.filter((_, place) => !order.includes(place));
      if (view.kind !== 'colour') {
        const sorted = order.map((place) => sizes[place]!);
        expect(sorted).toEqual(sorted.toSorted((a, b) => b - a));
        expect(Math.min(...sorted)).toBeGreaterThanOrEqual(Math.max(0, ...left));
      }
      expect(view.inputs).toBe(want.channels.length);
      expect(view.limit).toBe(Math.max(...want.weights.map(Math.abs)));
      expect(view.kind === 'bars').toBe(taps === 1);
      expect(order).toHaveLength(Math.min(view.kind === 'bars' ? 64 : 6, want.channels.length));
    }
  });

  it('have batch normalizations as the factors they are', async () => {
    const network = await openNetwork(path.join(fixtures, file));
    for (const want of cases[file]!) {
      if (isFilter(want)) continue;
      const layer = network.layers[want.index]!;
      const last = layer.weights[0]!.shape[0]! - 1;
      [0, last].forEach((channel, end) => {
        const { factor, shift } = normalizationAt(layer, channel);
        expect(factor).toBeCloseTo(want.factor[end]!, 9);
        expect(shift).toBeCloseTo(want.shift[end]!, 9);
      });
    }
  });
});

it('the first layer shows red, green and blue; an activation shows the kernel before it, and its batch normalization', async () => {
  const network = await openNetwork(path.join(fixtures, 'keras/k3_keras_inception/model.keras'));
  const [convolution, norm, relu] = ['Conv2D', 'BatchNormalization', 'Activation'].map((name) =>
    network.layers.find(({ className }) => className === name)!,
  ) as [(typeof network.layers)[number], (typeof network.layers)[number], (typeof network.layers)[number]];
  const view = kernelOf(network, relu.outputs[0]![0]!, 2)!;
  expect(view).toMatchObject({ kind: 'colour', inputs: 3, height: 3, width: 3 });
  expect(network.calls[view.unit]!.layer).toBe(convolution);
  expect(view.normalizations.map(({ call, ...one }) => [network.calls[call]!.layer, one])).toEqual([
    [norm, normalizationAt(norm, 2)],
  ]);
  expect(kernelOf(network, convolution.outputs[0]![0]!, 2)!.normalizations).toEqual([]);
  const pooled = network.layers.find(({ className }) => className === 'MaxPooling2D')!;
  expect(kernelOf(network, pooled.outputs[0]![0]!, 0)).toBeUndefined();
});
