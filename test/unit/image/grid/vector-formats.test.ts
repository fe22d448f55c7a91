/** A grid as SVG and PDF: every map is taken out of the file again and is, pixel for pixel, the map that was drawn. */
import path from 'node:path';
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { colormapTable } from '../../../../electron/core/colormap';
import { decodeImage } from '../../../../electron/image/decode';
import { drawGrid, type GridPicture } from '../../../../electron/image/grid/draw-grid';
import type { GridColumn } from '../../../../electron/image/grid/grid-input';
import { gridFilterOf, pattern } from '../../drawing-fixtures';

const fontsDir = path.resolve(import.meta.dirname, '../../../../electron/image/fonts');
/** Smaller and larger than their cells, and not square. */
const SIZES = [[8, 8], [7, 13], [224, 224]] as const; // prettier-ignore

const columns = SIZES.map(([height, width], index): GridColumn => {
  const filters = [0, 1].map((filter) =>
    gridFilterOf(filter, pattern(height, width, filter + 1), height, width),
  );
  return {
    index: String(index),
    name: `层_${index}`,
    className: 'Conv2D',
    shape: [height, width, 2],
    filters,
  };
});
const drawn: GridPicture = drawGrid(
  { title: 'Model · 图像.png · −0.5', columns, rows: 2, colormap: 'viridis' },
  { fontsDir },
);

/** What must be found: RGB of each map in its own size. */
const expected = columns.flatMap(({ filters }) =>
  filters.map(({ indices, height, width }) => {
    const table = colormapTable('viridis');
    const data = Uint8Array.from(
      { length: indices.length * 3 },
      (_, at) => table[indices[Math.floor(at / 3)]! * 3 + (at % 3)]!,
    );
    return { height, width, data };
  }),
);

describe('SVG', () => {
  const text = Buffer.from(drawn.toSvg()).toString('utf8');

  it('holds every map as it is', async () => {
    const pictures = [...text.matchAll(/xlink:href="data:image\/png;base64,([^"]+)"/g)].map(([, data]) =>
      Buffer.from(data!, 'base64'),
    );
    const found = await Promise.all(pictures.map(async (bytes) => (await decodeImage(bytes, 'map')).image));
    for (const map of expected)
      expect(
        found.some(
          ({ width, height, data }) =>
            width === map.width && height === map.height && Buffer.compare(data, map.data) === 0,
        ),
      ).toBe(true);
  });

  it('has the size of the picture, and letters as outlines: none is asked of a font', () => {
    expect(text).toContain(`width="${drawn.widthPx}" height="${drawn.heightPx}"`);
    expect(text).not.toContain('<text');
    // Title, headers, numbers: each letter is a path.
    expect(text.match(/<path/g)!.length).toBeGreaterThan(20);
  });
});

describe('PDF', () => {
  const bytes = Buffer.from(drawn.toPdf());
  const source = bytes.toString('latin1');

  it('holds every map as it is', () => {
    const found = [...source.matchAll(/\/Subtype \/Image\s([^]*?)>>\s*stream\r?\n/g)].map((match) => {
      const [, facts] = match;
      const number = (name: string) => Number(new RegExp(`/${name} (\\d+)`).exec(facts!)![1]);
      const start = match.index + match[0].length;
      expect(facts).toContain('/FlateDecode');
      return {
        width: number('Width'),
        height: number('Height'),
        data: inflateSync(bytes.subarray(start, start + number('Length'))),
      };
    });
    for (const map of expected)
      expect(
        found.some(
          ({ width, height, data }) =>
            width === map.width && height === map.height && Buffer.compare(data, map.data) === 0,
        ),
      ).toBe(true);
  });

  it('is one page of the size of the picture, with its fonts, a title, and text that can be selected', () => {
    expect(source.match(/\/Type \/Page\b/g)).toHaveLength(1);
    expect(source).toContain(`/MediaBox [0 0 ${drawn.widthPx} ${drawn.heightPx}]`);
    expect(source).toMatch(/\/BaseFont \/[A-Z]{6}\+Inter/);
    expect(source).toContain('/ToUnicode');
    expect(source).toContain('%%EOF');
  });
});
