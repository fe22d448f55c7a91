import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { colormapRgba32, colormapTable } from '../../../electron/core/colormap';
import { COLORMAP_NAMES } from '../../../electron/shared/names';
import { drawing } from '../drawing-fixtures';

describe('colour maps', () => {
  it('are viridis first, then the others', () => {
    expect(COLORMAP_NAMES).toEqual(['viridis', 'cividis', 'magma', 'grey', 'diverging']);
    expect(Object.keys(drawing.colormapSha256)).toEqual(COLORMAP_NAMES);
  });

  it.each(COLORMAP_NAMES)('%s has the bytes that matplotlib draws', (name) => {
    const digest = createHash('sha256').update(colormapTable(name)).digest('hex');
    expect(digest).toBe(drawing.colormapSha256[name]);
  });

  it('have the published end and middle colours', () => {
    const colourOf = (name: (typeof COLORMAP_NAMES)[number], i: number) =>
      Array.from(colormapTable(name).subarray(3 * i, 3 * i + 3));
    expect(colourOf('viridis', 0)).toEqual([68, 1, 84]);
    expect(colourOf('viridis', 255)).toEqual([253, 231, 36]);
    expect(colourOf('grey', 77)).toEqual([77, 77, 77]);
    expect(colourOf('diverging', 0)).toEqual([5, 48, 97]);
    expect(colourOf('diverging', 255)).toEqual([103, 0, 31]);
  });

  it('are packed as R G B A bytes in memory', () => {
    for (const name of COLORMAP_NAMES) {
      const bytes = new Uint8Array(colormapRgba32(name).buffer);
      expect(bytes).toHaveLength(1024);
      const rgb = bytes.filter((_, i) => i % 4 < 3);
      expect(rgb).toEqual(colormapTable(name));
      expect(bytes.filter((_, i) => i % 4 === 3).every((alpha) => alpha === 255)).toBe(true);
    }
  });

  it('are made once', () => {
    expect(colormapTable('magma')).toBe(colormapTable('magma'));
    expect(colormapRgba32('magma')).toBe(colormapRgba32('magma'));
  });
});
