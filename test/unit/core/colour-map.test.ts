import { describe, expect, it } from 'vitest';
import { colourMap, NON_FINITE_RGB } from '../../../electron/core/colour-map';
import { colormapTable } from '../../../electron/core/colormap';
import { quantiseMap } from '../../../electron/core/quantise';

describe('colourMap', () => {
  it("takes matplotlib's step of every value, as tiles and grids do", () => {
    const values = Float32Array.from({ length: 1000 }, (_, at) => Math.sin(at) * 3);
    const { data } = colourMap(values, { width: 100, height: 10 }, { min: -3, max: 3, colormap: 'viridis' });
    const table = colormapTable('viridis');
    const expected = Array.from(quantiseMap(values, -3, 3)).flatMap((step) => [
      ...table.subarray(3 * step, 3 * step + 3),
    ]);
    expect(Array.from(data)).toEqual(expected);
  });
  it('marks NaN and infinity, and draws a map without spread in the lowest colour', () => {
    const range = { min: 0, max: 1, colormap: 'grey' } as const;
    const { data } = colourMap(Float32Array.of(NaN, 1, -Infinity, 0), { width: 4, height: 1 }, range);
    expect(Array.from(data)).toEqual([...NON_FINITE_RGB, 255, 255, 255, ...NON_FINITE_RGB, 0, 0, 0]);
    const flat = colourMap(Float32Array.of(2), { width: 1, height: 1 }, { ...range, min: 2, max: 2 });
    expect(Array.from(flat.data)).toEqual([0, 0, 0]);
  });
});
