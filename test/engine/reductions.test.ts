import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { meanHypercolumn } from '../oracles/hypercolumn';
import { quantiseMap, rangeOf } from '../../electron/core/quantise';
import { channelStatistics } from '../oracles/statistics';
import type { Tensor } from '../../electron/core/tensor';
import { Engine } from '../../electron/engine/engine';
import type { TensorRef } from '../../electron/model/network';
import { openNetwork } from '../../electron/model/readers/open-network';
import { largestDifference, readKerasCase } from '../fixtures/keras-cases';

/**
 * What the graph reduces natively, against the same reductions in plain TypeScript over the float activations of one
 * pass; those are checked against NumPy, matplotlib and Pillow in test/unit/core.
 */
describe('reductions inside the graph', () => {
  const testCase = readKerasCase('k3_keras_inception');
  let engine: Engine;
  let refs: TensorRef[];
  let floats: Tensor[];

  beforeAll(async () => {
    const network = await openNetwork(testCase.modelFile);
    engine = Engine.create(network);
    refs = network.layers
      .map((layer) => layer.outputs[0]![0]!)
      .filter((ref) => network.calls[ref.call]!.outputShapes[0]!.length === 4);
    floats = engine.run({ activations: refs }, testCase.input).activations.map(({ data, shape }) => ({
      data,
      shape: shape.slice(1),
    }));
  });
  afterAll(() => {
    engine.dispose();
  });

  const channelOf = ({ data, shape }: Tensor, channel: number) => {
    const [height, width, channels] = shape as [number, number, number];
    return Float32Array.from({ length: height * width }, (_, pixel) => data[pixel * channels + channel]!);
  };

  it('gives the statistics of every map: extremes and zeros exactly, mean and std within 3e-6 of the map', () => {
    const { statistics } = engine.run({ statistics: refs }, testCase.input);
    statistics.forEach((got, place) => {
      const want = channelStatistics(floats[place]!);
      expect([got.height, got.width, got.channels]).toEqual(floats[place]!.shape);
      for (let channel = 0; channel < got.channels; channel++) {
        const scale = Math.max(Math.abs(want.min[channel]!), Math.abs(want.max[channel]!));
        // The path may be folded differently without the float outputs, hence not bit for bit.
        expect(Math.abs(got.min[channel]! - want.min[channel]!)).toBeLessThanOrEqual(3e-6 * scale);
        expect(Math.abs(got.max[channel]! - want.max[channel]!)).toBeLessThanOrEqual(3e-6 * scale);
        expect(Math.abs(got.mean[channel]! - want.mean[channel]!)).toBeLessThanOrEqual(3e-6 * scale);
        expect(Math.abs(got.std[channel]! - want.std[channel]!)).toBeLessThanOrEqual(3e-6 * scale);
        expect(Math.abs(got.zeros[channel]! - want.zeroShare[channel]!)).toBeLessThanOrEqual(1e-6);
      }
    });
  });

  it('gives maps as bytes by the rule of matplotlib, equal but for 1 step in at most 1 of 5,000 pixels', () => {
    // Floats and bytes from the same pass, so that both see the same numbers.
    const { activations, maps } = engine.run(
      { activations: refs, maps: refs.map((ref) => ({ ref })) },
      testCase.input,
    );
    let pixels = 0;
    let offByOne = 0;
    maps.forEach((got, place) => {
      const float = { data: activations[place]!.data, shape: activations[place]!.shape.slice(1) };
      const size = got.height * got.width;
      for (let channel = 0; channel < got.channels; channel++) {
        const values = channelOf(float, channel);
        const { min, max } = rangeOf(values);
        expect(got.min[channel]).toBe(min);
        expect(got.max[channel]).toBe(max);
        const want = quantiseMap(values, min, max);
        const bytes = got.indices.subarray(channel * size, (channel + 1) * size);
        want.forEach((index, pixel) => {
          const difference = Math.abs(index - bytes[pixel]!);
          expect(difference).toBeLessThanOrEqual(1);
          offByOne += difference;
        });
        pixels += size;
      }
    });
    expect(pixels).toBeGreaterThan(100_000);
    expect(offByOne).toBeLessThanOrEqual(pixels / 5000);
  });

  it('picks channels by a fed list, in the given order, without a new graph', () => {
    const ref = refs[6]!;
    const all = engine.run({ maps: [{ ref }] }, testCase.input).maps[0]!;
    const size = all.height * all.width;
    for (const channels of [[0, 1, 2], [5, 2], [7]]) {
      const got = engine.run({ maps: [{ ref, channels }] }, testCase.input).maps[0]!;
      expect(got.channels).toBe(channels.length);
      channels.forEach((channel, place) => {
        expect(got.indices.subarray(place * size, (place + 1) * size)).toEqual(
          all.indices.subarray(channel * size, (channel + 1) * size),
        );
        expect(got.min[place]).toBe(all.min[channel]);
        expect(got.max[place]).toBe(all.max[channel]);
      });
    }
  });

  it('scales maps by fixed limits', () => {
    const ref = refs[2]!;
    const values = channelOf(floats[2]!, 3);
    const size = values.length;
    const [min, max] = [-0.25, 0.5];
    const got = engine.run({ maps: [{ ref }], mapScope: 'fixed', fixedRange: [min, max] }, testCase.input)
      .maps[0]!;
    expect(got.min).toEqual(new Float32Array(got.channels).fill(min));
    expect(got.max).toEqual(new Float32Array(got.channels).fill(max));
    expect(
      largestDifference(got.indices.subarray(3 * size, 4 * size), quantiseMap(values, min, max)),
    ).toBeLessThanOrEqual(1);
  });

  it('averages hypercolumns as the naive definition does, within 1e-6 of the range', () => {
    const sets = [
      [1, 4, 7],
      [0, 2, 5, 9, 12, 20],
    ];
    const { hypercolumns } = engine.run(
      { hypercolumns: sets.map((set) => set.map((place) => refs[place]!)) },
      testCase.input,
    );
    sets.forEach((set, place) => {
      const [, height, width] = testCase.input.shape as [number, number, number];
      const want = meanHypercolumn(
        set.map((layer) => floats[layer]!),
        height,
        width,
      );
      const { min, max } = rangeOf(want);
      expect(hypercolumns[place]!.shape).toEqual([1, height, width]);
      expect(largestDifference(hypercolumns[place]!.data, want)).toBeLessThanOrEqual(1e-6 * (max - min));
    });
  });

  it('gives for a batch what the single pictures give, within 1e-5 of the layer', () => {
    const { data, shape } = testCase.input;
    const other = data.map((value) => -0.5 * value);
    const batch = { data: Float32Array.from([...data, ...other]), shape: [2, ...shape.slice(1)] };
    const request = { activations: [refs[8]!], maps: [{ ref: refs[8]! }], statistics: [refs[8]!] };
    const both = engine.run(request, batch);
    const singles = [data, other].map((pixels) => engine.run(request, { data: pixels, shape }));
    singles.forEach((single, entry) => {
      const part = (all: Float32Array) =>
        all.subarray((entry * all.length) / 2, ((entry + 1) * all.length) / 2);
      const scale = Math.max(...single.statistics[0]!.max);
      expect(
        largestDifference(part(both.activations[0]!.data), single.activations[0]!.data),
      ).toBeLessThanOrEqual(1e-5 * scale);
      expect(largestDifference(part(both.maps[0]!.max), single.maps[0]!.max)).toBeLessThanOrEqual(
        1e-5 * scale,
      );
      expect(
        largestDifference(part(both.statistics[0]!.mean), single.statistics[0]!.mean),
      ).toBeLessThanOrEqual(1e-5 * scale);
      const bytes = single.maps[0]!.indices.length;
      const indices = both.maps[0]!.indices.subarray(entry * bytes, (entry + 1) * bytes);
      expect(largestDifference(indices, single.maps[0]!.indices)).toBeLessThanOrEqual(1);
    });
  });
});
