import { createCanvas, PDFDocument, SvgExportFlag, type SKRSContext2D } from '@napi-rs/canvas';
import { checkFigureStyle } from '../../core/figure-style';
import { POINTS_PER_INCH } from '../../core/lengths';
import type { FigureStyle } from '../../shared/contract';
import { failed, isFeaturescopeError } from '../../shared/errors';
import type { FigureFormat } from '../../shared/names';
import { encodePng } from '../encode';
import { fontOf, registerFonts } from '../fonts';
import type { FigureData } from './content';
import { Spelling } from '../glyphs';
import { jpegWithDpi, pngWithDpi } from './dots-per-inch';
import type { Page } from './items';
import { Metrics, piecesOf, type MeasureAt } from './metrics';
import { paintPage } from './paint';
import { layOutFigure } from './pages';
import { pdfInPrint, svgInPrint } from './vector-files';

/** Largest picture of pixels that is drawn: 400 MB of memory while it is. */
const MAX_PIXELS = 100e6;
/** Where no width was asked for, a large figure has fewer dots an inch than it was asked for, down to these. */
const LEAST_DPI = 96;
const DPI_STEP = 0.9;
const JPEG_QUALITY = 92;

/** A figure that is laid out: its sizes are known, and it can be written and shown. */
export interface DrawableFigure {
  /** Of the picture, or of a page of the PDF; `widthPx` pixels are as wide as the style says. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** That of the style, or less where the figure would be too large and no width was asked for. */
  readonly dpi: number;
  /** Always 1 but for a PDF. */
  readonly pages: number;
  /** Letters that no font of this system has: question marks stand in their places. */
  readonly lostLetters: readonly string[];
  /**
   * The figure as a file of the style's format. JPEG and PNG know their dots an inch; in SVG letters are outlines, so that it
   * looks the same without the fonts; in PDF they are text. In both every map is a picture of its own size.
   */
  toFile(): Promise<Uint8Array>;
  /**
   * The first page as PNG, made smaller as a whole where its longer side is over `longestPx`.
   * @param page  from 0 on
   */
  toPreview(longestPx: number, page?: number): Promise<Uint8Array>;
}

/** What drawing needs. */
interface Drawing {
  readonly title: string;
  readonly style: FigureStyle;
  readonly pages: readonly Page[];
  readonly metrics: Metrics;
}

const WRITERS: Readonly<Record<FigureFormat, (drawing: Drawing) => Uint8Array | Promise<Uint8Array>>> = {
  jpeg: async (drawing) =>
    jpegWithDpi(await canvasOf(drawing).encode('jpeg', JPEG_QUALITY), drawing.style.dpi),
  png: async (drawing) => pngWithDpi(await pngOf(drawing), drawing.style.dpi),
  svg: svgOf,
  pdf: pdfOf,
};

/**
 * Makes a figure up.
 * @param fontsDir  folder of the bundled fonts, `electron/image/fonts` in the sources
 * @throws FeaturescopeError usage/figure-…, output/figure-too-large, internal/font-missing
 */
export function prepareFigure(data: FigureData, style: FigureStyle, fontsDir: string): DrawableFigure {
  registerFonts(fontsDir);
  checkFigureStyle(style);
  const { spell, lost } = new Spelling();
  const { pages, metrics, style: used } = laidOut(data, style, spell);
  const { widthPx, heightPx } = pages[0]!;
  const drawing: Drawing = { title: data.title, style: used, pages, metrics };
  return {
    ...{ widthPx, heightPx, dpi: used.dpi, pages: pages.length, lostLetters: [...lost] },
    toFile: async () => WRITERS[used.format](drawing),
    toPreview: (longestPx, page = 0) => previewOf(drawing, longestPx, page),
  };
}

function laidOut(data: FigureData, wanted: FigureStyle, spell: (text: string) => string) {
  const measureAt = ruler();
  const attempt = (style: FigureStyle) => {
    const metrics = new Metrics(style, measureAt, spell);
    const { pages } = layOutFigure(data, style, metrics);
    requireFewPixels(pages[0]!, style);
    return { pages, metrics, style };
  };
  const isFree = wanted.width === null && wanted.height === null && wanted.format !== 'pdf';
  for (let style = wanted; ; style = { ...style, dpi: Math.max(LEAST_DPI, Math.floor(style.dpi * DPI_STEP)) })
    try {
      return attempt(style);
    } catch (error) {
      const isTooLarge = isFeaturescopeError(error) && error.code.startsWith('output/figure-too-');
      if (!isFree || !isTooLarge || style.dpi <= LEAST_DPI) throw error;
    }
}

function requireFewPixels({ widthPx, heightPx }: Page, { format }: FigureStyle): void {
  const isPixels = format === 'jpeg' || format === 'png';
  if (isPixels && widthPx * heightPx > MAX_PIXELS)
    throw failed('output/figure-too-many-pixels', {
      ...{ width: widthPx, height: heightPx, megapixels: MAX_PIXELS / 1e6 },
    });
}

function ruler(): MeasureAt {
  const context = createCanvas(1, 1).getContext('2d');
  return (text, sizePx, strong) => {
    context.font = fontOf(sizePx, strong);
    return piecesOf(text).reduce((sum, piece) => sum + context.measureText(piece).width, 0);
  };
}

function canvasOf({ pages, style, metrics }: Drawing) {
  const [page] = pages;
  const canvas = createCanvas(page!.widthPx, page!.heightPx);
  paintPage(canvas.getContext('2d'), page!, style, metrics, 'pixels');
  return canvas;
}

/** Without an alpha channel, which some printers refuse, unless there is something to see through. */
async function pngOf(drawing: Drawing): Promise<Uint8Array> {
  const canvas = canvasOf(drawing);
  if (drawing.style.background === 'transparent') return canvas.encode('png');
  const { width, height } = canvas;
  return encodePng({ data: opaqueRgb(canvas.data()), width, height });
}

/** RGBA bytes, all opaque -> RGB bytes. */
function opaqueRgb(rgba: Uint8Array): Uint8Array {
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4) {
    rgb[to++] = rgba[from]!;
    rgb[to++] = rgba[from + 1]!;
    rgb[to++] = rgba[from + 2]!;
  }
  return rgb;
}

async function previewOf({ pages, style, metrics }: Drawing, longestPx: number, place: number) {
  const page = pages[place]!;
  const scale = Math.min(1, longestPx / Math.max(page.widthPx, page.heightPx));
  const side = (px: number) => Math.max(1, Math.round(px * scale));
  const canvas = createCanvas(side(page.widthPx), side(page.heightPx));
  const context = canvas.getContext('2d');
  context.scale(scale, scale);
  paintPage(context, page, style, metrics, scale === 1 ? 'pixels' : 'placed');
  return canvas.encode('png');
}

function svgOf({ pages, style, metrics }: Drawing): Uint8Array {
  const { widthPx, heightPx } = pages[0]!;
  const vectors = createCanvas(widthPx, heightPx, SvgExportFlag.ConvertTextToPaths);
  paintPage(vectors.getContext('2d'), pages[0]!, style, metrics, 'placed');
  return Buffer.from(svgInPrint(vectors.getContent().toString('utf8'), pages[0]!, style.dpi));
}

function pdfOf({ title, pages, style, metrics }: Drawing): Uint8Array {
  const document = new PDFDocument({ title, creator: 'Featurescope' });
  const scale = POINTS_PER_INCH / style.dpi;
  for (const page of pages) {
    const context = document.beginPage(page.widthPx * scale, page.heightPx * scale) as SKRSContext2D;
    context.scale(scale, scale);
    paintPage(context, page, style, metrics, 'placed');
    document.endPage();
  }
  return pdfInPrint(document.close(), pages, style.dpi);
}
