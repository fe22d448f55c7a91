/** Models: what the catalogue has, what is known of a loaded one, and how it is used. */
import { z } from 'zod';
import { OUTPUT_KINDS, PREPROCESS_NAMES, RESIZE_METHODS } from '../names';
import type { NoteCode } from '../messages/message';
import { messageValues } from './message';
import { index, pixels } from './plain';

export const resizeMethod = z.enum(RESIZE_METHODS);
export const preprocessName = z.enum(PREPROCESS_NAMES);

/** How a model is used, where the user has chosen; null: found out or guessed. */
export const modelUse = z.object({
  preprocess: preprocessName.nullable(),
  resize: resizeMethod.nullable(),
  size: z.tuple([z.number().int().min(8).max(4096), z.number().int().min(8).max(4096)]).nullable(), // height, width
  labels: z.string().max(4096).nullable(), // path of a labels file; '': no labels
  head: z.string().max(1000).nullable(), // name of the output whose numbers are shown
  softmax: z.boolean().nullable().default(null), // scores are shown as their softmax
  constants: z // values of the inputs besides the picture, by name
    .record(z.string().min(1).max(1000), z.number())
    .refine((values) => Object.keys(values).length <= 100, 'must be at most 100 values')
    .nullable()
    .default(null),
  architecture: z.string().min(1).max(4096).nullable().default(null), // layers of a file of weights: an id, or a JSON file
});

/** An input of a model, with the batch axis. */
export const modelInput = z.object({ name: z.string(), shape: z.array(z.number().int().nullable()) });

export const modelSummary = z.object({
  id: z.string(),
  title: z.string(),
  inputSize: z.tuple([pixels, pixels]).nullable(), // height, width
  classCount: index,
  layerCount: index,
  fileBytes: index,
  isAvailable: z.boolean(), // its file is on this disk
  isBundled: z.boolean(),
  keptBytes: index, // of a download that was interrupted
  fileName: z.string(), // as it was published
  host: z.string(), // where it can be downloaded from, '' = nowhere
  licence: z.string(),
});

/** A layer at one of its calls; those inside a model follow the model. */
export const layerInfo = z.object({
  index, // place in the list: what requests name it by
  indexPath: z.string(), // as it is shown and chosen: Keras' index behind those of the models around it, "7", "1/164"; "7#1" for a second call
  depth: index, // number of models around it
  name: z.string(), // behind those of the models around it: "conv2d_3", "base/mixed5", "base/mixed5#1"
  ownName: z.string(), // without the models
  className: z.string(),
  shortClassName: z.string(), // where room is short
  outputShape: z.array(z.number().int().nullable()), // without the batch axis, at the analysed size; null = open
  parameterCount: index,
  isSpatial: z.boolean(), // rank 3 (height, width, channels): it has feature maps
  isSigned: z.boolean(), // values below zero are possible (not straight after ReLU and the like)
  hasFilters: z.boolean(), // a convolution made its channels, each by a filter of its own
  isBlockEnd: z.boolean(), // the last layer of a block, for the preset "one per block"
  isModel: z.boolean(), // it is a model, whose layers follow
});

/** Something that was assumed about a model; the messages have a text `note/<code>` and `short/<code>` for each. */
export const note = z.object({
  code: z.string() as unknown as z.ZodType<NoteCode>,
  values: messageValues,
  isNote: z.boolean(), // good to know, no cause for concern
});

export const modelInfo = z.object({
  modelId: z.string(), // names this loaded model in later requests
  title: z.string(),
  inputSize: z.tuple([pixels, pixels]),
  channels: pixels, // 1, 3 and 4 are fed any picture, others bands or arrays
  classCount: index,
  preprocess: preprocessName,
  resize: resizeMethod,
  layers: z.array(layerInfo),
  labels: z.array(z.object({ wordNetId: z.string(), label: z.string() })), // by class index; '' where unknown
  engine: z.string(), // "TensorFlow 2.16.2"
  threads: index,
  use: modelUse, // what the user chose of it
  isOpenSize: z.boolean(), // the picture size can be chosen
  inputs: z.array(modelInput), // all of them; those besides the picture are in use.constants
  expected: z.object({
    name: preprocessName, // what is taken without a choice
    reason: z.enum([
      'catalogue',
      'metadata',
      'whole-numbers',
      'scales-itself',
      'known-name',
      'statistics',
      'usual',
    ]),
    subject: z.string(), // the layer or model that the reason speaks of
  }),
  heads: z.array(z.string()), // outputs that are a list of numbers: classes or others
  head: z.string(), // the one in use, '' = none
  outputKind: z.enum(OUTPUT_KINDS).nullable(), // what its numbers are as they are shown, null = none
  labelsFrom: z.enum(['none', 'catalogue', 'chosen', 'beside', 'guessed']),
  labelsFile: z.string(), // '' where they come from no file of the user
  warnings: z.array(note), // what was assumed
});

export type ModelSummary = z.infer<typeof modelSummary>;
export type ModelUse = z.infer<typeof modelUse>;
export type ModelInfo = z.infer<typeof modelInfo>;
export type LayerInfo = z.infer<typeof layerInfo>;
