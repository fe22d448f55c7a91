import { createCanvas, ImageData, Path2D, type SKRSContext2D } from '@napi-rs/canvas';
import { NON_FINITE_RGB } from '../../core/colour-map';
import { colormapRgba32, type ColormapName } from '../../core/colormap';
import { resizeBytes } from '../../core/resize-bytes';
import type { RgbImage } from '../../core/tensor';
import type { FigureStyle } from '../../shared/contract';
import { verdictIcons } from '../../shared/verdict-icons';
import type { VerdictKind } from '../../shared/verdicts';
import { fontOf } from '../fonts';
import type { FigureMap } from './content';
import type { Box, Item, Page, TextItem } from './items';
import { piecesOf, STRONG, type Metrics } from './metrics';
import { PALETTES } from './palette';

/**
 * How pictures come to the page: `pixels` in the size of their boxes, or `placed` each as it is, with one pixel for each of its
 * values; whoever shows it makes it as large as the box.
 */
export type Painting = 'pixels' | 'placed';

const NON_FINITE_WORD =
  (255 << 24) | (NON_FINITE_RGB[2] << 16) | (NON_FINITE_RGB[1] << 8) | NON_FINITE_RGB[0];
/** Distance of the lines of a hatch against the smallest text. */
const HATCH_EM = 0.8;

/** Badges; signs are drawn on a grid of 16. */
const BADGE = { ground: '#0e1013', ink: '#ffffff', signShare: 0.72, grid: 16, line: 2 } as const;

/** Draws a page; the one drawing code of all formats. */
export function paintPage(
  context: SKRSContext2D,
  page: Page,
  { background }: Pick<FigureStyle, 'background'>,
  metrics: Metrics,
  painting: Painting,
): void {
  new Painter(context, PALETTES[background], metrics, painting).page(page);
}

class Painter {
  readonly #hairPx: number;

  constructor(
    private readonly context: SKRSContext2D,
    private readonly palette: (typeof PALETTES)[FigureStyle['background']],
    private readonly metrics: Metrics,
    private readonly painting: Painting,
  ) {
    this.#hairPx = Math.max(1, Math.round(metrics.em * 0.05));
  }

  page({ widthPx, heightPx, items }: Page): void {
    const { paper } = this.palette;
    if (paper !== null) {
      this.context.fillStyle = paper;
      this.context.fillRect(0, 0, widthPx, heightPx);
    }
    for (const item of items) this.#item(item);
  }

  #item(item: Item): void {
    const { context, palette } = this;
    switch (item.kind) {
      case 'text':
        return this.#write(item);
      case 'map':
        this.#frame(item.box, palette.outline);
        return this.#map(item.map, item.colormap, item.box);
      case 'bar': {
        this.#frame(item.box, palette.outline);
        const width = Math.min(256, item.box.width);
        const indices = Uint8Array.from({ length: width }, (_, x) => Math.floor((x * 256) / width));
        return this.#map({ indices, height: 1, width }, item.colormap, item.box);
      }
      case 'photo':
        this.#frame(item.box, palette.outline);
        return this.#photo(item.pixels(), item.box);
      case 'fill':
        context.fillStyle = palette[item.tone];
        return context.fillRect(item.box.x, item.box.y, item.box.width, item.box.height);
      case 'frame':
        return this.#frame(item.box, palette[item.tone]);
      case 'hatch':
        return this.#hatch(item.box);
      case 'badge':
        return this.#badge(item.verdict, item.box);
    }
  }

  #write({ text, style, tone, align, x, baseline }: TextItem): void {
    const { context } = this;
    context.font = fontOf(this.metrics.sizePx(style), STRONG.has(style));
    context.fillStyle = this.palette[tone];
    const pieces = piecesOf(text).map((piece) => ({ piece, width: context.measureText(piece).width }));
    const total = pieces.reduce((sum, { width }) => sum + width, 0);
    let left = align === 'left' ? x : align === 'right' ? x - total : x - total / 2;
    for (const { piece, width } of pieces) {
      context.fillText(piece, left, baseline);
      left += width;
    }
  }

  /** A hairline just outside the box, so that light maps keep their edge on white. */
  #frame({ x, y, width, height }: Box, colour: string): void {
    const hair = this.#hairPx;
    this.context.strokeStyle = colour;
    this.context.lineWidth = hair;
    this.context.strokeRect(x - hair / 2, y - hair / 2, width + hair, height + hair);
  }

  /** Lines from the lower left to the upper right, cut at the box. */
  #hatch({ x, y, width, height }: Box): void {
    const { context, metrics } = this;
    const step = Math.max(3, metrics.em * HATCH_EM);
    context.save();
    context.beginPath();
    context.rect(x, y, width, height);
    context.clip();
    context.strokeStyle = this.palette.hatch;
    context.lineWidth = Math.max(1, metrics.em * 0.08);
    context.beginPath();
    for (let at = step / 2; at < width + height; at += step) {
      context.moveTo(x + at, y);
      context.lineTo(x + at - height, y + height);
    }
    context.stroke();
    context.restore();
  }

  /** As on the tiles of the matrix: a sign on dark ground, which is seen on every colour. */
  #badge(verdict: VerdictKind, { x, y, width, height }: Box): void {
    const { context } = this;
    const side = Math.min(width, height) * BADGE.signShare;
    context.save();
    context.fillStyle = BADGE.ground;
    context.fillRect(x, y, width, height);
    context.translate(x + (width - side) / 2, y + (height - side) / 2);
    context.scale(side / BADGE.grid, side / BADGE.grid);
    context.strokeStyle = BADGE.ink;
    context.lineWidth = BADGE.line;
    context.lineCap = 'round';
    context.lineJoin = 'round';
    context.stroke(new Path2D(verdictIcons[verdict]));
    context.restore();
  }

  #map(
    map: Pick<FigureMap, 'indices' | 'height' | 'width' | 'nonFinite'>,
    colormap: ColormapName,
    box: Box,
  ): void {
    const words = colormapRgba32(colormap);
    if (this.painting === 'placed')
      return this.#place(wordsOf(map.indices, map.nonFinite, words), map.width, map.height, box);
    const resized = (indices: Uint8Array) =>
      resizeBytes({ ...map, indices, offset: 0 }, box.width, box.height);
    // What is not finite stays to be seen where several values become one pixel.
    const marks = map.nonFinite && resized(map.nonFinite.map((mark) => mark && 255));
    const pixels = wordsOf(resized(map.indices), marks, words);
    this.context.putImageData(imageOf(pixels, box.width, box.height), box.x, box.y);
  }

  #photo({ data, width, height }: RgbImage, box: Box): void {
    const pixels = new Uint32Array(width * height);
    for (let pixel = 0, from = 0; pixel < pixels.length; pixel++, from += 3)
      pixels[pixel] = (255 << 24) | (data[from + 2]! << 16) | (data[from + 1]! << 8) | data[from]!;
    if (this.painting === 'placed') this.#place(pixels, width, height, box);
    else this.context.putImageData(imageOf(pixels, width, height), box.x, box.y);
  }

  #place(pixels: Uint32Array<ArrayBuffer>, width: number, height: number, box: Box): void {
    const own = createCanvas(width, height);
    own.getContext('2d').putImageData(imageOf(pixels, width, height), 0, 0);
    this.context.imageSmoothingEnabled = false;
    this.context.drawImage(own, box.x, box.y, box.width, box.height);
  }
}

function wordsOf(
  indices: Uint8Array,
  marks: Uint8Array | undefined,
  words: Uint32Array,
): Uint32Array<ArrayBuffer> {
  return Uint32Array.from(indices, (index, pixel) => (marks?.[pixel] ? NON_FINITE_WORD : words[index]!));
}

function imageOf(pixels: Uint32Array<ArrayBuffer>, width: number, height: number): ImageData {
  return new ImageData(new Uint8ClampedArray(pixels.buffer), width, height);
}
