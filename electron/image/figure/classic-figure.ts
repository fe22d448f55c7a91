import { ImageData, createCanvas } from '@napi-rs/canvas';
import { classicCell, classicFigureSize, classicSamples } from './classic-layout';
import { colormapTable } from '../../core/colormap';
import type { MapsContent } from './content';
import { checkGridSize } from './limits';
import { message } from '../../shared/messages/message';
import type { RgbImage } from '../../core/tensor';

/** What the figure shows; names and shapes are not used. */
type ClassicInput = Pick<MapsContent, 'columns' | 'rows' | 'colormap'>;

/**
 * The figure that the 2018 script saves as sample.jpg, remade pixel by pixel as matplotlib 3.11 draws it: no
 * labels, white paper, 100 * filters pixels wide and 100 * layers high, one column a layer, one row a filter,
 * maps by nearest neighbour. A filter that a layer lacks leaves its cell empty (the script gives up the whole
 * column).
 * @throws FeaturescopeError `layers/none` or `output/too-large`, see `checkGridSize`
 * Source: keras_model_visualization.py, 2018-01-23.
 */
export function drawClassicFigure(input: ClassicInput): RgbImage {
  const layers = input.columns.length;
  const filters = input.rows;
  checkClassicSize(layers, filters);
  const [width, height] = classicFigureSize(layers, filters);

  const data = new Uint8Array(width * height * 3).fill(255);
  const table = colormapTable(input.colormap);
  input.columns.forEach((column, layer) => {
    for (const [row, map] of column.filters.slice(0, filters).entries()) {
      const cell = classicCell(layer, row, layers, filters, map.height, map.width);
      const sourceColumns = classicSamples(cell.x0, cell.x1, cell.left, cell.right, map.width);
      const sourceRows = classicSamples(cell.y0, cell.y1, cell.top, cell.bottom, map.height);
      sourceRows.forEach((sourceRow, line) => {
        let to = ((cell.y0 + line) * width + cell.x0) * 3;
        for (const sourceColumn of sourceColumns) {
          const from = map.indices[sourceRow * map.width + sourceColumn]! * 3;
          data[to++] = table[from]!;
          data[to++] = table[from + 1]!;
          data[to++] = table[from + 2]!;
        }
      });
    }
  });
  return { data, width, height };
}

/** Nearly JPEG's longest side: this figure has the size of 2018. */
const MAX_CLASSIC_SIDE_PX = 65_000;

/**
 * Refuses a figure that is too large, before its maps are computed.
 * @throws FeaturescopeError `layers/none` or `output/too-large`, see `checkGridSize`
 */
export function checkClassicSize(layers: number, filters: number): void {
  checkGridSize(message('part/the-classic-figure'), layers, filters, MAX_CLASSIC_SIDE_PX, classicFigureSize);
}

/** The classic figure as JPEG bytes with quality 75, which is what matplotlib (by Pillow) writes. */
export async function classicFigureJpeg(input: ClassicInput): Promise<Uint8Array> {
  const { data, width, height } = drawClassicFigure(input);
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let from = 0, to = 0; from < data.length; from += 3, to += 4) {
    rgba[to] = data[from]!;
    rgba[to + 1] = data[from + 1]!;
    rgba[to + 2] = data[from + 2]!;
  }
  const canvas = createCanvas(width, height);
  canvas.getContext('2d').putImageData(new ImageData(rgba, width, height), 0, 0);
  return canvas.encode('jpeg', 75);
}
