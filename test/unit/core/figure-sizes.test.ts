import { describe, expect, it } from 'vitest';
import { checkFigureStyle } from '../../../electron/core/figure-style';
import { figureSizes, textSizes, type FigureCells } from '../../../electron/core/figure-sizes';
import { lengthText, mmOf, pixelsOf } from '../../../electron/core/lengths';
import { figurePicture } from '../../../electron/shared/contract';
import type { FigureStyle } from '../../../electron/shared/contract';
import { messageOf } from '../../../electron/shared/errors';
import { DEFAULT_FIGURE_STYLE, FIGURE_PRESETS } from '../../../electron/shared/figure-styles';

const tutorial: FigureCells = {
  ...{
    columns: 15,
    rows: 3,
    nameLetters: 20,
    headerLines: 2,
    withNumbers: false,
    withLimits: true,
    hasBars: false,
  },
  rowHeaderEm: 3,
};
const sizes = (change: Partial<FigureStyle>, cells: Partial<FigureCells> = {}, around = 0) =>
  figureSizes({ ...DEFAULT_FIGURE_STYLE, ...change }, { ...tutorial, ...cells }, around);
const mm = (value: number) => ({ value, unit: 'mm' as const });

describe('lengths', () => {
  it('become pixels by the dots an inch', () => {
    expect(pixelsOf(mm(25.4), 300)).toBeCloseTo(300, 9);
    expect(pixelsOf({ value: 2, unit: 'in' }, 72)).toBe(144);
    expect(pixelsOf({ value: 7, unit: 'px' }, 72)).toBe(7);
    expect(mmOf(2055, 300)).toBeCloseTo(174, 1);
    expect([mm(173.97), { value: 10_000, unit: 'px' as const }].map(lengthText)).toEqual([
      '174 mm',
      '10000 px',
    ]);
  });
});

describe('a figure', () => {
  it('is as wide as asked, with text as asked, and wraps by itself into even rows', () => {
    const { widthPx, textPx, columnsInRow, bands, cellPx } = sizes({});
    expect(sizes({ width: mm(174) })).toEqual(sizes({}));
    expect(widthPx).toBe(Math.round((174 / 25.4) * 300));
    expect(textPx.detail).toBeCloseTo((7 / 72) * 300, 9);
    expect([columnsInRow, bands]).toEqual([8, 2]);
    expect(textSizes(7).title).toBe(10.5);
    expect(cellPx).toBeGreaterThan(6.5 * textPx.detail);
    expect(sizes({}, { columns: 9 }).columnsInRow).toBe(5);
    expect(sizes({ width: mm(86) }).columnsInRow).toBeLessThan(6);
  });

  it('leaves nothing over that another pixel of the cells would need', () => {
    for (const width of [60, 86, 120, 174, 300]) {
      const { widthPx, marginPx, rowHeaderPx, columnsInRow, columnStepPx, gapPx } = sizes({
        width: mm(width),
      });
      const used = 2 * marginPx + rowHeaderPx + columnsInRow * columnStepPx - gapPx;
      expect(used).toBeLessThanOrEqual(widthPx);
      expect(used).toBeGreaterThan(widthPx - columnsInRow);
    }
  });

  it('keeps the text at another resolution, and everything in proportion', () => {
    const [low, high] = [sizes({ dpi: 150 }), sizes({ dpi: 600 })];
    expect(high.textPx.name / low.textPx.name).toBeCloseTo(4, 9);
    expect(high.columnsInRow).toBe(low.columnsInRow);
    expect(high.cellPx / low.cellPx).toBeCloseTo(4, 1);
    expect(high.bandsPx / low.bandsPx).toBeCloseTo(4, 1);
  });

  it('has columns, cells and gaps as asked', () => {
    expect(sizes({ columnsInRow: 4 }).columnsInRow).toBe(4);
    expect(sizes({ columnsInRow: 400 }, { columns: 5 }).columnsInRow).toBe(5);
    const { cellPx, gapPx, columnsInRow } = sizes({ width: mm(174), cell: mm(25), gap: mm(1) });
    expect([cellPx, gapPx, columnsInRow]).toEqual([295, 12, 5]);
    const free = sizes({ width: null, cell: mm(25), columnsInRow: 3 });
    expect(free.widthPx).toBe(2 * free.marginPx + free.rowHeaderPx + 3 * 295 + 2 * free.gapPx);
  });

  it('has more maps side by side where it would be too high otherwise', () => {
    const many = sizes({ width: mm(174) }, { columns: 120 });
    expect(many.columnsInRow).toBeGreaterThan(8);
    expect([many.widthPx, many.bandsPx <= 16_384]).toEqual([2055, true]);
    // All of InceptionV3 is also wider, where no width was asked for.
    const all = sizes({}, { columns: 313 });
    expect(all.widthPx).toBeGreaterThan(2055);
    expect([all.widthPx <= 16_384, all.bandsPx <= 16_384]).toEqual([true, true]);
  });

  it('is closer where it is narrow and would be higher than a page of paper', () => {
    const narrow = (columns: number) => sizes(FIGURE_PRESETS['one-column'], { columns }, 300);
    expect([narrow(4), narrow(8)].map(({ columnsInRow }) => columnsInRow)).toEqual([4, 4]);
    const { bandsPx, columnsInRow, bands } = narrow(15);
    expect([columnsInRow, bands]).toEqual([5, 3]);
    // With 4 side by side it would be 4 bands, over 300 mm.
    expect(mmOf(bandsPx + 300, 300)).toBeLessThan(280);
    expect(sizes(FIGURE_PRESETS.poster).columnsInRow).toBe(sizes(FIGURE_PRESETS['two-columns']).columnsInRow);
  });

  it('has pages of paper as PDF, not more side by side', () => {
    const paper = sizes({ format: 'pdf' }, { columns: 313 });
    expect([paper.widthPx, paper.columnsInRow]).toEqual([2055, 8]);
  });

  it('fits a height, with the largest cells that do', () => {
    for (const columns of [1, 3, 8, 15]) {
      const slide = sizes({ ...FIGURE_PRESETS.slide }, { columns }, 200);
      expect(slide.widthPx).toBe(1920);
      expect(slide.bandsPx + 200).toBeLessThanOrEqual(1080);
      for (let columnsInRow = 1; columnsInRow <= columns; columnsInRow++) {
        const other = attempt(() => sizes({ ...FIGURE_PRESETS.slide, columnsInRow }, { columns }, 200));
        if (other && other.bandsPx + 200 <= 1080) expect(other.cellPx).toBeLessThanOrEqual(slide.cellPx);
      }
    }
  });

  it('does not make a single layer a tower', () => {
    const { bandsPx, widthPx } = sizes({}, { columns: 1 });
    expect(bandsPx).toBeLessThan(1.3 * widthPx);
  });
});

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

describe('bad wishes', () => {
  const refusal = (change: Partial<FigureStyle>) => {
    try {
      sizes(change);
      return '';
    } catch (error) {
      return messageOf(error);
    }
  };

  it.each([
    [{ width: mm(0) }, 'the width of the figure is 0 mm at 300 dots an inch; choose 2.8 mm to 1387 mm.'],
    [{ width: mm(-3) }, 'the width of the figure is -3 mm at 300 dots an inch; choose 2.8 mm to 1387 mm.'],
    [
      { width: mm(10_000) },
      'the width of the figure is 10000 mm at 300 dots an inch; choose 2.8 mm to 1387 mm.',
    ],
    [
      { height: mm(NaN) },
      'the height of the figure is NaN mm at 300 dots an inch; choose 2.8 mm to 1387 mm.',
    ],
    [{ dpi: 10_000 }, '--dpi is 10000; choose 36 to 2400.'],
    [{ textPt: 0 }, '--text is 0 pt; choose 3 to 200 pt.'],
    [{ columnsInRow: 2.5 }, 'the figure has 2.5 maps side by side; choose a whole number from 1 to 10000.'],
    [
      { gap: mm(-1) },
      'the gap between maps of the figure is -1 mm at 300 dots an inch; choose 0 mm to 1387 mm.',
    ],
    [
      { background: 'transparent' },
      'a JPEG picture has no transparent background; choose --format png, svg or pdf, or another --background.',
    ],
  ] as const)('%j are refused in a sentence', (change, sentence) => {
    expect(refusal(change)).toBe(sentence);
  });

  it('of text that no cell holds are refused, with what it would need', () => {
    expect(refusal({ width: mm(50), columnsInRow: 8 })).toMatch(
      /^text of 7 pt is too large for 8 maps side by side, which are [\d.]+ mm wide and need 11\.\d+ mm; choose/,
    );
    expect(refusal({ cell: mm(2) })).toMatch(/which are 2\.\d+ mm wide/);
    expect(refusal({ width: mm(10) })).toMatch(/^text of 7 pt is too large for 1 maps/);
  });

  it('that the contract lets through are all refused or drawn', () => {
    const style = { ...DEFAULT_FIGURE_STYLE, dpi: -1 };
    const content = { kind: 'predictions', top: 5 } as const;
    expect(figurePicture.parse({ content, style }).style).toEqual(style);
    expect(() => checkFigureStyle(style)).toThrow();
  });

  it('are none of the presets', () => {
    for (const preset of Object.values(FIGURE_PRESETS))
      for (const columns of [1, 8, 15, 60])
        expect(sizes({ ...preset }, { columns }).columnsInRow).toBeGreaterThan(0);
  });
});
