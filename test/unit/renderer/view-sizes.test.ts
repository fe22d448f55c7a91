import { describe, expect, it } from 'vitest';
import { viewWidths } from '../../../renderer/lib/view-sizes';

describe('viewWidths', () => {
  it('is limited by the height and leaves the rest to one more view', () => {
    expect(viewWidths(1080, 326, 1.5, 2)).toEqual({ viewPx: 399, picturePx: 399, addPx: 258 });
  });

  it('is limited by the width where there are many views', () => {
    expect(viewWidths(1080, 400, 1.5, 3)).toEqual({ viewPx: 352, picturePx: 352, addPx: null });
  });

  it('never makes the outline wider than a view, nor a view too small to see', () => {
    expect(viewWidths(1080, 300, 1, 2)).toEqual({ viewPx: 240, picturePx: 240, addPx: 240 });
    expect(viewWidths(300, 100, 1, 2)).toEqual({ viewPx: 160, picturePx: 40, addPx: null });
  });

  it('makes a very tall picture as thin as its height in the pane asks for', () => {
    expect(viewWidths(1080, 326, 0.1, 2)).toEqual({ viewPx: 160, picturePx: 26, addPx: 160 });
  });
});
