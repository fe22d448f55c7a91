import { describe, expect, it } from 'vitest';
import type { GridColumn, GridInput } from '../../../../electron/image/grid/grid-input';
import { layOutGrid } from '../../../../electron/image/grid/layout';
import type { Box, GridLayout, PlacedText } from '../../../../electron/image/grid/placed';
import { textStyles } from '../../../../electron/image/grid/text';
import type { TextStyle } from '../../../../electron/image/grid/text';
import { gridFilterOf } from '../../drawing-fixtures';

/** A wide font: every letter takes 0.7 of the size. */
const measure = (text: string, style: TextStyle) => Array.from(text).length * 0.7 * textStyles[style].sizePx;

function column(index: number, filters: number, side: number, name = `layer_${index}`): GridColumn {
  return {
    index: String(index),
    name,
    className: 'BatchNormalization',
    shape: [side, side, filters],
    filters: Array.from({ length: filters }, (_, f) =>
      gridFilterOf(
        f,
        Float32Array.from({ length: side * side }, (_, i) => i * f),
        side,
        side,
      ),
    ),
  };
}

function grid(columns: GridColumn[], rows: number, title = 'Model · photo.png · cat 43 %'): GridInput {
  return { title, columns, rows, colormap: 'viridis' };
}

function boxOf({ text, style, align, x, baseline }: PlacedText): Box {
  const width = measure(text, style);
  const { sizePx } = textStyles[style];
  const left = { left: x, centre: x - width / 2, right: x - width }[align];
  return { x: left, y: baseline - 0.8 * sizePx, width, height: 1.05 * sizePx };
}

const overlap = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const contains = (outer: Box, inner: Box) =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

/** Everything lies inside the picture, and nothing on anything else except a text in a blank cell or a mark in its box. */
function expectTidy(layout: GridLayout): void {
  const paper = { x: 8, y: 8, width: layout.widthPx - 16, height: layout.heightPx - 16 };
  const inBlanks = layout.texts.filter((text) => layout.blanks.some((blank) => contains(blank, boxOf(text))));
  const texts = layout.texts.filter((text) => !inBlanks.includes(text)).map(boxOf);
  const items = [...texts, ...layout.maps.map(({ box }) => box), ...layout.blanks, layout.legend];
  for (const item of items) expect(contains(paper, item)).toBe(true);
  // Sorted by their tops, only neighbours can overlap: this keeps the largest grid fast.
  items.sort((a, b) => a.y - b.y);
  const overlaps = [];
  for (const [i, a] of items.entries())
    for (let j = i + 1; j < items.length && items[j]!.y < a.y + a.height; j++)
      if (overlap(a, items[j]!)) overlaps.push([a, items[j]]);
  expect(overlaps).toEqual([]);
  for (const { box, text } of layout.marks) expect(contains(box, boxOf(text))).toBe(true);
  for (const { box } of layout.marks) expect(contains(paper, box)).toBe(true);
}

describe('layOutGrid', () => {
  it.each([
    [1, 1],
    [1, 64],
    [2, 3],
    [15, 3],
    [40, 1],
    [40, 64],
  ])('places %d columns and %d rows without overlap', (columns, rows) => {
    const layers = Array.from({ length: columns }, (_, i) => column(i, 1 + ((i * 5) % rows), 8 + (i % 5)));
    const layout = layOutGrid(grid(layers, rows), measure);
    expect(layout.maps.length + layout.blanks.length).toBe(columns * rows);
    expectTidy(layout);
  });

  it('fits names, titles, indices and shapes of any length', () => {
    const long: GridColumn = {
      ...column(0, 1, 4, 'a/very/long/'.repeat(40) + 'the_end'),
      index: '123456789#123456789',
      className: 'SeparableConvolutionLayerWithALongName',
      shape: [123456, 123456, 123456],
    };
    for (const columns of [[long], [long, long, long]]) {
      const layout = layOutGrid(grid(columns, 1, '很长的图片名字'.repeat(60)), measure);
      expectTidy(layout);
      expect(layout.texts.filter(({ style }) => style === 'title')).toHaveLength(3);
      expect(layout.texts.find(({ style }) => style === 'name')!.text).toMatch(/^….*the_end$/);
    }
  });

  it('puts filters in rows and layers in columns', () => {
    const layout = layOutGrid(grid([column(3, 2, 128), column(4, 2, 128)], 2), measure);
    const at = layout.maps.map(({ map, box }) => ({ filter: map.filter, x: box.x, y: box.y }));
    expect(at.map(({ filter }) => filter)).toEqual([0, 1, 0, 1]);
    expect(at[0]!.x).toBe(at[1]!.x);
    expect(at[0]!.y).toBe(at[2]!.y);
    expect(at[1]!.y).toBeGreaterThan(at[0]!.y);
    expect(at[2]!.x).toBeGreaterThan(at[0]!.x);
    const labels = layout.texts.filter(({ style }) => style === 'row').map(({ text }) => text);
    expect(labels).toEqual(['0', '1']);
  });

  it('heads every column with index, name, class and shape', () => {
    const texts = layOutGrid(grid([column(7, 2, 64)], 1), measure).texts.map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining(['7', 'layer_7', 'BatchNormalizati…', '64×64×2']));
  });

  it('leaves cells blank where there is no map and says why once', () => {
    const dense: GridColumn = { index: '9', name: 'd', className: 'Dense', shape: [10], filters: [] };
    const layout = layOutGrid(grid([column(0, 1, 8), column(1, 2, 8), dense], 4), measure);
    expect(layout.blanks).toHaveLength(3 + 2 + 4);
    const texts = layout.texts.map(({ text }) => text);
    for (const reason of ['only 1 filter', 'only 2 filters', 'no maps'])
      expect(texts.filter((text) => text === reason)).toHaveLength(1);
  });

  it('writes the range under a map and marks constant and non-finite ones', () => {
    const layer: GridColumn = {
      ...column(0, 0, 2),
      shape: [2, 2, 4],
      filters: [
        gridFilterOf(0, Float32Array.of(-1.5, 0, 1, 2.25), 2, 2),
        gridFilterOf(1, new Float32Array(4).fill(-3), 2, 2),
        gridFilterOf(2, Float32Array.of(0, NaN, Infinity, 1), 2, 2),
        gridFilterOf(3, new Float32Array(4).fill(NaN), 2, 2),
      ],
    };
    const layout = layOutGrid(grid([layer], 4), measure);
    expect(layout.marks.map(({ kind, text }) => [kind, text.text])).toEqual([
      ['constant', 'constant −3'],
      ['nonFinite', '2 NaN or ∞'],
      ['nonFinite', '4 NaN or ∞'],
    ]);
    const texts = layout.texts.map(({ text }) => text);
    expect(texts.filter((text) => text.includes(' … '))).toEqual(['−1.5 … 2.25', '0 … 1']);
    expectTidy(layout);
  });

  it('names the filters of a sorted figure, whose rows are places', () => {
    const sorted = column(0, 3, 8);
    const filters = [2, 0, 1].map((filter) => sorted.filters[filter]!);
    const layout = layOutGrid(grid([{ ...sorted, filters }], 3), measure);
    const texts = layout.texts.map(({ text }) => text);
    expect(texts).toEqual(
      expect.arrayContaining(['place', '1', '2', '3', '#2  0 … 126', '#0', '#1  0 … 63']),
    );
    expectTidy(layout);
  });

  it('says what the colours cover', () => {
    const noteOf = (input: Partial<GridInput>, change: Partial<GridColumn> = {}) => {
      const layout = layOutGrid({ ...grid([{ ...column(0, 2, 8), ...change }], 2), ...input }, measure);
      expectTidy(layout);
      return layout.texts.map(({ text }) => text).join(' ');
    };
    expect(noteOf({})).toMatch(/Every map has its own scale/);
    expect(noteOf({ range: { scope: 'layer' } })).toMatch(/Every layer has its own scale/);
    const fixed = noteOf({ range: { scope: 'fixed', min: -1.5, max: 40 } });
    expect(fixed).toMatch(/−1\.5 40 .*for all maps alike/);
    expect(fixed).not.toContain(' … ');
    expect(noteOf({}, { colormap: 'diverging' })).toMatch(/white at 0/);
    expect(noteOf({})).not.toMatch(/white at 0/);
  });

  it('leaves out filters beyond the rows', () => {
    expect(layOutGrid(grid([column(0, 8, 8)], 3), measure).maps).toHaveLength(3);
  });

  it.each([
    [15, undefined, 15],
    [16, undefined, 8],
    [40, 6, 6],
    [3, 8, 3],
    // As InceptionV3: bands of 578 px, of which viewers show 28.
    [313, undefined, 12],
  ])('puts %d layers in bands, %s side by side on wish', (count, columnsInRow, inRow) => {
    const layers = Array.from({ length: count }, (_, place) => column(place, 3, 8));
    const layout = layOutGrid(grid(layers, 3), measure, { columnsInRow });
    expectTidy(layout);
    const lefts = new Set(layout.maps.map(({ box }) => box.x));
    expect(lefts.size).toBe(inRow);
    // In reading order, each band with its own headers and rows.
    const textsOf = (style: TextStyle) =>
      layout.texts.filter((text) => text.style === style).map(({ text }) => text);
    expect(textsOf('index')).toEqual(layers.map((layer) => layer.index));
    expect(textsOf('row')).toHaveLength(3 * Math.ceil(count / inRow));
    expect(Math.max(layout.widthPx, layout.heightPx)).toBeLessThanOrEqual(16_384);
    const tops = layers.map((_, place) => layout.maps[place * 3]!.box.y);
    tops.forEach((top, place) => {
      if (place > 0) expect(top === tops[place - 1]).toBe(place % inRow !== 0);
    });
  });

  it('takes the cell size that it is given', () => {
    const { cellPx, maps } = layOutGrid(grid([column(0, 1, 128)], 1), measure, { cellPx: 96 });
    expect(cellPx).toBe(96);
    expect(maps[0]!.box).toMatchObject({ width: 96, height: 96 });
    expect(() => layOutGrid(grid([column(0, 1, 8)], 1), measure, { cellPx: 95 })).toThrow(RangeError);
    expect(() => layOutGrid(grid([column(0, 1, 8)], 1), measure, { cellPx: 100.5 })).toThrow(RangeError);
  });

  it('refuses an empty grid', () => {
    const code = 'layers/none';
    expect(() => layOutGrid(grid([], 3), measure)).toThrow(expect.objectContaining({ code }));
    expect(() => layOutGrid(grid([column(0, 1, 8)], 0), measure)).toThrow(expect.objectContaining({ code }));
  });

  it('refuses a picture that is too large and says what would fit', () => {
    const layers = Array.from({ length: 318 }, (_, i) => column(i, 1, 2));
    const message =
      'drawing the grid of 318 layers × 64 filters: about 47144 × 10498 pixels are more than 100 megapixels or ' +
      '16384 pixels a side; choose at most 12 of the filters or at most 63 of the layers.';
    expect(() => layOutGrid(grid(layers, 64), measure)).toThrow(
      expect.objectContaining({ code: 'output/too-large', message }),
    );
    const { widthPx, heightPx } = layOutGrid(grid(layers, 12), measure);
    expect(Math.max(widthPx, heightPx)).toBeLessThanOrEqual(16_384);
    expect(() => layOutGrid(grid(layers, 1e12), measure)).toThrow('choose at most');
  });
});
