import { describe, expect, it } from 'vitest';
import { classicCell } from '../../../../electron/image/figure/classic-layout';
import type { MapsContent } from '../../../../electron/image/figure/content';
import { classicFigureJpeg, drawClassicFigure } from '../../../../electron/image/figure/classic-figure';
import {
  channelOf,
  decode,
  differentPixels,
  drawing,
  drawingBytes,
  figureMapOf,
  largestDifference,
  pattern,
  realLayer,
} from '../../drawing-fixtures';

type Shape = readonly [height: number, width: number, filters: number];

function inputOf(
  shapes: readonly Shape[],
  rows: number,
  mapOf: (layer: number, filter: number) => Float32Array,
): MapsContent {
  const columns = shapes.map(([height, width, channels], layer) => ({
    index: String(layer),
    name: '',
    className: '',
    shortClassName: '',
    shape: [height, width, channels],
    filters: Array.from({ length: Math.min(rows, channels) }, (_, filter) =>
      figureMapOf(filter, mapOf(layer, filter), height, width),
    ),
  }));
  return { kind: 'maps', columns, rows, colormap: 'viridis', range: { scope: 'map' } };
}

const realLayers = Array.from({ length: 15 }, (_, index) => realLayer(index));
const realInput = inputOf(
  realLayers.map(({ shape }) => shape as unknown as Shape),
  3,
  (layer, filter) => channelOf(realLayers[layer]!, filter),
);

describe('drawClassicFigure', () => {
  it.each(Object.entries(drawing.classic))(
    'equals matplotlib in every pixel: %s',
    async (name, { filters, shapes }) => {
      const input = inputOf(shapes, filters, (layer, filter) => {
        const [height, width] = shapes[layer]!;
        return pattern(height, width, layer * 10 + filter);
      });
      expect(differentPixels(drawClassicFigure(input), await decode(drawingBytes(`${name}.png`)))).toBe(0);
    },
  );

  it('equals matplotlib in every pixel: 15 real layers x 3 filters, 300 x 1500', async () => {
    const figure = drawClassicFigure(realInput);
    expect([figure.width, figure.height]).toEqual([300, 1500]);
    expect(differentPixels(figure, await decode(drawingBytes('classic-real.png')))).toBe(0);
  });

  it('decodes to the same pixels as the JPEG that matplotlib saves', async () => {
    const got = await decode(await classicFigureJpeg(realInput));
    const want = await decode(drawingBytes('classic-real.jpg'));
    // Measured: no difference. One level is left to other versions of the JPEG library.
    expect(largestDifference(got.data, want.data)).toBeLessThanOrEqual(1);
  });

  it('has cells of 16.85 pixels for 15 layers x 3 filters', () => {
    const cell = classicCell(4, 1, 15, 3, 147, 147);
    expect(cell.right - cell.left).toBeCloseTo(300 / 17.8, 9);
    expect(cell.bottom - cell.top).toBeCloseTo(300 / 17.8, 9);
  });

  it('leaves only the missing filters blank', () => {
    const shapes: Shape[] = [
      [10, 10, 1],
      [10, 10, 2],
    ];
    const { data, width, height } = drawClassicFigure(
      inputOf(shapes, 2, (layer) => pattern(10, 10, layer + 1)),
    );
    const inkIn = (left: boolean, top: boolean) => {
      let pixels = 0;
      for (let y = top ? 0 : height / 2; y < (top ? height / 2 : height); y++)
        for (let x = left ? 0 : width / 2; x < (left ? width / 2 : width); x++)
          if (data[(y * width + x) * 3] !== 255) pixels++;
      return pixels;
    };
    expect(
      [inkIn(true, true), inkIn(false, true), inkIn(true, false), inkIn(false, false)].map(Boolean),
    ).toEqual([true, true, false, true]);
  });

  it('refuses an empty and a giant figure', () => {
    expect(() => drawClassicFigure({ columns: [], rows: 3, colormap: 'viridis' })).toThrow(
      expect.objectContaining({ code: 'layers/none' }),
    );
    const columns = Array.from({ length: 318 }, () => realInput.columns[0]!);
    expect(() => drawClassicFigure({ columns, rows: 64, colormap: 'viridis' })).toThrow(
      expect.objectContaining({
        code: 'output/too-large',
        message:
          'drawing the classic figure of 318 layers × 64 channels: about 6400 × 31800 pixels are more than 100 megapixels or ' +
          '65000 pixels a side; choose at most 31 of the channels or at most 156 of the layers.',
      }),
    );
  });
});
