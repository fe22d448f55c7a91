import { classicFigureJpeg, checkClassicSize } from '../../image/figure/classic-figure';
import { classicFigureSize } from '../../image/figure/classic-layout';
import type { DrawnContent, FigureData, FigureLayer } from '../../image/figure/content';
import { prepareFigure, type DrawableFigure } from '../../image/figure/draw-figure';
import type { PassResult } from '../../engine/pass';
import type { Figure, FigureContent, FigurePicture } from '../../shared/contract';
import { message, type Message } from '../../shared/messages/message';
import { passHoldsNotFinite, explainingNotFinite, warningOf } from '../not-finite';
import { formatShown, rank, shortLabel, type RankedLabel } from '../predictions';
import { remarksOf, type Remarks } from '../remarks';
import { prepareContent } from './kinds';
import type { PreparedFigure } from './prepared-figure';
import { captionFactsOf, type ComparedSource, type FigureSource } from './source';

/** A figure whose values are computed: it can be made up in any style. */
export interface ComputedFigure {
  readonly data: FigureData;
  readonly remarks: Remarks;
}

/** A figure as a file. */
export interface DrawnFigure extends Pick<DrawableFigure, 'widthPx' | 'heightPx' | 'dpi' | 'pages'> {
  readonly bytes: Uint8Array;
  /** Number of maps that are drawn. */
  readonly maps: number;
  readonly remarks: Remarks;
}

export interface DrawingOptions {
  /** Folder of the bundled fonts. */
  readonly fontsDir: string;
  /** Called when everything is computed. */
  readonly onDraw?: () => Promise<void>;
}

/** True for formats that hold every map in its own pixels, where it is compared with the map's own picture. */
export const holdsMaps = ({ style: { format } }: Pick<FigurePicture, 'style'>): boolean =>
  format === 'svg' || format === 'pdf';

/** Title line of a figure: model, picture and best class or largest number; of a comparison model and pictures. */
export function figureTitle(
  { session, picture, compared }: FigureSource,
  best: RankedLabel | undefined,
): string {
  const parts = [session.title, compared ? namesInTitle(compared) : picture];
  if (best) {
    const isSoftmax = best.probability !== undefined && best.score !== undefined;
    parts.push(`${shortLabel(best.label)} ${formatShown(best)}${isSoftmax ? ' (softmax)' : ''}`);
  }
  return parts.join('  ·  ');
}

const MOST_NAMES = 3;

/** Names of what is compared; of many the first and the last. */
function namesInTitle(compared: readonly ComparedSource[]): string {
  const names = compared.map(({ picture }) => picture);
  return names.length <= MOST_NAMES ? names.join(', ') : `${names[0]!} … ${names.at(-1)!}`;
}

/**
 * How large a figure will be, before anything is computed. The height may change by a line of its legend.
 * @throws FeaturescopeError usage/figure-…, output/figure-…, layers/…: whatever the figure would be refused for
 */
export function planFigure(
  source: FigureSource,
  { content, style }: FigurePicture,
  fontsDir: string,
): DrawableFigure {
  return planOf(source, prepareContent(source, content, false), { content, style }, fontsDir);
}

function planOf(source: FigureSource, prepared: PreparedFigure, { style }: FigurePicture, fontsDir: string) {
  const data = {
    content: prepared.outline(),
    title: figureTitle(source, undefined),
    facts: captionFactsOf(source),
  };
  return prepareFigure(data, style, fontsDir);
}

/**
 * Computes what a figure shows, from one native pass unless it is large.
 * @param isExact  see `prepareContent`
 * @throws FeaturescopeError of the areas layers, model, engine
 */
export async function computeFigure(
  source: FigureSource,
  content: FigureContent,
  isExact = false,
): Promise<ComputedFigure> {
  return compute(source, prepareContent(source, content, isExact));
}

async function compute(source: FigureSource, prepared: PreparedFigure): Promise<ComputedFigure> {
  const { session, input } = source;
  const isAsked = source.rank === undefined && session.head !== undefined;
  const pass = prepared.run({ activations: isAsked ? [session.head.ref] : [] });
  const ranked = source.rank ?? rankOf(source, pass);
  const content = await prepared.content(ranked);
  const [best] = ranked(1);
  const data = { content, title: figureTitle(source, best), facts: captionFactsOf(source) };
  const isSound = prepared.isFinite() && !passHoldsNotFinite(pass);
  const warning = prepared.warning
    ? prepared.warning()
    : isSound
      ? undefined
      : warningOf(session, input, prepared.refs, source.picture);
  return { data, remarks: remarksOf(warning) };
}

function rankOf({ session, input }: FigureSource, pass: PassResult): (count: number) => RankedLabel[] {
  const outputs = session.head && pass.activations[0]!.data;
  return (count) => (outputs ? explainingNotFinite(session, input, () => rank(session, outputs, count)) : []);
}

/**
 * Draws a figure. The same description of the same source gives the same bytes.
 * @throws FeaturescopeError usage/figure-…, output/figure-…, layers/… before anything is computed; of the areas model and engine
 */
export async function drawFigure(
  source: FigureSource,
  picture: FigurePicture,
  { fontsDir, onDraw }: DrawingOptions,
): Promise<DrawnFigure> {
  const { content, style } = picture;
  if (content.kind === 'maps' && !content.figure.labels) return drawClassic(source, content.figure, onDraw);
  const prepared = prepareContent(source, content, holdsMaps(picture));
  planOf(source, prepared, picture, fontsDir);
  const { data, remarks } = await compute(source, prepared);
  await onDraw?.();
  const drawable = prepareFigure(data, style, fontsDir);
  const { widthPx, heightPx, dpi, pages } = drawable;
  const bytes = await drawable.toFile();
  const told = { ...remarks, warnings: [...remarks.warnings, ...lettersWarning(drawable)] };
  return { bytes, widthPx, heightPx, dpi, pages, maps: mapsIn(data.content), remarks: told };
}

/** That letters of a figure have no font here; empty where all have one. */
export function lettersWarning({ lostLetters }: Pick<DrawableFigure, 'lostLetters'>): Message[] {
  if (lostLetters.length === 0) return [];
  return [message('note/letters-without-font', { letters: lostLetters.slice(0, 12).join(' ') })];
}

/** Number of maps that a figure shows. */
export function mapsIn(content: DrawnContent): number {
  switch (content.kind) {
    case 'maps':
      return mapsOf(content.columns);
    case 'layer':
    case 'map':
      return content.layer.filters.length;
    case 'sheet':
      return mapsIn(content.maps);
    case 'comparison':
      return content.columns.reduce((sum, { layers }) => sum + mapsOf(layers), 0);
    case 'hypercolumns':
    case 'predictions':
      return 0;
  }
}

const mapsOf = (layers: readonly FigureLayer[]) =>
  layers.reduce((sum, { filters }) => sum + filters.length, 0);

/** The bare figure of 2018, which has a size and a format of its own. */
async function drawClassic(
  source: FigureSource,
  figure: Figure,
  onDraw: (() => Promise<void>) | undefined,
): Promise<DrawnFigure> {
  const rows = Math.max(1, ...figure.columns.map(({ filters }) => filters.length));
  checkClassicSize(figure.columns.length, rows);
  const prepared = prepareContent(source, { kind: 'maps', figure }, false);
  const { data, remarks } = await compute({ ...source, rank: () => [] }, prepared);
  await onDraw?.();
  const { content } = data;
  if (content.kind !== 'maps') throw new TypeError('The classic figure shows maps.');
  const [widthPx, heightPx] = classicFigureSize(content.columns.length, content.rows);
  const bytes = await classicFigureJpeg(content);
  return { bytes, widthPx, heightPx, dpi: 100, pages: 1, maps: mapsIn(content), remarks };
}
