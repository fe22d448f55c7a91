import { describe, expect, it } from 'vitest';
import { colormapTable } from '../../../electron/core/colormap';
import { resizeBilinearFloat } from '../../../electron/core/resize';
import { renderHypercolumn, renderOverlay } from '../../../electron/image/hypercolumn-picture';

const viridis = (index: number) => Array.from(colormapTable('viridis').subarray(index * 3, index * 3 + 3));

describe('renderHypercolumn', () => {
  it('colours from the smallest to the largest value', () => {
    const picture = renderHypercolumn(Float32Array.of(-1, 0, 1, 3), 1, 4, 'viridis');
    expect([picture.width, picture.height]).toEqual([4, 1]);
    expect(Array.from(picture.data)).toEqual([0, 64, 128, 255].flatMap(viridis));
  });

  it('has the lowest colour for a map without spread', () => {
    const picture = renderHypercolumn(Float32Array.of(5, 5), 2, 1, 'viridis');
    expect(Array.from(picture.data)).toEqual([68, 1, 84, 68, 1, 84]);
  });
});

describe('renderOverlay', () => {
  const photo = { data: new Uint8Array(4 * 2 * 3).fill(100), width: 4, height: 2 };
  const values = Float32Array.of(0, 2, 1, 3);

  it('mixes one fifth of the photo with four fifths of the colours', () => {
    const values4x2 = Float32Array.from({ length: 8 }, (_, i) => i);
    const colours = renderHypercolumn(values4x2, 2, 4, 'magma').data;
    const got = renderOverlay(photo, values4x2, 2, 4, 'magma');
    expect(Array.from(got.data)).toEqual(Array.from(colours, (value) => Math.round(20 + 0.8 * value)));
  });

  it('enlarges the values, not the colours, to the size of the photo', () => {
    const enlarged = resizeBilinearFloat(values, 2, 2, 1, 2, 4);
    const got = renderOverlay(photo, values, 2, 2, 'viridis', 1);
    expect(got).toEqual(renderHypercolumn(enlarged, 2, 4, 'viridis'));
  });

  it('is the photo at opacity 0', () => {
    expect(renderOverlay(photo, values, 2, 2, 'viridis', 0)).toEqual(photo);
  });
});
