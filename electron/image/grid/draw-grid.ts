import { ImageData, createCanvas } from '@napi-rs/canvas';
import type { SKRSContext2D } from '@napi-rs/canvas';
import { colormapRgba32, colormapTable } from '../../core/colormap';
import type { GridInput } from './grid-input';
import { layOutGrid } from './layout';
import type { Box, PlacedText } from './placed';
import { textStyles } from './text';
import type { TextStyle } from './text';
import { resizeBytes } from '../../core/resize-bytes';
import type { RgbImage } from '../../core/tensor';
import { fontOf, registerFonts } from '../fonts';

/** How a grid picture is drawn. */
export interface GridPictureOptions {
  /** Folder of the bundled fonts, `electron/image/fonts` in the sources. */
  readonly fontsDir: string;
  /** Edge of every cell in pixels, at least 96; by default the one that suits the maps. */
  readonly cellPx?: number;
}

/** A drawn grid, to be encoded or read. */
export interface GridPicture {
  readonly widthPx: number;
  readonly heightPx: number;
  /** The pixels as RGB. */
  toRgb(): RgbImage;
  /** JPEG bytes; quality 0..100, 92 by default. */
  toJpeg(quality?: number): Promise<Uint8Array>;
  /** PNG bytes. */
  toPng(): Promise<Uint8Array>;
}

const colours = { paper: '#ffffff', outline: '#d9dee3', nonFinite: '#b4006e' };
const canvasAligns = { left: 'left', centre: 'center', right: 'right' } as const;

/**
 * Draws the grid of feature maps (sample.jpg): rows = filters, columns = layers, labelled, on white. A
 * constant map is drawn in the lowest colour and marked with its value; maps with NaN or infinite values are
 * marked too.
 * @throws FeaturescopeError `layers/none`, `output/too-large` (see `layOutGrid`), `internal/font-missing`
 */
export function drawGrid(input: GridInput, options: GridPictureOptions): GridPicture {
  registerFonts(options.fontsDir);
  const ruler = createCanvas(1, 1).getContext('2d');
  const measure = (text: string, style: TextStyle) => {
    setFont(ruler, style);
    return ruler.measureText(text).width;
  };
  const layout = layOutGrid(input, measure, options.cellPx);
  const { widthPx, heightPx } = layout;

  const canvas = createCanvas(widthPx, heightPx);
  const context = canvas.getContext('2d');
  context.fillStyle = colours.paper;
  context.fillRect(0, 0, widthPx, heightPx);
  context.strokeStyle = colours.outline;
  context.lineWidth = 1;

  const words = colormapRgba32(input.colormap);
  for (const box of layout.blanks)
    context.strokeRect(box.x + 0.5, box.y + 0.5, box.width - 1, box.height - 1);
  for (const { map, box, colormap = input.colormap } of layout.maps) {
    strokeAround(context, box);
    const pixels = resizeBytes({ ...map, offset: 0 }, box.width, box.height);
    paint(context, box, pixels, colormapRgba32(colormap));
  }
  for (const mark of layout.marks) {
    context.fillStyle = mark.kind === 'constant' ? lowestColour(input) : colours.nonFinite;
    context.beginPath();
    context.roundRect(mark.box.x, mark.box.y, mark.box.width, mark.box.height, 4);
    context.fill();
    write(context, mark.text);
  }
  const { legend } = layout;
  strokeAround(context, legend);
  const ramp = Uint8Array.from({ length: legend.width * legend.height }, (_, i) =>
    Math.floor(((i % legend.width) * 256) / legend.width),
  );
  paint(context, legend, ramp, words);
  for (const text of layout.texts) write(context, text);

  return {
    widthPx,
    heightPx,
    toRgb: () => ({ data: rgbOf(canvas.data()), width: widthPx, height: heightPx }),
    toJpeg: (quality = 92) => canvas.encode('jpeg', quality),
    toPng: () => canvas.encode('png'),
  };
}

function setFont(context: SKRSContext2D, style: TextStyle): void {
  const { sizePx, strong } = textStyles[style];
  context.font = fontOf(sizePx, strong);
}

function write(context: SKRSContext2D, { text, style, align, x, baseline }: PlacedText): void {
  setFont(context, style);
  context.fillStyle = textStyles[style].colour;
  context.textAlign = canvasAligns[align];
  context.fillText(text, x, baseline);
}

/** A hairline just outside the box, so that light maps keep their edge on white. */
function strokeAround(context: SKRSContext2D, { x, y, width, height }: Box): void {
  context.strokeRect(x - 0.5, y - 0.5, width + 1, height + 1);
}

function paint(context: SKRSContext2D, box: Box, indices: Uint8Array, words: Uint32Array): void {
  const pixels = new Uint32Array(indices.length);
  for (let i = 0; i < pixels.length; i++) pixels[i] = words[indices[i]!]!;
  context.putImageData(
    new ImageData(new Uint8ClampedArray(pixels.buffer), box.width, box.height),
    box.x,
    box.y,
  );
}

function lowestColour({ colormap }: GridInput): string {
  return `rgb(${colormapTable(colormap).subarray(0, 3).join(', ')})`;
}

/** RGBA bytes, all opaque -> RGB bytes. */
function rgbOf(rgba: Uint8Array): Uint8Array {
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4) {
    rgb[to++] = rgba[from]!;
    rgb[to++] = rgba[from + 1]!;
    rgb[to++] = rgba[from + 2]!;
  }
  return rgb;
}
