/** The settings: what the page reads and changes, and what the file holds besides. */
import { z } from 'zod';
import { SORTABLE_STATISTICS } from '../map-statistics';
import { VERDICT_KINDS } from '../verdicts';
import {
  CAMERA_BACK_ENDS,
  COLORMAP_NAMES,
  COLOUR_PROFILE_USES,
  FIT_MODES,
  LANGUAGES,
  THEMES,
} from '../names';
import { modelUse } from './model';
import { pictureReading } from './picture-reading';
import { path } from './plain';

export const fit = z.enum(FIT_MODES);
export const colormapName = z.enum(COLORMAP_NAMES);
export const language = z.enum(LANGUAGES);
export const theme = z.enum(THEMES);
/** `live`: the page itself (getUserMedia); `auto`: live where Chromium sees a camera, else node-webcam. */
export const cameraBackEnd = z.enum(CAMERA_BACK_ENDS);

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
  sort: z.enum(['index', ...SORTABLE_STATISTICS, 'verdict', 'twins']), // order of the filters within each layer
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

export type Settings = z.infer<typeof settings>;
export type StoredSettings = z.infer<typeof storedSettings>;
