/** Pictures, and what a model makes of them. */
import { z } from 'zod';
import { FRAMES_IN_BURST } from '../names';
import {
  BASIC_STATISTICS,
  DETAIL_STATISTICS,
  type BasicStatistic,
  type DetailStatistic,
} from '../map-statistics';
import { jpeg } from './camera';
import { note } from './model';
import { messageData } from './message';
import { pictureReading } from './picture-reading';
import { bytes, floats, index, ints, path, pixels, rectangle, rgbImage } from './plain';
import { fit } from './choices';

/** Colours that the file states become sRGB; else they are fed as stored. */
const convertColours = z.boolean().optional();

const reading = pictureReading.optional();

export const pictureSource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sample') }),
  z.object({ kind: z.literal('path'), path, convertColours, reading }),
  z.object({ kind: z.literal('bytes'), name: z.string().max(255), bytes, convertColours, reading }),
  z.object({ kind: z.literal('pixels'), name: z.string().max(255), image: rgbImage }), // of a live camera
]);

/** A frame of a burst as it stands in memory. */
export const frameSource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('bytes'), name: z.string().max(255), bytes: jpeg }),
  z.object({ kind: z.literal('pixels'), name: z.string().max(255), image: rgbImage }),
]);

export const framesInput = z.object({
  modelId: z.string(),
  fit,
  cropShift: z.number().min(-1).max(1),
  frames: z.array(frameSource).min(1).max(FRAMES_IN_BURST),
});

/** Frames that the figure of a comparison shows. */
export const comparedFrames = framesInput.extend({ frames: framesInput.shape.frames.min(2) });

export const framePredictions = z.object({
  modelId: z.string(),
  outputs: z.array(floats), // what the model's output gave, one list for each frame
  passMs: z.number(), // the one native pass for all of them
  isFirstPass: z.boolean(),
});

export const picture = z.object({
  pictureId: z.string(),
  name: z.string(),
  path: z.string().nullable(),
  isSample: z.boolean(),
  width: pixels,
  height: pixels,
  colours: z.string().nullable(), // the name of colours other than sRGB that the file states, such as "Display P3"
  values: z // of a TIFF picture of other numbers than 8 bits
    .object({
      type: z.string(), // as NumPy calls it, "float32"
      lowest: z.number(),
      highest: z.number(),
      low: z.number(), // becomes 0
      high: z.number(), // becomes 255
      isScaled: z.boolean(), // false: the upper 8 of 16 bits are taken
    })
    .nullable(),
  bands: z // of a TIFF picture that has more than colours, or of which some were chosen
    .object({
      total: index,
      taken: z.array(index), // counted from 1
      isChosen: z.boolean(),
      isColour: z.boolean(), // the first three are red, green and blue
    })
    .nullable(),
  frames: z.object({
    number: index, // counted from 1
    count: index,
    canChoose: z.boolean(), // others than the first one can be read
  }),
  preview: rgbImage, // at most 1280 px on the longer side
  warnings: z.array(messageData),
});

export const analyseInput = z.object({
  pictureId: z.string(),
  modelId: z.string(),
  fit,
  /** Shift of the crop frame from the centre as a share of the free range, -1..1; 0 otherwise. */
  cropShift: z.number().min(-1).max(1),
  layers: z.array(index).max(10_000), // layers whose statistics are wanted
  sets: z.array(z.array(index).min(1).max(1000)).max(8), // hypercolumn layer sets
});

const basicNumbers = Object.fromEntries(BASIC_STATISTICS.map((id) => [id, floats])) as Record<
  BasicStatistic,
  typeof floats
>;
const detailNumbers = Object.fromEntries(DETAIL_STATISTICS.map((id) => [id, floats.optional()])) as Record<
  DetailStatistic,
  z.ZodOptional<typeof floats>
>;

export const channelStatistics = z.object({
  layer: index,
  height: index,
  width: index,
  channels: index,
  ...basicNumbers, // one a channel
  ...detailNumbers, // those that were asked for
  places: ints.optional(), // with details: where each map is strongest, row * width + column
  nonFinite: index, // NaN or infinite values in the whole layer
});

export const hypercolumn = z.object({
  layers: z.array(index),
  mapCount: index,
  width: pixels,
  height: pixels,
  values: floats,
});

export const analysis = z.object({
  analysisId: z.string(),
  pictureId: z.string(),
  modelId: z.string(),
  outputs: floats, // what the output in use gave, in its order; empty for a model without one
  modelImage: rgbImage, // the bytes that the model sees
  shown: z.object({ source: rectangle, target: rectangle }), // which part of the picture lies where in modelImage
  hypercolumns: z.array(hypercolumn), // in the order of `sets`
  statistics: z.array(channelStatistics), // in the order of `layers`
  inputRange: z.tuple([z.number(), z.number()]), // smallest and largest number fed to the model
  notFinite: note.nullable(), // where results stop being numbers
  passMs: z.number(), // the native pass alone
  isFirstPass: z.boolean(), // the first with these outputs, which prepares the graph and so takes longer
  memoryBytes: index, // resident memory of the compute process
});

/** Channels of a layer whose maps are wanted. */
export const layerChannels = z.object({ layer: index, channels: z.array(index).min(1).max(10_000) });

/** Feature maps of one layer as bytes: planar, map after map, each height x width, index into the colour table. */
export const layerMaps = z.object({
  layer: index,
  height: index,
  width: index,
  channels: index, // how many of them
  indices: bytes, // channels * height * width
  min: floats, // value shown by index 0, per channel
  max: floats, // value shown by index 255, per channel
  nonFinite: bytes.nullable(), // 1 where a value is NaN or infinite, laid out like `indices`; null: all are finite
});

export const range = z.discriminatedUnion('scope', [
  z.object({ scope: z.literal('map') }),
  z.object({ scope: z.literal('fixed'), min: z.number(), max: z.number() }),
]);

export type Picture = z.infer<typeof picture>;
export type PictureSource = z.infer<typeof pictureSource>;
export type FrameSource = z.infer<typeof frameSource>;
export type FramePredictions = z.infer<typeof framePredictions>;
export type Analysis = z.infer<typeof analysis>;
export type ChannelStatistics = z.infer<typeof channelStatistics>;
export type Hypercolumn = z.infer<typeof hypercolumn>;
export type LayerChannels = z.infer<typeof layerChannels>;
export type LayerMaps = z.infer<typeof layerMaps>;
export type MapRange = z.infer<typeof range>;
