import { createCanvas, ImageData, PDFDocument, SvgExportFlag } from '@napi-rs/canvas';
import type { SKRSContext2D } from '@napi-rs/canvas';
import { colormapRgba32, colormapTable } from '../../core/colormap';
import { resizeBytes } from '../../core/resize-bytes';
import type { RgbImage } from '../../core/tensor';
import { fontOf, registerFonts } from '../fonts';
import type { GridFilter, GridInput } from './grid-input';
import { layOutGrid, type GridWishes } from './layout';
import type { Box, GridLayout, PlacedText } from './placed';
import { textStyles } from './text';
import type { TextStyle } from './text';

/** How a grid picture is drawn. */
export interface GridPictureOptions extends GridWishes {
  /** Folder of the bundled fonts, `electron/image/fonts` in the sources. */
  readonly fontsDir: string;
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
  /** SVG, letters as outlines, so that it looks the same without the fonts; every map is a picture of its own size. */
  toSvg(): Uint8Array;
  /** PDF of one page, a point for each pixel, with the fonts and text that can be selected; maps as in SVG. */
  toPdf(): Uint8Array;
}

const colours = { paper: '#ffffff', outline: '#d9dee3', nonFinite: '#b4006e' };
const canvasAligns = { left: 'left', centre: 'center', right: 'right' } as const;

/** Brings colour table indices of a picture to a box. */
type Paint = (
  context: SKRSContext2D,
  picture: Pick<GridFilter, 'indices' | 'height' | 'width'>,
  box: Box,
  words: Uint32Array,
) => void;

/**
 * Draws the grid of feature maps (sample.jpg): rows = filters, columns = layers, labelled, on white. A
 * constant map is drawn in the lowest colour and marked with its value; maps with NaN or infinite values are
 * marked too.
 * @throws FeaturescopeError `layers/none`, `output/too-large` (see `layOutGrid`), `internal/font-missing`
 */
export function drawGrid(input: GridInput, { fontsDir, ...wishes }: GridPictureOptions): GridPicture {
  registerFonts(fontsDir);
  const ruler = createCanvas(1, 1).getContext('2d');
  const measure = (text: string, style: TextStyle) => {
    setFont(ruler, style);
    return ruler.measureText(text).width;
  };
  const layout = layOutGrid(input, measure, wishes);
  const { widthPx, heightPx } = layout;
  const canvas = () => {
    const raster = createCanvas(widthPx, heightPx);
    draw(raster.getContext('2d'), input, layout, paintPixels);
    return raster;
  };
  return {
    widthPx,
    heightPx,
    toRgb: () => ({ data: rgbOf(canvas().data()), width: widthPx, height: heightPx }),
    toJpeg: (quality = 92) => canvas().encode('jpeg', quality),
    toPng: () => canvas().encode('png'),
    toSvg: () => {
      const vectors = createCanvas(widthPx, heightPx, SvgExportFlag.ConvertTextToPaths);
      draw(vectors.getContext('2d'), input, layout, placePicture);
      return vectors.getContent();
    },
    toPdf: () => {
      const document = new PDFDocument({ title: input.title ?? '', creator: 'Featurescope' });
      draw(document.beginPage(widthPx, heightPx) as SKRSContext2D, input, layout, placePicture);
      document.endPage();
      return document.close();
    },
  };
}

function draw(context: SKRSContext2D, input: GridInput, layout: GridLayout, paint: Paint): void {
  context.fillStyle = colours.paper;
  context.fillRect(0, 0, layout.widthPx, layout.heightPx);
  context.strokeStyle = colours.outline;
  context.lineWidth = 1;
  for (const box of layout.blanks)
    context.strokeRect(box.x + 0.5, box.y + 0.5, box.width - 1, box.height - 1);
  for (const { map, box, colormap = input.colormap } of layout.maps) {
    strokeAround(context, box);
    paint(context, map, box, colormapRgba32(colormap));
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
  const ramp = Uint8Array.from({ length: legend.width }, (_, x) => Math.floor((x * 256) / legend.width));
  paint(context, { indices: ramp, height: 1, width: legend.width }, legend, colormapRgba32(input.colormap));
  for (const text of layout.texts) write(context, text);
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

/** Each pixel of the box in the colour of the value that lies there. */
const paintPixels: Paint = (context, picture, box, words) => {
  const indices = resizeBytes({ ...picture, offset: 0 }, box.width, box.height);
  context.putImageData(coloured(indices, box.width, box.height, words), box.x, box.y);
};

/** The picture as it is, one pixel for each of its values; whoever shows it makes it as large as the box. */
const placePicture: Paint = (context, { indices, width, height }, box, words) => {
  const own = createCanvas(width, height);
  own.getContext('2d').putImageData(coloured(indices, width, height, words), 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(own, box.x, box.y, box.width, box.height);
};

function coloured(indices: Uint8Array, width: number, height: number, words: Uint32Array): ImageData {
  const pixels = Uint32Array.from(indices, (index) => words[index]!);
  return new ImageData(new Uint8ClampedArray(pixels.buffer), width, height);
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
