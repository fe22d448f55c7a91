/** Several pictures side by side: what is compared stands in one row, whatever the width. */
import { describe, expect, it } from 'vitest';
import type {
  ComparedColumn,
  ComparisonContent,
  FigureData,
} from '../../../../electron/image/figure/content';
import type { Page, TextItem } from '../../../../electron/image/figure/items';
import type { FigureStyle } from '../../../../electron/shared/contract';
import { FIGURE_PRESETS } from '../../../../electron/shared/figure-styles';
import { dataOf, mm, plainLayer } from './figure-fixtures';
import { expectTidy, layOut, textsOf, wordsOf } from './laid-out';

interface Parts {
  readonly columns: number;
  readonly layers?: number;
  readonly classes?: number;
  readonly hypercolumns?: number;
  readonly label?: string;
  readonly change?: Partial<ComparisonContent>;
}

/** The class that each column has most of is its own; numbers are shares. */
function columnOf(
  place: number,
  { columns, layers = 3, classes = 5, hypercolumns = 2, label = 'o-' }: Parts,
): ComparedColumn {
  return {
    label: `${label}${place}.jpg`,
    photo: { width: 224, height: 224, data: new Uint8Array(0) },
    classes: Array.from({ length: classes }, (_, index) => {
      const value = index === place % classes ? 0.8 : 0.1 / columns;
      return { index, label: `class ${index}`, value, text: `${(100 * value).toFixed(1)} %` };
    }),
    layers: Array.from({ length: layers }, (_, index) => {
      const layer = plainLayer(index, 1, 8, `block${index}a_expand_conv`);
      return { ...layer, filters: layer.filters.map((map) => ({ ...map, min: -1, max: 2 + index })) };
    }),
    hypercolumns: Array.from({ length: hypercolumns }, (_, set) => ({
      layers: ['1', '4', '7', '10', '11', '14', '17'].slice(0, 3 + 4 * set),
      ...{ mapCount: 80 * (set + 1), height: 8, width: 8 },
      values: Float32Array.from({ length: 64 }, (_value, at) => at * (place + 1) - set),
    })),
  };
}

function comparison(parts: Parts): FigureData {
  const content: ComparisonContent = {
    kind: 'comparison',
    ...{ colormap: 'viridis', range: { scope: 'map' }, hypercolumnColormap: 'magma', opacity: 1 },
    areShares: true,
    columns: Array.from({ length: parts.columns }, (_, place) => columnOf(place, parts)),
    ...parts.change,
  };
  const data = dataOf([], 1);
  const { fitted } = data.facts.pictures[0]!;
  const pictures = content.columns.map(({ label }) => ({ picture: label, fitted }));
  return { ...data, content, facts: { ...data.facts, pictures } };
}

const textAt = (page: Page, pattern: RegExp) => textsOf(page).filter(({ text }) => pattern.test(text));
const mapsOf = (page: Page) => page.items.filter((item) => item.kind === 'map');
const rowsOf = (page: Page) => new Set(mapsOf(page).map(({ box }) => box.y)).size;
const PRESETS = Object.entries(FIGURE_PRESETS) as [string, Partial<FigureStyle>][];

describe.each(PRESETS)('%s', (_name, preset) => {
  it.each<Parts>([
    { columns: 2 },
    { columns: 3, layers: 1, hypercolumns: 0 },
    { columns: 5 },
    { columns: 5, classes: 0 },
    { columns: 2, label: 'IMG_20261130_a_very_long_name_of_a_picture_' },
  ])('%o: everything stands on one page in rows of all columns, and nothing over another', (parts) => {
    for (const language of ['en', 'zh-CN'] as const) {
      const { page, pages, metrics } = layOut(comparison(parts), { ...preset, language });
      const { columns, layers = 3, hypercolumns = 2 } = parts;
      expect(pages).toHaveLength(1);
      expectTidy(page, metrics);
      expect(mapsOf(page)).toHaveLength(columns * layers);
      expect(rowsOf(page)).toBe(layers);
      expect(page.items.filter(({ kind }) => kind === 'photo')).toHaveLength(columns * (1 + hypercolumns));
      for (const { box } of mapsOf(page)) expect(box.width).toBeGreaterThanOrEqual(4.5 * metrics.em);
      // No text is smaller than asked for.
      expect(Math.min(...textsOf(page).map(({ style }) => metrics.sizePx(style)))).toBe(metrics.em);
    }
  });
});

describe('scales', () => {
  it('are one a row: the bar has the limits of all columns', () => {
    const { page } = layOut(comparison({ columns: 3 }), FIGURE_PRESETS['two-columns']);
    const words = wordsOf(page);
    for (const layer of [0, 1, 2]) expect(words.filter((text) => text === String(2 + layer))).not.toEqual([]);
    // From that of the first to that of the third column: 0 to 63 x 3, and less 1 of all.
    expect(words).toEqual(expect.arrayContaining(['0', '189', '188']));
    // Three rows of maps, two of hypercolumns, and two colour maps in the legend.
    expect(page.items.filter(({ kind }) => kind === 'bar')).toHaveLength(3 + 2 + 2);
  });

  it.each([
    ['map', /^Each row has one scale/],
    ['layer', /^Each layer has one scale/],
    ['fixed', /^One scale for all maps/],
  ] as const)('of %s are said in the legend', (scope, text) => {
    const range = scope === 'fixed' ? { scope, min: -3, max: 4 } : { scope };
    const { page } = layOut(comparison({ columns: 2, change: { range } }), FIGURE_PRESETS['two-columns']);
    expect(textAt(page, text)).toHaveLength(scope === 'map' ? 2 : 1);
    expect(textAt(page, /^Each hypercolumn/)).toHaveLength(scope === 'map' ? 0 : 1);
  });

  it('without a spread tell the one value, and maps without one are hatched', () => {
    const data = comparison({ columns: 2, layers: 1 });
    const content = data.content as ComparisonContent;
    const columns = content.columns.map((column) => ({
      ...column,
      layers: column.layers.map((layer) => ({
        ...layer,
        filters: layer.filters.map((map) => ({ ...map, min: 0, max: 0, constant: 0 })),
      })),
    }));
    const { page } = layOut({ ...data, content: { ...content, columns } }, FIGURE_PRESETS['one-column']);
    expect(wordsOf(page)).toContain('all 0');
    expect(page.items.filter(({ kind }) => kind === 'hatch')).toHaveLength(2 + 1);
  });
});

describe('classes', () => {
  const bars = (page: Page) => page.items.filter((item) => item.kind === 'fill' && item.tone === 'bar');

  it('have bars of one length for one number in all columns, and the best of each in ink', () => {
    const { page } = layOut(comparison({ columns: 3 }), FIGURE_PRESETS['two-columns']);
    const widths = bars(page).map((item) => (item as { box: { width: number } }).box.width);
    expect(new Set(widths).size).toBe(2);
    const best = textAt(page, /^80\.0 %$/);
    expect(best.map(({ tone }) => tone)).toEqual(['ink', 'ink', 'ink']);
    expect(new Set(textAt(page, /^3\.3 %$/).map(({ tone }) => tone))).toEqual(new Set(['quiet']));
    expect(wordsOf(page)).toContain('Bars: 0 to 100 %');
  });

  it('of scores go over what all columns cover, with 0', () => {
    const data = comparison({ columns: 2, classes: 2 });
    const content = data.content as ComparisonContent;
    const columns = content.columns.map((column, place) => ({
      ...column,
      classes: [-2, 6 - place].map((value, index) => ({ index, label: `${index}`, value, text: `${value}` })),
    }));
    const { page } = layOut(
      { ...data, content: { ...content, columns, areShares: false } },
      { ...FIGURE_PRESETS['two-columns'] },
    );
    expect(wordsOf(page)).toContain('Bars: −2 to 6');
    const [low, high, , less] = bars(page).map((item) => (item as { box: { width: number } }).box.width);
    expect(high! / low!).toBeCloseTo(3, 1);
    expect(less! / low!).toBeCloseTo(2.5, 1);
  });

  it('say where a column has no numbers', () => {
    const data = comparison({ columns: 2 });
    const content = data.content as ComparisonContent;
    const columns = content.columns.map((column, place) =>
      place === 0 ? column : { ...column, classes: null },
    );
    const { page, metrics } = layOut({ ...data, content: { ...content, columns } });
    expectTidy(page, metrics);
    expect(wordsOf(page)).toContain('no numbers');
    expect(textAt(page, /^[\d.]+ %$/)).toHaveLength(5);
  });
});

describe('columns', () => {
  it('that do not fit go on below, with their numbers and the words of the rows again', () => {
    const { page, metrics } = layOut(comparison({ columns: 12 }), FIGURE_PRESETS['two-columns']);
    expectTidy(page, metrics);
    expect(rowsOf(page)).toBeGreaterThan(3);
    for (let number = 1; number <= 12; number++) expect(wordsOf(page)).toContain(String(number));
    expect(textAt(page, /^class 0$/).length).toBeGreaterThan(1);
  });

  it('that do not fit go on, in a PDF, on the next page of paper', () => {
    const { pages, metrics } = layOut(comparison({ columns: 12 }), {
      ...FIGURE_PRESETS['two-columns'],
      format: 'pdf',
    });
    expect(pages.length).toBeGreaterThan(1);
    for (const page of pages) {
      expectTidy(page, metrics);
      expect(rowsOf(page)).toBe(3);
      expect(page.heightPx).toBeLessThanOrEqual(Math.round((240 / 25.4) * 300));
    }
  });

  it('are as many side by side as is asked for', () => {
    const { page } = layOut(comparison({ columns: 5 }), { width: mm(174), columnsInRow: 2 });
    expect(rowsOf(page)).toBe(3 * 3);
  });

  it('have cells of the size that is asked for', () => {
    const { page, metrics } = layOut(comparison({ columns: 2 }), { cell: mm(20), dpi: 254 });
    expectTidy(page, metrics);
    for (const { box } of mapsOf(page)) expect(box.width).toBe(200);
  });

  it('that no page holds are refused, with what to change', () => {
    const one = (text: number) => () =>
      layOut(comparison({ columns: 12 }), { ...FIGURE_PRESETS.slide, textPt: text });
    expect(one(20)).toThrow(expect.objectContaining({ code: 'output/figure-too-large' }));
    expect(one(200)).toThrow(expect.objectContaining({ code: 'usage/figure-text-in-cell' }));
  });

  it('are numbered and named in the caption, what is the same of all once', () => {
    const caption = (data: FigureData) =>
      textsOf(layOut(data, FIGURE_PRESETS['two-columns']).page)
        .map(({ text }: TextItem) => text.replaceAll('\u00A0', ' '))
        .join(' ');
    const data = comparison({ columns: 2 });
    expect(caption(data)).toContain(
      'Pictures: 1 o-0.jpg, 2 o-1.jpg; 451 × 300 pixels, stretched to the input. Preprocessing:',
    );
    const [first, second] = data.facts.pictures;
    const pictures = [first!, { ...second!, fitted: { width: 20, height: 30, fit: 'stretch' as const } }];
    expect(caption({ ...data, facts: { ...data.facts, pictures } })).toContain(
      'Pictures: 1 o-0.jpg (451 × 300 pixels), 2 o-1.jpg (20 × 30 pixels); stretched to the input.',
    );
    const arrays = pictures.map((one) => ({ ...one, fitted: null }));
    expect(caption({ ...data, facts: { ...data.facts, pictures: arrays } })).toContain(
      'Pictures: 1 o-0.jpg, 2 o-1.jpg; fed as it is.',
    );
  });
});
