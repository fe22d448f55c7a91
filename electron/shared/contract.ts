/**
 * Everything that crosses a process border, in one place: names, validators and the types inferred from them.
 * `via: 'main'` requests go through Electron's IPC gate, `via: 'port'` requests over the page's MessagePort to the compute process.
 * Adding a request means: one entry here, one handler, one contract test.
 */
import { z } from 'zod';
import { FRAMES_IN_BURST } from './burst';
import type { CommandId } from './commands.js';
import type { Message, MessageKey, Told, Value } from './messages/message';

const nothing = z.undefined();
const bytes = z.instanceof(Uint8Array);
const floats = z.instanceof(Float32Array);
const index = z.number().int().nonnegative();
const pixels = z.number().int().positive().max(100_000);
const path = z.string().min(1).max(4096);

/* ---- plain values ------------------------------------------------------------------------------------------- */

export const fit = z.enum(['stretch', 'crop', 'pad']);
export const resizeMethod = z.enum(['antialias', 'opencv', 'nearest']);
export const preprocessName = z.enum(['tf', 'torch', 'caffe', '127/128', '0..1', 'none']);
export const colormapName = z.enum(['viridis', 'cividis', 'magma', 'grey', 'diverging']);
export const language = z.enum(['en', 'zh-CN']);
export const theme = z.enum(['light', 'dark', 'system']);
/** `live`: the page itself (getUserMedia); `auto`: live where Chromium sees a camera, else node-webcam. */
export const cameraBackEnd = z.enum(['auto', 'live', 'node-webcam']);

const rectangle = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });
/** 8-bit sRGB, 3 bytes a pixel, rows from the top. */
const rgbImage = z
  .object({ data: bytes, width: pixels, height: pixels })
  .refine(
    (image) => image.data.length === image.width * image.height * 3,
    'length must be width x height x 3',
  );

/** How a model is used, where the user has chosen; null: found out or guessed. */
export const modelUse = z.object({
  preprocess: preprocessName.nullable(),
  resize: resizeMethod.nullable(),
  size: z.tuple([z.number().int().min(8).max(4096), z.number().int().min(8).max(4096)]).nullable(), // height, width
  labels: z.string().max(4096).nullable(), // path of a labels file; '': no labels
  head: z.string().max(1000).nullable(), // name of the output that names classes
  constants: z // values of the inputs besides the picture, by name
    .record(z.string().min(1).max(1000), z.number())
    .refine((values) => Object.keys(values).length <= 100, 'must be at most 100 values')
    .nullable()
    .default(null),
  architecture: z.string().min(1).max(4096).nullable().default(null), // layers of a file of weights: an id, or a JSON file
});

/** An input of a model, with the batch axis. */
const modelInput = z.object({ name: z.string(), shape: z.array(z.number().int().nullable()) });

export const settings = z.object({
  version: z.literal(1),
  language: language.nullable(), // null: as the system
  theme,
  modelId: z.string().max(200),
  fit,
  topK: z.union([z.literal(5), z.literal(10), z.literal(20)]),
  layers: z.string().max(2000), // layer SPEC, e.g. "0-14"
  filters: z.union([z.number().int().positive().max(100_000), z.literal('all')]),
  tileSizePx: z.union([z.number().int().min(32).max(512), z.literal('fit')]), // fit: as many whole columns as there is room for
  sort: z.enum(['index', 'max', 'mean', 'std', 'zeros']), // order of the filters within each layer
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
  panes: z.object({
    leftPx: z.number().nullable(),
    predictionsPx: z.number().nullable(),
    hypercolumnsPx: z.number().nullable(),
  }),
  recentPictures: z.array(path).max(12),
  recentModels: z.array(path).max(12),
  lastModel: z.string().max(4096), // file of the model in use; '': the one of the catalogue with `modelId`
  lastPicture: z.string().max(4096), // '': the sample
  modelOnTrial: z.string().max(4096), // file whose loading has begun but not ended; '' between loads
  modelUses: z.array(modelUse.extend({ model: z.string().min(1).max(4096) })).max(40), // newest first; by file or catalogue id
  window: z
    .object({ x: z.number(), y: z.number(), width: z.number(), height: z.number(), maximized: z.boolean() })
    .nullable(),
});

/* ---- what is told ------------------------------------------------------------------------------------------------- */

const messageKey = z.string() as unknown as z.ZodType<MessageKey>;
/** A message of `messages`, as data. */
const messageData: z.ZodType<Message> = z.object({ key: messageKey, values: z.lazy(() => messageValues) });
const toldData: z.ZodType<Told> = z.object({
  code: messageKey,
  values: z.lazy(() => messageValues),
  during: z.array(messageData).readonly(),
});
const messageValue: z.ZodType<Value> = z.lazy(() =>
  z.union([z.string(), z.number(), messageData, toldData, z.array(messageValue)]),
);
const messageValues = z.record(z.string(), messageValue);

/* ---- models and layers ------------------------------------------------------------------------------------------- */

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

export const layerInfo = z.object({
  index,
  name: z.string(),
  className: z.string(),
  outputShape: z.array(z.number().int().nullable()), // without the batch axis, at the analysed size; null = open
  parameterCount: index,
  isSpatial: z.boolean(), // rank 3 (height, width, channels): it has feature maps
  isSigned: z.boolean(), // values below zero are possible (not straight after ReLU and the like)
  isBlockEnd: z.boolean(), // the last layer of a block, for the preset "one per block"
});

/** Something that was assumed about a model; the page has a text `warning.<code>` for each. */
export const modelWarning = z.object({
  code: z.enum([
    'other-precision',
    'open-size',
    'unknown-preprocess',
    'doubtful-preprocess',
    'grey-input',
    'alpha-input',
    'several-heads',
    'labels-beside',
    'labels-unfit',
    'labels-guessed',
    'labels-gap',
    'labels-duplicate',
    'choice-left-out',
  ]),
  message: z.string(),
  isNote: z.boolean(), // good to know, no cause for concern
  values: z.record(z.string(), z.union([z.string(), z.number()])),
});

export const modelInfo = z.object({
  modelId: z.string(), // names this loaded model in later requests
  title: z.string(),
  inputSize: z.tuple([pixels, pixels]),
  channels: z.union([z.literal(1), z.literal(3), z.literal(4)]),
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
    reason: z.enum(['catalogue', 'whole-numbers', 'scales-itself', 'known-name', 'statistics', 'usual']),
    subject: z.string(), // the layer or model that the reason speaks of
  }),
  heads: z.array(z.string()), // outputs that name classes
  head: z.string(), // the one in use, '' = none
  labelsFrom: z.enum(['none', 'catalogue', 'chosen', 'beside', 'guessed']),
  labelsFile: z.string(), // '' where they come from no file of the user
  warnings: z.array(modelWarning), // what was assumed
});

/* ---- the webcam ------------------------------------------------------------------------------------------------------ */

/** Frames of one burst; the classic o-0.jpg to o-4.jpg. */
const burstFrames = z.number().int().min(1).max(FRAMES_IN_BURST);
const frameIndex = index.max(FRAMES_IN_BURST - 1);
/** Far above what any camera gives; a JPEG of more is not one of ours. */
const mostFrameBytes = 64e6;
const jpeg = bytes.refine(
  (file) =>
    file.length <= mostFrameBytes &&
    file[0] === 0xff &&
    file[1] === 0xd8 &&
    file[2] === 0xff /* start of image */,
  'must be a JPEG file of at most 64 MB',
);
const side = z.number().int().min(16).max(8192);

export const cameraDevice = z.object({
  id: z.string(), // what camera:capture takes
  label: z.string(),
  isDrawn: z.boolean(), // no camera, but a test picture that is drawn
});

export const captureInput = z.object({
  device: z.string().min(1).max(300).nullable(), // one of camera:list; null: the first camera
  frames: burstFrames,
  intervalMs: z.number().int().min(0).max(60_000), // from the start of one frame to the start of the next
  size: z.object({ width: side, height: side }).nullable(), // wanted; null: the back end's own choice
});

/* ---- pictures and analyses ---------------------------------------------------------------------------------------- */

export const pictureSource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sample') }),
  z.object({ kind: z.literal('path'), path }),
  z.object({ kind: z.literal('bytes'), name: z.string().max(255), bytes }),
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

export const framePredictions = z.object({
  modelId: z.string(),
  probabilities: z.array(floats), // every class, one list for each frame
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
  preview: rgbImage, // at most 1280 px on the longer side
  warnings: z.array(z.string()),
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

export const channelStatistics = z.object({
  layer: index,
  height: index,
  width: index,
  channels: index,
  min: floats,
  max: floats,
  mean: floats,
  std: floats,
  zeros: floats, // share of exact zeros, 0..1
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
  probabilities: floats, // every class, softmax output; empty for a model without a classifier head
  modelImage: rgbImage, // the bytes that the model sees
  shown: z.object({ source: rectangle, target: rectangle }), // which part of the picture lies where in modelImage
  hypercolumns: z.array(hypercolumn), // in the order of `sets`
  statistics: z.array(channelStatistics), // in the order of `layers`
  inputRange: z.tuple([z.number(), z.number()]), // smallest and largest number fed to the model
  passMs: z.number(), // the native pass alone
  isFirstPass: z.boolean(), // the first with these outputs, which prepares the graph and so takes longer
  memoryBytes: index, // resident memory of the compute process
});

/** All feature maps of one layer as bytes: planar, map after map, each height x width, index into the colour table. */
export const layerMaps = z.object({
  layer: index,
  height: index,
  width: index,
  channels: index,
  indices: bytes, // channels * height * width
  min: floats, // value shown by index 0, per channel
  max: floats, // value shown by index 255, per channel
  nonFinite: bytes.nullable(), // 1 where a value is NaN or infinite, laid out like `indices`; null: all are finite
});

export const range = z.discriminatedUnion('scope', [
  z.object({ scope: z.literal('map') }),
  z.object({ scope: z.literal('layer') }),
  z.object({ scope: z.literal('fixed'), min: z.number(), max: z.number() }),
]);

/** Pixels of the saved picture for each of its own, in both directions. */
export const pictureScale = z.union([z.literal(1), z.literal(4)]);
const suggestedName = z.string().max(255);

export const exportWhat = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('grid'),
    analysisId: z.string(),
    layers: z.array(index).min(1),
    filters: index.min(1),
    colormap: colormapName,
  }),
  z.object({
    kind: z.literal('maps-png'),
    analysisId: z.string(),
    layers: z.array(index).min(1),
    filters: z.number().int().positive().nullable(),
    colormap: colormapName,
  }),
  z.object({ kind: z.literal('predictions-csv'), analysisId: z.string() }),
  z.object({ kind: z.literal('statistics-csv'), analysisId: z.string(), layers: z.array(index).min(1) }),
  z.object({ kind: z.literal('npz'), analysisId: z.string(), layers: z.array(index).min(1) }),
  z.object({ kind: z.literal('picture'), suggestedName, image: rgbImage, scale: pictureScale }), // PNG of a pane or a tile
  z.object({
    kind: z.literal('original'), // PNG of an opened picture, of which the page has only the preview
    suggestedName,
    pictureId: z.string(),
    scale: pictureScale,
  }),
  z.object({
    kind: z.literal('frames'), // a new folder with o-0.jpg, o-1.jpg ...
    frames: z
      .array(z.object({ index: frameIndex, jpeg }))
      .min(1)
      .max(FRAMES_IN_BURST)
      .refine(
        (frames) => new Set(frames.map((frame) => frame.index)).size === frames.length,
        'each frame has a number of its own',
      ),
  }),
]);

export const exportDone = z.object({ path: z.string().nullable() }); // null: the user closed the dialog

/** Failure as data: errors thrown across processes lose name and code, these do not. */
export const failure = z.object({
  code: z.string(),
  values: messageValues,
  during: z.array(messageData).readonly(), // what was being done, outermost first
  message: z.string(), // only until every failure has a text in the tables
  detail: z.string(),
  about: z.string().optional(), // the layer, where it is one
  question: z // what must be known of a model before it can be used
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('inputs'), inputs: z.array(modelInput) }),
      z.object({ kind: z.literal('architecture'), ids: z.array(z.string()) }),
    ])
    .optional(),
});

/** A frame that node-webcam took, or why there is none. */
export const capturedFrame = z.object({
  index: frameIndex,
  jpeg: jpeg.nullable(),
  error: failure.nullable(),
});

/* ---- the table ------------------------------------------------------------------------------------------------------ */

export const requests = {
  'app:info': {
    via: 'main',
    in: nothing,
    out: z.object({
      version: z.string(),
      platform: z.string(),
      versions: z.object({ electron: z.string(), chromium: z.string(), node: z.string() }),
      systemLanguage: language,
      damagedSettings: path.nullable(), // where an unreadable settings file was put aside in this run
      untrustedModel: path.nullable(), // its loading did not end in an earlier run, so it is not opened by itself
    }),
  },
  'settings:read': { via: 'main', in: nothing, out: settings },
  'settings:write': { via: 'main', in: settings.partial(), out: settings },
  'files:choose': {
    via: 'main',
    in: z.object({ kind: z.enum(['any', 'picture', 'model', 'labels', 'architecture']) }),
    out: z.array(path),
  },
  // what was asked for since the last time: by the command line, a second start, the menu, the system; the oldest first
  'files:take': {
    via: 'main',
    in: nothing,
    out: z.array(z.object({ paths: z.array(z.string()), missing: z.array(z.string()) })),
  },
  'files:missing': { via: 'main', in: nothing, out: z.array(path) }, // which of the recent pictures and models are gone
  'files:show': { via: 'main', in: z.object({ path }), out: nothing }, // show in folder; only for paths that we wrote
  'licences:show': { via: 'main', in: nothing, out: nothing }, // opens Chromium's, a file of the installation
  'export:save': { via: 'main', in: exportWhat, out: exportDone }, // main asks where, compute writes
  'export:cancel': { via: 'main', in: nothing, out: nothing },
  'camera:list': { via: 'main', in: nothing, out: z.array(cameraDevice) }, // as node-webcam sees them
  'camera:capture': { via: 'main', in: captureInput, out: z.array(capturedFrame) },
  'camera:cancel': { via: 'main', in: nothing, out: nothing },
  // the page listens: send it a port now, or as soon as compute runs, and after each restart
  'compute:connect': { via: 'main', in: nothing, out: nothing },
  'compute:restart': { via: 'main', in: nothing, out: nothing },

  'models:list': { via: 'port', in: nothing, out: z.array(modelSummary) },
  // fetches a model of the catalogue after the user asked for it, or takes a file that the user has (`file`)
  'model:download': {
    via: 'port',
    in: z.object({ id: z.string().max(200), file: path.nullable() }),
    out: nothing,
  },
  'model:load': {
    via: 'port',
    in: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('catalog'), id: z.string().max(200), use: modelUse.optional() }),
      z.object({ kind: z.literal('file'), path, use: modelUse.optional() }),
    ]), // `use`: as remembered; what of it does not fit is left out with a warning
    out: modelInfo,
  },
  'model:use': { via: 'port', in: z.object({ modelId: z.string(), use: modelUse }), out: modelInfo },
  'picture:open': { via: 'port', in: pictureSource, out: picture },
  'picture:analyse': { via: 'port', in: analyseInput, out: analysis },
  'frames:analyse': { via: 'port', in: framesInput, out: framePredictions }, // one native pass
  'layer:statistics': {
    via: 'port',
    in: z.object({ analysisId: z.string(), layers: z.array(index).min(1).max(10_000) }),
    out: z.array(channelStatistics),
  },
  'layer:maps': {
    via: 'port',
    in: z.object({ analysisId: z.string(), layer: index, range }),
    out: layerMaps,
  },
  'map:values': {
    via: 'port',
    in: z.object({ analysisId: z.string(), layer: index, filter: index }),
    out: z.object({ layer: index, filter: index, height: index, width: index, values: floats }),
  },
  'set:hypercolumn': {
    via: 'port',
    in: z.object({ analysisId: z.string(), layers: z.array(index).min(1).max(1000) }),
    out: hypercolumn,
  },
} satisfies Record<string, { via: 'main' | 'port'; in: z.ZodType; out: z.ZodType }>;

export type RequestName = keyof typeof requests;
export type RequestInput<Name extends RequestName> = z.infer<(typeof requests)[Name]['in']>;
export type RequestOutput<Name extends RequestName> = z.infer<(typeof requests)[Name]['out']>;

export type Settings = z.infer<typeof settings>;
export type ModelSummary = z.infer<typeof modelSummary>;
export type ModelUse = z.infer<typeof modelUse>;
export type ModelInfo = z.infer<typeof modelInfo>;
export type LayerInfo = z.infer<typeof layerInfo>;
export type Picture = z.infer<typeof picture>;
export type PictureSource = z.infer<typeof pictureSource>;
export type FrameSource = z.infer<typeof frameSource>;
export type FramePredictions = z.infer<typeof framePredictions>;
export type CameraDevice = z.infer<typeof cameraDevice>;
export type CapturedFrame = z.infer<typeof capturedFrame>;
export type Analysis = z.infer<typeof analysis>;
export type ChannelStatistics = z.infer<typeof channelStatistics>;
export type Hypercolumn = z.infer<typeof hypercolumn>;
export type LayerMaps = z.infer<typeof layerMaps>;
export type MapRange = z.infer<typeof range>;
export type PictureScale = z.infer<typeof pictureScale>;
export type ExportWhat = z.infer<typeof exportWhat>;

export type Failure = z.infer<typeof failure>;
export type Answer<Value> = { ok: true; value: Value } | { ok: false; error: Failure };

/** What a job is busy with; the page has a text `stage.<name>` for each. */
export const progressStage = z.enum([
  'read',
  'decode',
  'resize',
  'load',
  'weights',
  'graph',
  'warmup',
  'analyse',
  'maps',
  'statistics',
  'hypercolumns',
  'draw',
  'write',
  'download',
  'check',
]);
/** Progress is data: the stage, and how far it is (null: unknown length). */
export const progress = z.object({ stage: progressStage, fraction: z.number().min(0).max(1).nullable() });
export type Progress = z.infer<typeof progress>;
export type ProgressStage = Progress['stage'];

/**
 * Page to compute, over the port. A request with a `pane` takes the place of an older one with the same pane: the older one
 * is answered with `job/superseded`. Without it the compute process chooses (opening, loading and analysing: one each).
 */
export const portRequest = z.union([
  z.object({ id: index, name: z.string(), input: z.unknown(), pane: z.string().max(200).optional() }),
  z.object({ cancel: index }),
]);
export type PortRequest =
  { id: number; name: RequestName; input: unknown; pane?: string | undefined } | { cancel: number };
/** Compute to page, over the port. */
export type PortMessage = { id: number; answer: Answer<unknown> } | { id: number; progress: Progress };

/** Main to page, pushed. */
export type MainEvent =
  /** `crashed`: it will not be started again by itself; before that comes `restarting`. */
  | { kind: 'compute'; state: 'starting' | 'ready' | 'crashed' | 'restarting'; detail: string }
  | { kind: 'command'; id: CommandId } // a menu item or accelerator was used
  | { kind: 'open' } // there is something for files:take
  | { kind: 'settings'; settings: Settings } // changed by the menu
  | { kind: 'export-progress'; progress: Progress }
  | { kind: 'hidden' } // the window was hidden or minimised: cameras go off
  | { kind: 'camera-progress'; taken: number; total: number }; // frames of the burst under way

/** Main to compute, over the parent port. `connect` carries the page's port. */
export type ComputeOrder =
  | { kind: 'connect' }
  | { kind: 'export'; id: number; what: ExportWhat; path: string }
  | { kind: 'cancel-export'; id: number };
/** Compute to main, over the parent port. */
export type ComputeReport =
  | { kind: 'ready' }
  | { kind: 'export-progress'; id: number; progress: Progress }
  | { kind: 'export-done'; id: number; answer: Answer<{ path: string }> }
  | { kind: 'log'; level: 'info' | 'warn' | 'error'; text: string };
