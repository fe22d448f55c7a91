import { describe, expect, it } from 'vitest';
import { bestCellPx, drawnSizeOf } from '../../../../electron/image/grid/tile';

const sizeOf = (width: number, height: number) => ({ width, height });

describe('drawnSizeOf', () => {
  it.each([
    // height, width, cell, drawn width, drawn height
    [128, 128, 128, 128, 128],
    [56, 56, 112, 112, 112],
    [73, 73, 149, 146, 146], // twice, 98 % of the cell
    [7, 7, 128, 126, 126],
    [73, 73, 128, 128, 128], // once would be 57 %: fills the cell instead
    [299, 299, 128, 128, 128],
    [12, 30, 120, 120, 48],
    [30, 12, 120, 48, 120],
    [1, 500, 128, 128, 1],
    [1, 1, 128, 128, 128],
    [200, 350, 128, 128, 73],
  ])(
    'draws %d x %d in a cell of %d as %d wide, %d high',
    (height, width, cellPx, drawnWidth, drawnHeight) => {
      expect(drawnSizeOf(height, width, cellPx)).toEqual(sizeOf(drawnWidth, drawnHeight));
    },
  );

  it('keeps the longer side between 7/8 of the cell and the cell', () => {
    for (let cellPx = 96; cellPx <= 160; cellPx++)
      for (let side = 1; side <= 400; side++) {
        const { width, height } = drawnSizeOf(side, Math.ceil(side / 3), cellPx);
        expect(height).toBeGreaterThanOrEqual((7 / 8) * cellPx);
        expect(height).toBeLessThanOrEqual(cellPx);
        expect(width).toBeLessThanOrEqual(height);
        // Both sides grow or both shrink: `resizeBytes` relies on it.
        if (height >= side) expect(width).toBeGreaterThanOrEqual(Math.ceil(side / 3));
        else expect(width).toBeLessThanOrEqual(Math.ceil(side / 3));
      }
  });
});

describe('bestCellPx', () => {
  it('suits the sizes of EfficientNet, of InceptionV3 and of nothing in particular', () => {
    expect(bestCellPx([224, 112, 112, 112, 112, 56, 56, 28, 14, 7])).toBe(112);
    const inception = bestCellPx([299, 149, 149, 149, 147, 147, 147, 147, 147, 147, 73, 73, 73, 73, 71]);
    expect(inception).toBe(149);
    expect(bestCellPx([])).toBe(128);
    expect(bestCellPx([1])).toBe(128);
  });

  it('stays between 112 and 160', () => {
    for (let side = 1; side <= 1000; side++) {
      expect(bestCellPx([side])).toBeGreaterThanOrEqual(112);
      expect(bestCellPx([side])).toBeLessThanOrEqual(160);
    }
  });
});
