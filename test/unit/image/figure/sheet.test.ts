/** The whole window on one page: its parts share the room that there is. */
import { describe, expect, it } from 'vitest';
import type { FigureData, FigureHypercolumn, SheetContent } from '../../../../electron/image/figure/content';
import type { FigureStyle } from '../../../../electron/shared/contract';
import { FIGURE_PRESETS, type FigurePreset } from '../../../../electron/shared/figure-styles';
import { dataOf, mm, plainLayer } from './figure-fixtures';
import { boxOf, expectTidy, layOut, wordsOf } from './laid-out';

const hypercolumn = (layers: number): FigureHypercolumn => ({
  layers: Array.from({ length: layers }, (_, place) => String(3 * place + 1)),
  mapCount: 32 * layers,
  ...{ values: Float32Array.from({ length: 64 }, (_, place) => place), height: 8, width: 8 },
});

interface Parts {
  readonly layers?: number;
  readonly filters?: number;
  readonly classes?: number;
  readonly hypercolumns?: number;
  readonly photo?: { readonly width: number; readonly height: number };
}

function sheet({
  layers = 15,
  filters = 3,
  classes = 10,
  hypercolumns = 2,
  ...more
}: Parts = {}): FigureData {
  const columns = Array.from({ length: layers }, (_, place) =>
    plainLayer(place, filters, 8, `block${place}a_expand_conv`),
  );
  const data = dataOf(columns, filters);
  const { width, height } = more.photo ?? { width: 451, height: 300 };
  const photo = { width, height, data: new Uint8Array(0) };
  const content: SheetContent = {
    kind: 'sheet',
    photo,
    predictions: {
      kind: 'predictions',
      areShares: true,
      classes: Array.from({ length: classes }, (_, index) => ({
        ...{ index, label: `class ${index}`, value: 1 / (index + 2), text: '12.5 %' },
      })),
    },
    hypercolumns:
      hypercolumns === 0
        ? null
        : {
            ...{ kind: 'hypercolumns', colormap: 'viridis', opacity: 1, photo },
            target: { x: 0, y: 0, width: 8, height: 8 },
            hypercolumns: Array.from({ length: hypercolumns }, (_, place) => hypercolumn(3 + 2 * place)),
          },
    maps: data.content as SheetContent['maps'],
  };
  return { ...data, content };
}

const count = (words: readonly string[], pattern: RegExp) => words.filter((one) => pattern.test(one)).length;

describe('on a slide', () => {
  it.each<Parts>([
    {},
    { classes: 5 },
    { classes: 20 },
    { hypercolumns: 0 },
    { hypercolumns: 3 },
    { layers: 1, filters: 1 },
    { layers: 9, filters: 2, photo: { width: 4000, height: 500 } },
    { photo: { width: 300, height: 3000 } },
  ])('everything of %o stands on its page, each thing once and none over another', (parts) => {
    const { layers = 15, filters = 3, classes = 10, hypercolumns = 2 } = parts;
    const { page, pages, metrics } = layOut(sheet(parts), FIGURE_PRESETS.slide);
    expect([page.widthPx, page.heightPx, pages.length]).toEqual([1920, 1080, 1]);
    expectTidy(page, metrics);
    expect(page.items.filter(({ kind }) => kind === 'map')).toHaveLength(layers * filters);
    expect(page.items.filter(({ kind }) => kind === 'photo')).toHaveLength(1 + hypercolumns);
    expect(count(wordsOf(page), /^class \d+$/)).toBe(classes);
    for (const item of page.items)
      if (item.kind === 'map' || item.kind === 'photo')
        expect(Math.max(item.box.width, item.box.height)).toBeGreaterThanOrEqual(4 * metrics.em);
  });

  it('classes stand in columns where their rows are too many', () => {
    const left = (classes: number) => {
      const { page, metrics } = layOut(sheet({ classes }), FIGURE_PRESETS.slide);
      const names = page.items.filter((item) => item.kind === 'text' && /^class \d+$/.test(item.text));
      return new Set(names.map((item) => boxOf(item, metrics).x)).size;
    };
    expect([left(5), left(10)]).toEqual([1, 2]);
  });

  it('what has no room is refused, with what to change', () => {
    const style: Partial<FigureStyle> = { ...FIGURE_PRESETS.slide, textPt: 20 };
    expect(() => layOut(sheet({ filters: 8 }), style)).toThrow(
      expect.objectContaining({ code: 'output/figure-too-large' }),
    );
  });
});

describe('without a height', () => {
  it('its parts move closer on paper where that takes them onto one page, by a row above the maps', () => {
    const { page, pages, metrics } = layOut(sheet(), FIGURE_PRESETS['two-columns']);
    expect(pages).toHaveLength(1);
    expect(page.heightPx).toBeLessThanOrEqual((240 / 25.4) * 300);
    expectTidy(page, metrics);
    expect(page.items.filter(({ kind }) => kind === 'map')).toHaveLength(15 * 3);
    const photos = page.items.filter(({ kind }) => kind === 'photo') as { box: { x: number; y: number } }[];
    expect(photos).toHaveLength(3);
    expect(Math.max(...photos.map(({ box }) => box.y))).toBeLessThan(page.heightPx / 5);
  });

  it('a PDF has pages of 240 mm at most where it would be higher, a picture is as high as it needs', () => {
    const of = (format: FigureStyle['format'], parts: Parts = {}, preset: FigurePreset = 'one-column') =>
      layOut(sheet(parts), { ...FIGURE_PRESETS[preset], format });
    const mostPx = (240 / 25.4) * 300;
    const whole = of('png');
    expect([whole.pages.length, whole.page.heightPx > mostPx]).toEqual([1, true]);
    const { pages, metrics } = of('pdf');
    expect(pages).toHaveLength(2);
    for (const page of pages) {
      expect(page.heightPx).toBeLessThanOrEqual(mostPx);
      expectTidy(page, metrics);
    }
    const shown = pages.flatMap(({ items }) => items);
    expect(shown.filter(({ kind }) => kind === 'map')).toHaveLength(15 * 3);
    expect(shown.filter(({ kind }) => kind === 'photo')).toHaveLength(3);
    const small = { layers: 3, filters: 1, hypercolumns: 0 };
    expect(of('pdf', small).pages).toHaveLength(1);
    // A poster is no page of paper.
    expect(of('pdf', { layers: 5 }, 'poster').pages).toHaveLength(1);
  });
});

describe('on a page as high as wide or higher', () => {
  it('its parts stand below each other where they fit, otherwise in a row above the maps', () => {
    for (const height of [220, 260, 400]) {
      const style = { width: mm(174), height: mm(height), dpi: 100 };
      const { page, metrics } = layOut(sheet(), style);
      expectTidy(page, metrics);
      expect(page.heightPx).toBe(Math.round((height / 25.4) * 100));
      const [photo, first, second] = page.items.filter(({ kind }) => kind === 'photo') as {
        box: { y: number };
      }[];
      const tops = [photo!, first!, second!].map(({ box }) => box.y);
      expect(tops[1]).toBe(tops[2]);
      expect(tops[1]! > tops[0]! + 100).toBe(height === 400);
    }
  });
});
