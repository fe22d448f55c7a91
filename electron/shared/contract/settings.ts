/** The settings: what the page reads and changes, and what the file holds besides. */
import { z } from 'zod';
import { CHANNEL_SORTS } from '../channel-choice';
import { VERDICT_KINDS } from '../verdicts';
import { COLOUR_PROFILE_USES } from '../names';
import { cameraBackEnd, colormapName, fit, language, theme } from './choices';
import { figureStyle } from './figure-picture';
import { DEFAULT_FIGURE_STYLE } from '../figure-styles';
import { modelUse } from './model';
import { pictureReading } from './picture-reading';
import { path } from './plain';

/** Width of the left column and heights of panes, `<pane>Px`, that the user has set; null: by the size of the window. */
const paneSizes = z
  .record(z.string().regex(/^[a-zA-Z]{1,30}Px$/), z.number().nullable())
  .refine((sizes) => Object.keys(sizes).length <= 30, 'no window has so many panes');

/** A recent picture in small: its bytes, red, green and blue, as base64. */
const thumbnail = z.object({
  picture: path,
  width: z.number().int().min(1).max(64),
  height: z.number().int().min(1).max(64),
  rgb: z.string().max(20_000),
});

/** What a figure shows, as its dialog offers it. `classic`: three filters of each of the first 15 layers. */
export const figureShows = z.enum([
  'maps',
  'classic',
  'layer',
  'map',
  'hypercolumns',
  'predictions',
  'sheet',
  'comparison',
]);

/** How figures are made up, but for their language, which is the window's. What a later version adds has its default. */
const keptFigureStyle = z.preprocess(
  (kept) => (typeof kept === 'object' && kept !== null ? { ...DEFAULT_FIGURE_STYLE, ...kept } : kept),
  figureStyle.omit({ language: true }),
);

export const settings = z.object({
  version: z.literal(1),
  language: language.nullable(), // null: as the system
  theme,
  modelId: z.string().max(200),
  fit,
  colourProfile: z.enum(COLOUR_PROFILE_USES),
  topK: z.union([z.literal(5), z.literal(10), z.literal(20)]),
  layers: z.string().max(2000), // layer SPEC, e.g. "0-14"
  filters: z.union([z.number().int().positive().max(100_000), z.literal('all')]),
  tileSizePx: z.union([z.number().int().min(32).max(512), z.literal('fit')]), // fit: as many whole columns as there is room for
  sort: z.enum(CHANNEL_SORTS), // order of the channels within each layer
  smallestFirst: z.boolean(), // where the order is by a statistic
  hiddenVerdicts: z.array(z.enum(VERDICT_KINDS)).max(VERDICT_KINDS.length), // maps that are not shown
  thingsToSee: z.boolean(), // the line of the first minute, until it is closed
  transposed: z.boolean(),
  range: z.enum(['map', 'layer', 'fixed']),
  fixedMin: z.number(),
  fixedMax: z.number(),
  colormap: colormapName,
  divergingForSigned: z.boolean(),
  hypercolumnColormap: colormapName,
  hypercolumnOpacity: z.number().min(0).max(1),
  customSet: z.string().max(2000), // layer SPEC of the third hypercolumn, '' = none
  figureShows,
  // filters of each layer, where that is not what the matrix shows; null: three where that shows all
  figureFilters: z.union([z.number().int().positive().max(100_000), z.literal('shown')]).nullable(),
  figureMarks: z.boolean(), // what stands out in maps, as in the matrix
  figureHypercolumns: z.boolean(), // of a comparison
  figureStyle: keptFigureStyle,
  cameraBackEnd,
  cameraCountdownS: z.union([z.literal(0), z.literal(3), z.literal(10)]), // before a burst; 0: none
  // between the starts of two frames of a burst
  cameraIntervalMs: z.union([z.literal(200), z.literal(500), z.literal(1000), z.literal(2000)]),
  panes: paneSizes,
  recentPictures: z.array(path).max(12),
  thumbnails: z.array(thumbnail).max(12), // of recent pictures
  recentModels: z.array(path).max(12),
  lastModel: z.string().max(4096), // file of the model in use; '': the one of the catalogue with `modelId`
  lastPicture: z.string().max(4096), // '': the sample
  modelUses: z.array(modelUse.extend({ model: z.string().min(1).max(4096) })).max(40), // newest first; by file or catalogue id
  pictureReadings: z.array(pictureReading.extend({ picture: path })).max(40), // newest first
  window: z
    .object({ x: z.number(), y: z.number(), width: z.number(), height: z.number(), maximized: z.boolean() })
    .nullable(),
});

/** The file: main alone notes a model there whose loading has begun but not ended ('' between loads). */
export const storedSettings = settings.extend({ modelOnTrial: z.string().max(4096) });

export type FigureShows = z.infer<typeof figureShows>;
export type Settings = z.infer<typeof settings>;
export type StoredSettings = z.infer<typeof storedSettings>;
