import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { colormapTable } from '../../../../electron/core/colormap';
import type { ColormapName } from '../../../../electron/core/colormap';
import type { GridColumn, GridInput } from '../../../../electron/image/grid/grid-input';
import type { RgbImage } from '../../../../electron/core/tensor';
import { drawGrid } from '../../../../electron/image/grid/draw-grid';
import { decode, differentPixels, gridFilterOf, pattern } from '../../drawing-fixtures';

const fontsDir = path.resolve(import.meta.dirname, '../../../../electron/image/fonts');

function column(name: string, maps: Float32Array[], side: number): GridColumn {
  const filters = maps.map((values, filter) => gridFilterOf(filter, values, side, side));
  return { index: '5', name, className: 'Conv2D', shape: [side, side, maps.length], filters };
}

function grid(columns: GridColumn[], rows = 1, colormap: ColormapName = 'viridis'): GridInput {
  return { title: 'Model', columns, rows, colormap };
}

/** Number of pixels in a part of the picture that have exactly this colour. */
function count(picture: RgbImage, colour: readonly number[], below = 0): number {
  let pixels = 0;
  for (let i = below * picture.width * 3; i < picture.data.length; i += 3)
    if (colour.every((value, channel) => picture.data[i + channel] === value)) pixels++;
  return pixels;
}

describe('drawGrid', () => {
  it('draws every map pixel in its colour, enlarged by a whole number', () => {
    const side = 16;
    const picture = drawGrid(grid([column('conv', [pattern(side, side, 1)], side)]), { fontsDir }).toRgb();
    const { indices } = gridFilterOf(0, pattern(side, side, 1), side, side);
    const scale = 8; // 128 / 16
    // The map's top left pixel: the first place where a whole row of its colours stands.
    const table = colormapTable('viridis');
    const colourOf = (index: number) => Array.from(table.subarray(index * 3, index * 3 + 3));
    const isAt = (x: number, y: number, index: number) =>
      colourOf(index).every(
        (value, channel) => picture.data[(y * picture.width + x) * 3 + channel] === value,
      );
    let found: [number, number] | undefined;
    for (let y = 0; y + 128 <= picture.height && !found; y++)
      for (let x = 0; x + 128 <= picture.width && !found; x++)
        if (Array.from(indices.subarray(0, side)).every((index, i) => isAt(x + i * scale, y, index)))
          found = [x, y];
    const [left, top] = found!;
    let wrong = 0;
    for (let y = 0; y < 128; y++)
      for (let x = 0; x < 128; x++)
        if (!isAt(left + x, top + y, indices[Math.floor(y / scale) * side + Math.floor(x / scale)]!)) wrong++;
    expect(wrong).toBe(0);
  });

  it.each(['viridis', 'cividis', 'magma', 'grey', 'diverging'] as const)(
    'draws a constant map in the lowest colour of %s with a light mark on it',
    (colormap) => {
      const picture = drawGrid(grid([column('dead', [new Float32Array(64)], 8)], 1, colormap), {
        fontsDir,
      }).toRgb();
      const lowest = Array.from(colormapTable(colormap).subarray(0, 3));
      const pixels = count(picture, lowest, 100);
      expect(pixels).toBeGreaterThan(0.9 * 128 * 128);
      expect(pixels).toBeLessThan(0.99 * 128 * 128);
    },
  );

  it('marks non-finite values in magenta', () => {
    const values = Float32Array.from({ length: 64 }, (_, i) => (i === 9 ? NaN : i));
    const picture = drawGrid(grid([column('bad', [values], 8)]), { fontsDir }).toRgb();
    expect(count(picture, [180, 0, 110])).toBeGreaterThan(500);
  });

  it('is white outside, with text drawn by the bundled fonts', () => {
    const input = grid([column('conv', [pattern(4, 4, 2)], 4)]);
    const picture = drawGrid(input, { fontsDir }).toRgb();
    expect(count(picture, [255, 255, 255])).toBeGreaterThan(0.6 * picture.width * picture.height);
    // Ink of the title line: exact, because the font is ours. Without a font every letter would be the same box.
    const inkOf = (title: string) => {
      const { data, width } = drawGrid({ ...input, title }, { fontsDir }).toRgb();
      return data.subarray(0, width * 50 * 3).reduce((ink, value) => ink + (255 - value), 0);
    };
    expect(inkOf('MMMM')).toBeGreaterThan(2 * inkOf('iiii'));
    expect(inkOf('iiii')).toBeGreaterThan(0);
    // Chinese too, whatever the system has: one stroke, and thirteen.
    expect(inkOf('鼎鼎')).toBeGreaterThan(3 * inkOf('一一'));
    expect(inkOf('一一')).toBeGreaterThan(0);
  });

  it.each(['猫咪的照片.png', '😀', 'صورة', '\u0000\n\uD800', 'x'.repeat(10_000), ''])(
    'takes the text %j',
    (text) => {
      const picture = drawGrid({ ...grid([column(text, [pattern(4, 4, 3)], 4)]), title: text }, { fontsDir });
      expect(picture.toRgb().data).toHaveLength(picture.widthPx * picture.heightPx * 3);
    },
  );

  it('draws a column in its own colour map', () => {
    const own = { ...column('conv', [pattern(16, 16, 1)], 16), colormap: 'diverging' as const };
    const picture = drawGrid(grid([own, column('conv', [pattern(16, 16, 1)], 16)]), { fontsDir }).toRgb();
    const red = Array.from(colormapTable('diverging').subarray(-3));
    const yellow = Array.from(colormapTable('viridis').subarray(-3));
    expect(count(picture, red)).toBeGreaterThan(0);
    expect(count(picture, yellow)).toBeGreaterThan(0);
  });

  it('encodes PNG without loss and JPEG nearly so', async () => {
    const picture = drawGrid(grid([column('conv', [pattern(3, 3, 1), pattern(3, 3, 2)], 3)], 2), {
      fontsDir,
    });
    const rgb = picture.toRgb();
    expect(differentPixels(await decode(await picture.toPng()), rgb)).toBe(0);
    const jpeg = await picture.toJpeg();
    expect(Array.from(jpeg.subarray(0, 3))).toEqual([0xff, 0xd8, 0xff]);
    const decoded = await decode(jpeg);
    expect([decoded.width, decoded.height]).toEqual([rgb.width, rgb.height]);
    const squares = decoded.data.reduce((sum, value, i) => sum + (value - rgb.data[i]!) ** 2, 0);
    expect(Math.sqrt(squares / rgb.data.length)).toBeLessThan(6); // measured 3.3; colour is stored at half resolution
  });

  it('is the same picture every time', () => {
    const input = grid([column('conv', [pattern(5, 5, 1)], 5)]);
    const [a, b] = [drawGrid(input, { fontsDir }).toRgb(), drawGrid(input, { fontsDir }).toRgb()];
    expect(differentPixels(a, b)).toBe(0);
  });

  it('says which font file is missing', () => {
    expect(() => drawGrid(grid([column('conv', [pattern(4, 4, 1)], 4)]), { fontsDir: '/nowhere' })).toThrow(
      expect.objectContaining({
        code: 'internal/font-missing',
        message: `drawing labels: the font file ${path.resolve('/nowhere/Inter-Regular.ttf')} cannot be read; install Featurescope again.`,
      }),
    );
  });
});
