import { describe, expect, it } from 'vitest';
import { meanHypercolumn } from '../../oracles/hypercolumn';
import { rangeOf } from '../../../electron/core/quantise';
import { resizeBilinearFloat } from '../../../electron/core/resize';
import type { Tensor } from '../../../electron/core/tensor';
import { channelOf, drawing, drawingFloats, largestDifference, realLayer } from '../drawing-fixtures';

/** The definition: enlarge every single map, then take the mean of all. */
function naiveHypercolumn(layers: readonly Tensor[], outHeight: number, outWidth: number): Float64Array {
  const mean = new Float64Array(outHeight * outWidth);
  const count = layers.reduce((sum, { shape }) => sum + shape[2]!, 0);
  for (const layer of layers)
    for (let channel = 0; channel < layer.shape[2]!; channel++) {
      const [height, width] = layer.shape;
      const enlarged = resizeBilinearFloat(
        channelOf(layer, channel),
        height!,
        width!,
        1,
        outHeight,
        outWidth,
      );
      for (let i = 0; i < mean.length; i++) mean[i]! += enlarged[i]! / count;
    }
  return mean;
}

function madeLayers(): Tensor[] {
  const floats = drawingFloats('hypercolumn-made.f32');
  let start = 0;
  return drawing.hypercolumn.made.shapes.map((shape) => {
    const [from, count] = [start, shape[0] * shape[1] * shape[2]];
    start += count;
    return { data: floats.slice(from, from + count), shape };
  });
}

const { made, real } = drawing.hypercolumn;
const cases = [
  { name: 'made', layers: madeLayers(), ...made },
  { name: 'real', layers: real.layers.map(realLayer), height: real.height, width: real.width },
];

describe.each(cases)('meanHypercolumn of $name maps', ({ name, layers, height, width }) => {
  const got = meanHypercolumn(layers, height, width);
  const { min, max } = rangeOf(got);

  it.each(['pillow', 'tensorflow'])(
    'equals the mean of maps enlarged by %s within 1e-6 of its range',
    (library) => {
      const want = drawingFloats(`hypercolumn-${name}-${library}.f32`);
      expect(largestDifference(got, want) / (max - min)).toBeLessThanOrEqual(1e-6);
    },
  );

  it('equals its naive definition within 1e-6 of its range', () => {
    expect(largestDifference(got, naiveHypercolumn(layers, height, width)) / (max - min)).toBeLessThanOrEqual(
      1e-6,
    );
  });
});

describe('meanHypercolumn', () => {
  it('weighs every channel the same', () => {
    const one = { data: Float32Array.of(10), shape: [1, 1, 1] };
    const three = { data: Float32Array.of(1, 2, 3), shape: [1, 1, 3] };
    expect(Array.from(meanHypercolumn([one, three], 1, 2))).toEqual([4, 4]);
  });

  it('refuses no layer and maps of another rank', () => {
    expect(() => meanHypercolumn([], 2, 2)).toThrow('at least one layer');
    expect(() => meanHypercolumn([{ data: new Float32Array(4), shape: [4] }], 2, 2)).toThrow('not [4]');
    expect(() => meanHypercolumn([{ data: new Float32Array(4), shape: [2, 2, 2] }], 2, 2)).toThrow(
      'not [2, 2, 2]',
    );
  });
});
