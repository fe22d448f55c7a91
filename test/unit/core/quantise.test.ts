import { describe, expect, it } from 'vitest';
import { quantiseMap, rangeOf } from '../../../electron/core/quantise';
import { channelOf, drawing, drawingBytes, drawingFloats, realLayer } from '../drawing-fixtures';

describe('quantiseMap', () => {
  const floats = drawingFloats('quantise.f32');
  const expected = drawingBytes('quantise.u8');
  let start = 0;
  for (const { name, count } of drawing.quantise.cases) {
    const [from, to] = [start, start + count];
    start = to;
    it(`equals matplotlib index by index: ${name}`, () => {
      const values = floats.slice(from, to);
      const { min, max } = rangeOf(values);
      expect(quantiseMap(values, min, max)).toEqual(expected.slice(from, to));
    });
  }

  it('equals matplotlib on every channel of a real layer', () => {
    const layer = realLayer(drawing.quantise.realLayer);
    const wanted = drawingBytes('quantise-real.u8');
    const pixels = layer.data.length / layer.shape[2]!;
    for (let channel = 0; channel < layer.shape[2]!; channel++) {
      const values = channelOf(layer, channel);
      const { min, max } = rangeOf(values);
      expect(quantiseMap(values, min, max)).toEqual(wanted.slice(channel * pixels, (channel + 1) * pixels));
    }
  });

  it('gives values beyond the limits the end indices, infinities too, and NaN index 0', () => {
    const values = Float32Array.of(-5, 0, 0.5, 1, 9, Infinity, -Infinity, NaN);
    expect(Array.from(quantiseMap(values, 0, 1))).toEqual([0, 0, 128, 255, 255, 255, 0, 0]);
  });

  it('copes with a range beyond the largest float32', () => {
    const values = Float32Array.of(-3e38, 0, 3e38);
    expect(Array.from(quantiseMap(values, -3e38, 3e38))).toEqual([0, 128, 255]);
  });

  it('is 0 everywhere for a constant map and for one without finite values', () => {
    expect(Array.from(quantiseMap(Float32Array.of(7, 7), 7, 7))).toEqual([0, 0]);
    expect(Array.from(quantiseMap(Float32Array.of(NaN, Infinity), NaN, NaN))).toEqual([0, 0]);
  });
});

describe('rangeOf', () => {
  it('leaves out and counts what is not finite', () => {
    expect(rangeOf(Float32Array.of(NaN, 2, -Infinity, -3, Infinity))).toEqual({
      min: -3,
      max: 2,
      nonFiniteCount: 3,
    });
  });

  it('is NaN without a finite value', () => {
    expect(rangeOf(Float32Array.of(NaN))).toEqual({ min: NaN, max: NaN, nonFiniteCount: 1 });
    expect(rangeOf(new Float32Array())).toEqual({ min: NaN, max: NaN, nonFiniteCount: 0 });
  });
});
