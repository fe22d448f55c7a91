import { expect, it } from 'vitest';
import { drawnSizeIn } from '../../../../electron/image/figure/tile';

it.each([
  // height, width, cell, drawn width, drawn height
  [128, 128, 128, 128, 128],
  [7, 7, 128, 128, 128],
  [299, 299, 128, 128, 128],
  [12, 30, 120, 120, 48],
  [30, 12, 120, 48, 120],
  [1, 500, 128, 128, 1],
  [1, 1, 128, 128, 128],
  [200, 350, 128, 128, 73],
])('draws %d x %d in a cell of %d as %d wide, %d high', (height, width, edge, drawnWidth, drawnHeight) => {
  expect(drawnSizeIn({ width, height }, { width: edge, height: edge })).toEqual({
    width: drawnWidth,
    height: drawnHeight,
  });
});

it('enlarges both sides or neither: `resizeBytes` relies on it', () => {
  for (let edge = 90; edge <= 200; edge += 11)
    for (let side = 1; side <= 400; side++) {
      const other = Math.ceil(side / 3);
      const { width, height } = drawnSizeIn({ width: other, height: side }, { width: edge, height: edge });
      expect(height).toBe(edge);
      if (edge >= side) expect(width).toBeGreaterThanOrEqual(other);
      else expect(width).toBeLessThanOrEqual(other);
    }
});
