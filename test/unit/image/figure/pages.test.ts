import { describe, expect, it } from 'vitest';
import type { FigureLayer, MapsContent } from '../../../../electron/image/figure/content';
import type { Page } from '../../../../electron/image/figure/items';
import { FIGURE_PRESETS } from '../../../../electron/shared/figure-styles';
import { figureMapOf } from '../../drawing-fixtures';
import { dataOf, layerOf, mm, plainLayer } from './figure-fixtures';
import { expectTidy, layOut, textsOf, wordsOf } from './laid-out';

const mapsOf = ({ items }: Page) => items.filter((item) => item.kind === 'map');

/** Cells without a map: swatches of the legend are no squares. */
const emptyOf = ({ items }: Page) =>
  items.filter((item) => item.kind === 'frame' && item.box.width === item.box.height);

const layers = (count: number, rows: number) =>
  Array.from({ length: count }, (_, place) => plainLayer(place, 1 + ((place * 5) % rows), 8 + (place % 5)));

describe('the matrix', () => {
  it.each([
    [1, 1],
    [1, 40],
    [2, 3],
    [15, 3],
    [40, 1],
    [313, 3],
  ])('of %d layers and %d rows is laid out without overlap', (count, rows) => {
    const { page, metrics } = layOut(dataOf(layers(count, rows), rows));
    expect(mapsOf(page).length + emptyOf(page).length).toBe(count * rows);
    expectTidy(page, metrics);
    expect(Math.max(page.widthPx, page.heightPx)).toBeLessThanOrEqual(16_384);
  });

  it.each(Object.entries(FIGURE_PRESETS))('fits the preset %s, in both languages', (name, preset) => {
    for (const language of ['en', 'zh-CN'] as const)
      for (const range of [
        { scope: 'map' },
        { scope: 'layer' },
        { scope: 'fixed', min: -1, max: 6 },
      ] as const) {
        const { page, metrics } = layOut(dataOf(layers(15, 3), 3, { range }), { ...preset, language });
        expectTidy(page, metrics);
        if (name === 'slide') expect([page.widthPx, page.heightPx]).toEqual([1920, 1080]);
        if (name === 'one-column') expect(page.widthPx).toBe(1016);
      }
  });

  it('has layers as columns and filters as rows, with index, name, class and shape above', () => {
    const { page } = layOut(dataOf([plainLayer(3, 2, 128), plainLayer(4, 2, 128)], 2));
    const at = mapsOf(page).map(({ map, box }) => ({ filter: map.filter, x: box.x, y: box.y }));
    expect(at.map(({ filter }) => filter)).toEqual([0, 1, 0, 1]);
    expect(at[0]!.x).toBe(at[1]!.x);
    expect(at[0]!.y).toBe(at[2]!.y);
    expect(at[1]!.y).toBeGreaterThan(at[0]!.y);
    expect(at[2]!.x).toBeGreaterThan(at[0]!.x);
    const style = (kind: string) =>
      textsOf(page)
        .filter((text) => text.style === kind)
        .map(({ text }) => text);
    expect(style('row')).toEqual(['0', '1']);
    expect(style('index')).toEqual(['3', '4']);
    expect(wordsOf(page)).toEqual(expect.arrayContaining(['layer_3', 'BatchNormalization', '128×128×2']));
  });

  it('shows names of any length as far as they fit, their end at least, and short names of classes', () => {
    const long: FigureLayer = {
      ...plainLayer(0, 1, 4, 'a/very/long/'.repeat(25) + 'the_end'),
      index: '123456789#123456789',
      className: 'SeparableConvolutionLayerWithALongName',
      shortClassName: 'SepConv',
    };
    const { page, metrics } = layOut({
      ...dataOf(Array(8).fill(long) as FigureLayer[], 1),
      title: '很长的图片名字'.repeat(60),
    });
    expectTidy(page, metrics);
    expect(textsOf(page).filter(({ style }) => style === 'title')).toHaveLength(3);
    const words = wordsOf(page);
    expect(words.filter((text) => /^….*the_end$/.test(text))).toHaveLength(8);
    expect(words.filter((text) => text === 'SepConv')).toHaveLength(8);
  });

  it('leaves cells empty where there is no map and says why, once in a column and in the legend', () => {
    const dense: FigureLayer = { ...plainLayer(9, 0, 1), className: 'Dense', shape: [10] };
    const { page, metrics } = layOut(dataOf([plainLayer(0, 1, 8), plainLayer(1, 2, 8), dense], 4), {
      width: mm(86),
    });
    expect(emptyOf(page)).toHaveLength(3 + 2 + 4);
    const words = wordsOf(page).join(' ');
    for (const reason of ['only 1 channel', 'only 2 channels', 'no maps', 'No map'])
      expect(words.split(reason)).toHaveLength(2);
    expectTidy(page, metrics);
  });

  it('has the limits of each map below its edges, one number where they are alike, and hatches maps of one value', () => {
    const layer: FigureLayer = {
      ...plainLayer(0, 0, 2),
      shape: [2, 2, 5],
      filters: [
        figureMapOf(0, Float32Array.of(-1.5, 0, 1, 2.25), 2, 2),
        figureMapOf(1, new Float32Array(4).fill(-3), 2, 2),
        figureMapOf(2, Float32Array.of(0, NaN, Infinity, 1), 2, 2),
        figureMapOf(3, new Float32Array(4).fill(NaN), 2, 2),
        figureMapOf(4, Float32Array.of(-2.5, 0, 1, 2.5), 2, 2),
      ],
    };
    const { page, metrics } = layOut(dataOf(Array(8).fill(layer) as FigureLayer[], 5));
    const [first] = mapsOf(page);
    const column = textsOf(page).filter(({ x }) => x >= first!.box.x && x <= first!.box.x + first!.box.width);
    const below = column.filter(
      ({ baseline }) => baseline > first!.box.y + first!.box.height && baseline < page.heightPx - 100,
    );
    expect(below.map(({ text }) => text)).toEqual(
      expect.arrayContaining(['−1.5', '2.25', 'all −3', '0', '1', 'no number', '±2.5']),
    );
    const ends = below.filter(({ text }) => text === '−1.5' || text === '2.25');
    expect(ends.map(({ align, x }) => [align, x])).toEqual([
      ['left', first!.box.x],
      ['right', first!.box.x + first!.box.width],
    ]);
    expect(page.items.filter(({ kind }) => kind === 'hatch')).toHaveLength(8 + 1);
    expect(wordsOf(page)).toEqual(expect.arrayContaining(['One value everywhere', 'NaN or infinite']));
    expectTidy(page, metrics);
  });

  it('has coarse limits in narrow cells, which do not meet', () => {
    const maps = [
      [-0.5, -0.007],
      [-0.07, -0.0009],
      [-123, 4567],
      [0.0012, 0.0345],
    ].map((ends, filter) => figureMapOf(filter, Float32Array.of(...ends, ...ends), 2, 2));
    const layer = { ...plainLayer(0, 4, 2), filters: maps };
    const data = dataOf(
      Array.from({ length: 15 }, () => layer),
      4,
    );
    const { page, metrics } = layOut(data, { ...FIGURE_PRESETS.slide, textPt: 9 });
    expectTidy(page, metrics);
    expect(wordsOf(page).filter((word) => word === '−0.5')).toHaveLength(15);
    expect(wordsOf(page)).not.toContain('−0.007');
  });

  it('names the filters of a sorted figure, whose rows are places', () => {
    const sorted = plainLayer(0, 3, 8);
    const filters = [2, 0, 1].map((filter) => sorted.filters[filter]!);
    const { page, metrics } = layOut(dataOf(Array(8).fill({ ...sorted, filters }) as FigureLayer[], 3));
    expect(wordsOf(page)).toEqual(
      expect.arrayContaining(['place', '3', '#2', '126', '#0', 'all 0', '#1', '63']),
    );
    expectTidy(page, metrics);
  });
});

describe('the legend', () => {
  const signed: FigureLayer = {
    ...layerOf(5, [Float32Array.of(-1, 0, 1, 3)], 2),
    colormap: 'diverging',
  };
  const legendOf = (columns: readonly FigureLayer[], change: Partial<MapsContent>) => {
    const { page, metrics } = layOut(dataOf(columns, 1, change));
    expectTidy(page, metrics);
    const first = mapsOf(page).at(-1)!.box;
    return {
      bars: page.items.filter((item) => item.kind === 'bar').map(({ colormap }) => colormap),
      words: textsOf(page)
        .filter(({ baseline }) => baseline > first.y + first.height)
        .map(({ text }) => text)
        .join(' '),
    };
  };
  const plain = plainLayer(1, 2, 8);

  it('of own scales is one bar without numbers: these stand below the maps', () => {
    const { bars, words } = legendOf([plain], {});
    expect(bars).toEqual(['viridis']);
    expect(words).toMatch(/min max Each map has its own scale/);
    expect(words).not.toMatch(/blue/);
  });

  it('of a scale for each layer has a bar with its numbers below each', () => {
    const { bars, words } = legendOf(
      [plain, { ...signed, filters: [{ ...signed.filters[0]!, min: -3, max: 3 }] }],
      { range: { scope: 'layer' } },
    );
    expect(bars).toEqual(['viridis', 'diverging', 'viridis', 'diverging']);
    expect(words).toMatch(/^0 0 −3 0 3 min max Each layer has its own scale/);
  });

  it('of one scale for all is one bar with its numbers, which no map repeats; signed layers have another', () => {
    const range = { scope: 'fixed', min: -1.5, max: 40 } as const;
    const limits = { min: -40, max: 40 };
    const { bars, words } = legendOf(
      [plain, { ...signed, filters: [{ ...signed.filters[0]!, ...limits }] }],
      { range },
    );
    expect(bars).toEqual(['viridis', 'diverging']);
    expect(words).toMatch(/^−1\.5 40 One scale for all maps.* −40 40 Layers with values below 0: blue/);
  });

  it('of signed layers alone has their bar only', () => {
    const { bars, words } = legendOf([signed], {});
    expect(bars).toEqual(['diverging']);
    expect(words).toMatch(/−m m Each map has its own scale.* white at 0/);
  });

  it('and the caption can be left out', () => {
    const bare = layOut(dataOf([plain], 1), { caption: false, legend: false });
    expect(bare.page.items.some(({ kind }) => kind === 'bar')).toBe(false);
    expect(wordsOf(bare.page).join(' ')).not.toMatch(/Model|photo|scale/);
    const told = wordsOf(layOut(dataOf([plain], 1)).page).join(' ');
    expect(told.replaceAll('\u00A0', ' ')).toContain(
      'Model: Model, input 224 × 224. Picture: photo.png, 451 × 300 pixels, stretched',
    );
    expect(told.replaceAll('\u00A0', ' ')).toContain('Preprocessing: x / 127.5 − 1.');
  });
});

describe('a figure that is too high', () => {
  const many = dataOf(layers(120, 3), 3);

  it('is refused, with what to change', () => {
    expect(() => layOut(dataOf(layers(60, 12), 12), { width: mm(60), format: 'png' })).toThrow(
      /^the figure would have \d+ × \d+ pixels, and a side may have at most 16384; choose --format pdf, which has pages, or fewer --layers/,
    );
    expect(() => layOut(many, { ...FIGURE_PRESETS.slide, format: 'svg' })).toThrow(/at most 1080; choose/);
  });

  it('becomes pages of a PDF, each with its title, legend and caption', () => {
    const { pages, metrics } = layOut(dataOf(layers(60, 12), 12), { width: mm(60), format: 'pdf' });
    expect(pages.length).toBeGreaterThan(1);
    const names = pages.flatMap((page) =>
      textsOf(page)
        .filter(({ style }) => style === 'index')
        .map(({ text }) => text),
    );
    expect(names).toEqual(Array.from({ length: 60 }, (_, place) => String(place)));
    pages.forEach((page, place) => {
      expectTidy(page, metrics);
      const words = wordsOf(page).join(' ');
      expect(words).toContain(`${place + 1}/${pages.length}`);
      expect(words).toMatch(/Each map has its own scale.*Preprocessing/);
    });
    // No page is higher than the fullest one needs: below its last maps are their limits, the legend and the caption.
    const wide = layOut(dataOf(layers(400, 3), 3), { format: 'pdf', width: mm(174) });
    const lowest = Math.max(...wide.pages.flatMap((one) => mapsOf(one).map(({ box }) => box.y + box.height)));
    expect(wide.pages.length).toBeGreaterThan(9);
    expect(wide.page.heightPx - lowest).toBeLessThan(12 * wide.metrics.em);
    const onPages = layOut(many, { format: 'pdf', width: mm(174), height: mm(240), columnsInRow: 8 });
    expect(onPages.pages.length).toBeGreaterThan(2);
    for (const { heightPx } of onPages.pages) expect(heightPx).toBe(Math.round((240 / 25.4) * 300));
  });
});
