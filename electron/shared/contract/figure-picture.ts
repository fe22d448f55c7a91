/** A figure for paper, slide or homework: what it shows, and how it is made up. */
import { z } from 'zod';
import { FIGURE_BACKGROUNDS, FIGURE_FORMATS, LENGTH_UNITS } from '../names';
import { figure, figureLook } from './figure';
import { index } from './plain';
import { colormapName, language } from './choices';

/** Any number, so that what cannot be drawn is said by a sentence of `core/figure-sizes`. */
const number = z.number();

export const figureLength = z.object({ value: number, unit: z.enum(LENGTH_UNITS) });

/** How a figure is made up. What each default is stands in `shared/figure-styles`. */
export const figureStyle = z.object({
  format: z.enum(FIGURE_FORMATS),
  width: figureLength.nullable(), // null: by the cells, where they have a size; otherwise 174 mm, or more where it would be too high
  height: figureLength.nullable(), // null: as high as what it shows; otherwise that fits into it, in the middle
  dpi: number, // pixels an inch; without a width fewer, where the picture would be too large otherwise
  textPt: number, // the smallest text at the printed size; headers and titles are larger in proportion
  columnsInRow: number.nullable(), // layers (of a layer: maps) side by side; null: as many as are legible, up to 8
  cell: figureLength.nullable(), // edge of a map's cell; null: by the width
  gap: figureLength.nullable(), // between cells; null: in proportion to the text
  background: z.enum(FIGURE_BACKGROUNDS),
  caption: z.boolean(), // title, model, picture, fit and preprocessing
  legend: z.boolean(), // colour bars with their values, and what marks mean
  language, // of the words in the picture
});

const set = z.array(index).min(1).max(10_000);

/** Maps, the best classes and hypercolumns together. */
const all = {
  figure,
  top: z.number().int().min(1).max(100),
  sets: z.array(set).max(12),
  hypercolumnColormap: colormapName,
  opacity: z.number().min(0).max(1),
} as const;

/** Everything that a figure can show, by kind. Layers are places in the model's list. */
const kinds = {
  /** The matrix: a column for each layer, a row for each filter. */
  maps: z.object({ kind: z.literal('maps'), figure }),
  /** Maps of one layer, wrapped. */
  layer: figureLook.extend({
    kind: z.literal('layer'),
    layer: index,
    filters: z.array(index).min(1).max(100_000).nullable(), // in this order; null: all
  }),
  /** One map large, with its statistics. */
  map: figureLook.extend({ kind: z.literal('map'), layer: index, filter: index, statistics: z.boolean() }),
  /** Mean hypercolumns of sets of layers, at the picture's resolution and in its shape. */
  hypercolumns: z.object({
    kind: z.literal('hypercolumns'),
    sets: z.array(set).min(1).max(12),
    colormap: colormapName,
    opacity: z.number().min(0).max(1), // over the picture; 1: the hypercolumn alone
  }),
  /** The best classes with their numbers as bars. */
  predictions: z.object({ kind: z.literal('predictions'), top: z.number().int().min(1).max(100) }),
  /** All of the window on one page: picture, predictions, hypercolumns and maps. */
  sheet: z.object({ kind: z.literal('sheet'), ...all }),
  /**
   * Several pictures side by side: a column for each, with what is fed, the same classes, and the same maps and hypercolumns on
   * scales that all columns share.
   */
  comparison: z.object({ kind: z.literal('comparison'), ...all }),
} as const;

export type FigureKind = keyof typeof kinds;
type Kind = (typeof kinds)[FigureKind];

export const figureContent = z.discriminatedUnion('kind', Object.values(kinds) as [Kind, ...Kind[]]);

/** A whole figure: the same description gives the same bytes, whoever asks for it. */
export const figurePicture = z.object({ content: figureContent, style: figureStyle });

export type FigureLength = z.infer<typeof figureLength>;
export type FigureStyle = z.infer<typeof figureStyle>;
export type FigureContent = z.infer<typeof figureContent>;
export type FigurePicture = z.infer<typeof figurePicture>;
