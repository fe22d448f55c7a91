/** A figure as SVG and PDF: every map is taken out of the file again and is, pixel for pixel, the map that was drawn. */
import { describe, expect, it } from 'vitest';
import { NON_FINITE_RGB } from '../../../../electron/core/colour-map';
import { colormapTable } from '../../../../electron/core/colormap';
import { decodeImage } from '../../../../electron/image/decode';
import type { FigureLayer, FigureMap } from '../../../../electron/image/figure/content';
import { prepareFigure } from '../../../../electron/image/figure/draw-figure';
import { figureMapOf, pattern } from '../../drawing-fixtures';
import { dataOf, fontsDir, mm, styleWith } from './figure-fixtures';
import { imagesOf, linesOf, pageSizesOf } from './pdf-reader';

/** Smaller and larger than their cells, and not square; one value is none. */
const SIZES = [[8, 8], [7, 13], [224, 224]] as const; // prettier-ignore
const columns = SIZES.map(([height, width], index): FigureLayer => {
  const filters = [0, 1].map((filter) => {
    const values = pattern(height, width, filter + 1);
    if (filter === 1) values[3] = NaN;
    return figureMapOf(filter, values, height, width);
  });
  return {
    ...{ index: String(index), name: `层_${index}`, className: 'Conv2D', shortClassName: 'Conv2D' },
    ...{ shape: [height, width, 2], filters },
  };
});
const data = { ...dataOf(columns, 2), title: 'Model · 图像.png · −0.5' };
const drawn = async (format: 'svg' | 'pdf') =>
  prepareFigure(data, styleWith({ format, width: mm(86), textPt: 8 }), fontsDir);
const sizes = prepareFigure(data, styleWith({ width: mm(86), textPt: 8 }), fontsDir);

/** What must be found: RGB of each map in its own size. */
const expected = columns.flatMap(({ filters }) => filters.map(pixelsOf));

function pixelsOf({ indices, height, width, nonFinite }: FigureMap) {
  const table = colormapTable('viridis');
  const data = Buffer.alloc(indices.length * 3);
  indices.forEach((index, pixel) => {
    const colour = nonFinite?.[pixel] ? NON_FINITE_RGB : table.subarray(index * 3, index * 3 + 3);
    data.set(colour, pixel * 3);
  });
  return { height, width, data };
}

function expectMaps(found: readonly { width: number; height: number; data: Uint8Array }[]): void {
  for (const map of expected)
    expect(
      found.some(
        ({ width, height, data }) =>
          width === map.width && height === map.height && Buffer.compare(data, map.data) === 0,
      ),
    ).toBe(true);
}

describe('SVG', async () => {
  const text = Buffer.from(await (await drawn('svg')).toFile()).toString('utf8');

  it('holds every map as it is, and viewers are told to keep its pixels', async () => {
    const pictures = [...text.matchAll(/<image [^>]*?xlink:href="data:image\/png;base64,([^"]+)"/g)];
    const found = pictures.map(([, base64]) => Buffer.from(base64!, 'base64'));
    expectMaps(await Promise.all(found.map(async (bytes) => (await decodeImage(bytes, 'map')).image)));
    const small = pictures.filter(([tag]) => /width="(8|13)"/.test(tag));
    expect(small).toHaveLength(4);
    for (const [tag] of small) expect(tag).toContain('image-rendering="pixelated"');
  });

  it('has the printed size, its pixels as coordinates, and letters as outlines: none is asked of a font', () => {
    expect(text).toMatch(/<svg [^>]* width="86\.021mm" height="[\d.]+mm" viewBox="0 0 1016 \d+">/);
    expect(text).not.toContain('<text');
    // Title, headers, numbers: each letter is a path.
    expect(text.match(/<path/g)!.length).toBeGreaterThan(20);
  });
});

describe('PDF', async () => {
  const bytes = Buffer.from(await (await drawn('pdf')).toFile());
  const source = bytes.toString('latin1');

  it('holds every map as it is', () => {
    expectMaps(imagesOf(bytes));
  });

  it('is one page of the printed size, with its fonts, and text that can be selected', () => {
    expect(pageSizesOf(bytes)).toEqual([
      { widthPt: (sizes.widthPx * 72) / 300, heightPt: (sizes.heightPx * 72) / 300 },
    ]);
    expect(source).toMatch(/\/BaseFont \/[A-Z]{6}\+Inter/);
    expect(source).toContain('/ToUnicode');
    expect(source.trimEnd()).toMatch(/%%EOF$/);
  });

  it('has text in the sizes that were asked for: the smallest, and larger ones in proportion', () => {
    const points = new Set(linesOf(bytes).map(({ points }) => points.toFixed(1)));
    expect(points).toEqual(new Set(['8.0', '10.4', '12.0']));
  });

  it('can be read again, signs too', () => {
    const words = linesOf(bytes).map(({ text }) => text);
    // Chinese letters are drawn as shapes of their own.
    expect(words.join('')).toContain('Model · ');
    expect(words).toEqual(expect.arrayContaining(['−', '224', '×']));
    expect(words.join('')).toContain('224×224×2');
  });

  it('has several pages where one does not hold it', async () => {
    const many = dataOf(
      Array.from({ length: 24 }, (_, place) => columns[place % 3]!),
      2,
    );
    const style = styleWith({ format: 'pdf', width: mm(86), height: mm(150) });
    const figure = prepareFigure(many, style, fontsDir);
    expect(figure.pages).toBeGreaterThan(1);
    const file = Buffer.from(await figure.toFile());
    const size = { widthPt: (1016 * 72) / 300, heightPt: (figure.heightPx * 72) / 300 };
    expect(pageSizesOf(file)).toEqual(Array.from({ length: figure.pages }, () => size));
  });
});
