import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { NON_FINITE_RGB } from '../../../../electron/core/colour-map';
import { colormapTable, type ColormapName } from '../../../../electron/core/colormap';
import { resizeBytes } from '../../../../electron/core/resize-bytes';
import type { RgbImage } from '../../../../electron/core/tensor';
import { prepareFigure } from '../../../../electron/image/figure/draw-figure';
import type { FigureData, FigureLayer } from '../../../../electron/image/figure/content';
import type { FigureStyle } from '../../../../electron/shared/contract';
import { decode, differentPixels, figureMapOf, pattern } from '../../drawing-fixtures';
import { dataOf, fontsDir, layerOf, mm, plainLayer, styleWith } from './figure-fixtures';

const small = { width: mm(40), dpi: 150, format: 'png' } as const;
const draw = (data: FigureData, change: Partial<FigureStyle> = {}) =>
  prepareFigure(data, styleWith({ ...small, ...change }), fontsDir);
const picture = async (data: FigureData, change: Partial<FigureStyle> = {}) =>
  decode(await draw(data, change).toFile());

/** Number of pixels that have exactly this colour. */
function count({ data }: RgbImage, colour: readonly number[]): number {
  let pixels = 0;
  for (let i = 0; i < data.length; i += 3)
    if (colour.every((value, channel) => data[i + channel] === value)) pixels++;
  return pixels;
}

/** Where a block of these colour indices stands in a picture; the whole block must be there. */
function placeOf(
  image: RgbImage,
  indices: Uint8Array,
  edge: number,
  colormap: ColormapName,
): [number, number] | undefined {
  const table = colormapTable(colormap);
  const isAt = (x: number, y: number, index: number) =>
    [0, 1, 2].every(
      (channel) => image.data[(y * image.width + x) * 3 + channel] === table[index * 3 + channel],
    );
  for (let top = 0; top + edge <= image.height; top++)
    for (let left = 0; left + edge <= image.width; left++)
      if (indices.every((index, at) => isAt(left + (at % edge), top + Math.floor(at / edge), index)))
        return [left, top];
  return undefined;
}

describe('a drawn figure', () => {
  it('shows every map pixel in its colour, in its own colour map where it has one', async () => {
    const map = pattern(16, 16, 1);
    const own: FigureLayer = { ...layerOf(6, [map], 16), colormap: 'diverging' };
    const edge = 80;
    const image = await picture(dataOf([layerOf(5, [map], 16), own], 1), {
      width: mm(60),
      cell: { value: edge, unit: 'px' },
    });
    const { indices } = figureMapOf(0, map, 16, 16);
    const shown = resizeBytes({ indices, offset: 0, width: 16, height: 16 }, edge, edge);
    const [left, right] = (['viridis', 'diverging'] as const).map((colours) =>
      placeOf(image, shown, edge, colours),
    );
    expect(left).toBeDefined();
    expect(right![0]).toBeGreaterThan(left![0]);
    expect(right![1]).toBe(left![1]);
  });

  it('marks values that are not finite, also where several become one pixel', async () => {
    const values = Float32Array.from({ length: 64 }, (_, i) => (i === 9 ? NaN : i));
    const edge = { value: 80, unit: 'px' } as const;
    const clean = count(await picture(dataOf([plainLayer(0, 2, 8)], 1), { cell: edge }), NON_FINITE_RGB);
    const large = count(await picture(dataOf([layerOf(0, [values], 8)], 1), { cell: edge }), NON_FINITE_RGB);
    expect(clean).toBe(0);
    expect(large).toBeGreaterThanOrEqual(100);
    const many = pattern(300, 300, 1);
    many[45_150] = Infinity;
    const tiny = count(
      await picture(dataOf([layerOf(0, [many], 300)], 1), { cell: edge, legend: false }),
      NON_FINITE_RGB,
    );
    expect(tiny).toBeGreaterThanOrEqual(1);
    expect(tiny).toBeLessThan(5);
  });

  it('hatches a map of one value, in the colour that it has', async () => {
    const image = await picture(dataOf([layerOf(0, [new Float32Array(64)], 8)], 1), {
      cell: { value: 80, unit: 'px' },
    });
    const pixels = count(image, Array.from(colormapTable('viridis').subarray(0, 3)));
    expect(pixels).toBeGreaterThan(0.5 * 80 * 80);
    expect(pixels).toBeLessThan(0.95 * 80 * 80);
  });

  it('lies on what was chosen', async () => {
    const data = dataOf([layerOf(0, [pattern(8, 8, 1)], 8)], 1);
    const corner = async (background: FigureStyle['background']) =>
      (await picture(data, { background })).data.subarray(0, 3);
    expect(Array.from(await corner('white'))).toEqual([255, 255, 255]);
    expect(Math.max(...(await corner('dark')))).toBeLessThan(50);
    const png = Buffer.from(await draw(data, { background: 'transparent' }).toFile());
    // Colour type with alpha, which the others have not.
    expect(png[25]).toBe(6);
    expect((await draw(data).toFile())[25]).toBe(2);
    expect(() => draw(data, { background: 'transparent', format: 'jpeg' })).toThrow(
      'no transparent background',
    );
  });

  it('is the same bytes every time', async () => {
    const data = dataOf([layerOf(0, [pattern(5, 5, 1)], 5)], 1);
    for (const format of ['png', 'jpeg', 'svg', 'pdf'] as const) {
      const [a, b] = [await draw(data, { format }).toFile(), await draw(data, { format }).toFile()];
      expect(Buffer.compare(a, b), format).toBe(0);
    }
  });

  it('has a preview of the same layout, no larger than asked', async () => {
    const figure = draw(dataOf([layerOf(0, [pattern(5, 5, 1)], 5)], 1));
    const whole = await decode(await figure.toPreview(5000));
    expect([whole.width, whole.height]).toEqual([figure.widthPx, figure.heightPx]);
    expect(differentPixels(whole, await decode(await figure.toFile()))).toBe(0);
    const { width, height } = await decode(await figure.toPreview(100));
    expect(Math.max(width, height)).toBe(100);
    expect(width / height).toBeCloseTo(figure.widthPx / figure.heightPx, 1);
  });
});

describe('dots an inch', () => {
  const data = dataOf([layerOf(0, [pattern(5, 5, 1)], 5)], 1);

  it('are written into PNG and JPEG', async () => {
    const png = Buffer.from(await draw(data, { dpi: 300 }).toFile());
    const at = png.indexOf('pHYs');
    expect([png.readUInt32BE(at + 4), png.readUInt32BE(at + 8), png[at + 12]]).toEqual([11811, 11811, 1]);
    expect(at).toBeLessThan(png.indexOf('IDAT'));
    const jpeg = Buffer.from(await draw(data, { dpi: 300, format: 'jpeg' }).toFile());
    expect(jpeg.toString('latin1', 6, 10)).toBe('JFIF');
    expect([jpeg[13], jpeg.readUInt16BE(14), jpeg.readUInt16BE(16)]).toEqual([1, 300, 300]);
    expect((await decode(jpeg)).width).toBe(472);
  });

  it('are fewer where a figure without a width would be too large, and the printed size stays', () => {
    const tall = dataOf([plainLayer(0, 100, 4)], 100);
    const free = draw(tall, { width: null, dpi: 300 });
    expect(free.dpi).toBeLessThan(300);
    expect(free.heightPx).toBeLessThanOrEqual(16_384);
    expect(() => draw(tall, { width: mm(40), dpi: 300 })).toThrow('a side may have at most 16384');
    expect(() => draw(dataOf([plainLayer(0, 1000, 4)], 1000), { width: null })).toThrow('choose');
  });
});

describe('letters', () => {
  const data = dataOf([layerOf(0, [pattern(4, 4, 2)], 4)], 1);
  const inkOf = async (title: string) => {
    const image = await picture({ ...data, title }, { width: mm(60) });
    return image.data.subarray(0, image.width * 50 * 3).reduce((ink, value) => ink + (255 - value), 0);
  };

  it('are drawn by the bundled fonts, Chinese too', async () => {
    // Exact, because the font is ours. Without a font every letter would be the same box.
    expect(await inkOf('MMMM')).toBeGreaterThan(2 * (await inkOf('iiii')));
    expect(await inkOf('iiii')).toBeGreaterThan(0);
    // Whatever the system has: one stroke, and thirteen.
    expect(await inkOf('鼎鼎')).toBeGreaterThan(3 * (await inkOf('一一')));
    expect(await inkOf('一一')).toBeGreaterThan(0);
  });

  it('that no font has become question marks, never boxes, and are told', async () => {
    const lost = '\u0378\u{10FFFD}';
    expect(draw({ ...data, title: `猫${lost}.png` }).lostLetters).toEqual(Array.from(lost));
    expect(draw({ ...data, title: '猫.png −0.5 × é' }).lostLetters).toEqual([]);
    expect(await inkOf(`猫${lost}`)).toBe(await inkOf('猫??'));
  });

  it.each([
    ['Chinese', '猫咪的照片.png'],
    ['a picture', '😀'],
    ['Arabic', 'صورة'],
    ['none that can be written', '\u0000\n\uD800'],
    ['10,000 letters', 'x'.repeat(10_000)],
    ['300 letters', 'é'.repeat(300)],
    ['nothing', ''],
  ])('of %s are taken', async (_name, text) => {
    const named = dataOf([layerOf(0, [pattern(4, 4, 3)], 4, text)], 1);
    const figure = draw({
      ...named,
      title: text,
      facts: { ...named.facts, pictures: [{ picture: text, fitted: null }] },
    });
    expect((await decode(await figure.toFile())).width).toBe(figure.widthPx);
  });

  it('need the fonts: which file is missing is said', () => {
    expect(() => prepareFigure(data, styleWith(small), '/nowhere')).toThrow(
      expect.objectContaining({
        code: 'internal/font-missing',
        message: `drawing labels: the font file ${path.resolve('/nowhere/Inter-Regular.ttf')} cannot be read; install Featurescope again.`,
      }),
    );
  });
});
