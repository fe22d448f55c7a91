import { describe, expect, it } from 'vitest';
import { viewWidths } from '../../../renderer/lib/view-sizes';

describe('viewWidths', () => {
  it('is limited by the height and leaves the rest to one more view', () => {
    expect(viewWidths(1080, 326, 1.5, 2)).toEqual({ viewPx: 399, picturePx: 399, ratio: 1.5, addPx: 258 });
  });

  it('is limited by the width where there are many views', () => {
    expect(viewWidths(1080, 400, 1.5, 3)).toEqual({ viewPx: 352, picturePx: 352, ratio: 1.5, addPx: null });
  });

  it('never makes the outline wider than a view, nor a view too small to see', () => {
    expect(viewWidths(1080, 300, 1, 2)).toEqual({ viewPx: 240, picturePx: 240, ratio: 1, addPx: 240 });
    expect(viewWidths(300, 100, 1, 2)).toEqual({ viewPx: 160, picturePx: 40, ratio: 1, addPx: null });
  });

  it('makes a very tall picture as thin as its height in the pane asks for', () => {
    expect(viewWidths(1080, 326, 0.1, 2)).toEqual({ viewPx: 160, picturePx: 26, ratio: 0.1, addPx: 160 });
  });

  it('enlarges the thinnest pictures across, so that they can be seen and stay inside', () => {
    const tall = viewWidths(1080, 326, 1 / 60000, 2);
    expect(tall).toMatchObject({ viewPx: 160, picturePx: 16 });
    expect(tall.picturePx / tall.ratio).toBeCloseTo(266); // what is left of the height
    const wide = viewWidths(1080, 326, 60000, 2);
    expect(wide).toMatchObject({ viewPx: 534, picturePx: 534 });
    expect(wide.picturePx / wide.ratio).toBeCloseTo(16);
  });
});
