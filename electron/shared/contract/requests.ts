/**
 * The table of requests: names, validators and the types inferred from them. Who answers one is said by the beginning of its
 * name (`../names`).
 * Adding a request means: one entry here, one handler, its caller, one contract test.
 */
import { z } from 'zod';
import type { MainArea } from '../names';
import { cameraDevice, capturedFrame, captureInput } from './camera';
import {
  copyWhat,
  exportSize,
  exportWhat,
  figureAsked,
  figurePreview,
  largeWhat,
  place,
  placeInput,
} from './export';
import { arithmetic, kernelView } from './filter';
import { histogram, layerDescription, receptiveField } from './layer';
import { modelInfo, modelSummary, modelUse } from './model';
import {
  analyseInput,
  analysis,
  channelStatistics,
  comparedFrames,
  framePredictions,
  framesInput,
  hypercolumn,
  layerChannels,
  layerMaps,
  picture,
  pictureSource,
  range,
} from './picture';
import { floats, index, nothing, path, bytes } from './plain';
import { language } from './choices';
import { settings } from './settings';
import { cause, judgedLayer } from './verdicts';

export const requests = {
  'app:info': {
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
  'settings:read': { in: nothing, out: settings },
  'settings:write': { in: settings.partial().strict(), out: settings },
  'files:choose': {
    in: z.object({ kind: z.enum(['any', 'picture', 'model', 'labels', 'architecture']) }),
    out: z.array(path),
  },
  // what was asked for since the last time: by the command line, a second start, the menu, the system; the oldest first
  'files:take': {
    in: nothing,
    out: z.array(z.object({ paths: z.array(z.string()), missing: z.array(z.string()) })),
  },
  'files:missing': { in: nothing, out: z.array(path) }, // which of the recent pictures and models are gone
  // the picture in the clipboard, of kinds that a page is not handed; asked for when the user pastes
  'files:pasted': { in: nothing, out: z.object({ name: z.string(), bytes }).nullable() },
  'files:show': { in: z.object({ path }), out: nothing }, // show in folder; only for paths that we wrote
  'licences:show': { in: nothing, out: nothing }, // opens Chromium's, a file of the installation
  'files:place': { in: placeInput, out: place }, // asks the user where to save something; export:write may then write there
  'camera:list': { in: nothing, out: z.array(cameraDevice) }, // as node-webcam sees them
  'camera:capture': { in: captureInput, out: z.array(capturedFrame) },
  // the page listens: send it a port now, or as soon as compute runs, and after each restart
  'compute:connect': { in: nothing, out: nothing },
  'compute:restart': { in: nothing, out: nothing },

  'models:list': { in: nothing, out: z.array(modelSummary) },
  // fetches a model of the catalogue after the user asked for it, or takes a file that the user has (`file`)
  'model:download': {
    in: z.object({ id: z.string().max(200), file: path.nullable() }),
    out: nothing,
  },
  'model:load': {
    in: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('catalog'), id: z.string().max(200), use: modelUse.optional() }),
      z.object({ kind: z.literal('file'), path, use: modelUse.optional() }),
    ]), // `use`: as remembered; what of it does not fit is left out with a warning
    out: modelInfo,
  },
  'model:use': { in: z.object({ modelId: z.string(), use: modelUse }), out: modelInfo },
  'picture:open': { in: pictureSource, out: picture },
  'picture:analyse': { in: analyseInput, out: analysis },
  'frames:analyse': { in: framesInput, out: framePredictions }, // one native pass
  // analyses frames for the figure of a comparison, which then asks for them by the id; until the next ones
  'frames:compare': { in: comparedFrames, out: z.object({ analysisId: z.string() }) },
  // where a layer stands, its settings, and how its weights are spread: all that no picture changes
  'layer:facts': { in: z.object({ modelId: z.string(), layer: index }), out: layerDescription },
  // how all values of a layer are spread in a picture
  'layer:histogram': { in: z.object({ analysisId: z.string(), layer: index }), out: histogram },
  // the part of the network's input that each place of a layer depends on
  'layer:field': { in: z.object({ analysisId: z.string(), layer: index }), out: receptiveField },
  'layer:statistics': {
    in: z.object({
      analysisId: z.string(),
      layers: z.array(index).min(1).max(10_000),
      withDetails: z.boolean(),
    }),
    out: z.array(channelStatistics),
  },
  // verdicts on the maps of layers, with the statistics that they look at; the picture counts as seen by the model
  'layer:verdicts': {
    in: z.object({ analysisId: z.string(), layers: z.array(index).min(1).max(10_000) }),
    out: z.array(judgedLayer),
  },
  'layer:maps': {
    in: z.object({
      analysisId: z.string(),
      range,
      layers: z
        .array(layerChannels)
        .min(1)
        .max(10_000)
        .refine(
          (wanted) => new Set(wanted.map(({ layer }) => layer)).size === wanted.length,
          'each layer once',
        ),
    }),
    out: z.array(layerMaps), // in the order of `layers`
  },
  'map:values': {
    in: z.object({ analysisId: z.string(), layer: index, filter: index }),
    out: z.object({ layer: index, filter: index, height: index, width: index, values: floats }),
  },
  // how alike the maps of a layer are to one of them: r, one a channel; NaN for a map of one value
  'map:likeness': { in: z.object({ analysisId: z.string(), layer: index, filter: index }), out: floats },
  // the weights behind a map; null where no kernel makes it
  'map:kernel': {
    in: z.object({ modelId: z.string(), layer: index, filter: index }),
    out: kernelView.nullable(),
  },
  // how the value of a map at a place of its own comes about; null where no kernel makes it
  'map:arithmetic': {
    in: z.object({ analysisId: z.string(), layer: index, filter: index, row: index, column: index }),
    out: arithmetic.nullable(),
  },
  // why a map is 0 everywhere or constant; null where it is neither, and where no cause is proven
  'map:cause': {
    in: z.object({ analysisId: z.string(), layer: index, filter: index }),
    out: cause.nullable(),
  },
  'export:write': {
    in: z.object({ token: z.string(), what: exportWhat }),
    out: z.object({ path: z.string() }), // where it lies: a folder gets a free name
  },
  'export:size': { in: z.object({ what: largeWhat }), out: exportSize }, // before anything is computed
  'figure:preview': {
    in: figureAsked.extend({ longestPx: z.number().int().min(16).max(4096), page: index }), // pages count from 0
    out: figurePreview,
  },
  'figure:bytes': { in: figureAsked, out: index }, // of the file; saving it then writes the very same
  'export:copy': { in: z.object({ what: copyWhat }), out: nothing }, // into the clipboard of the system, as PNG
  'set:hypercolumn': {
    in: z.object({ analysisId: z.string(), layers: z.array(index).min(1).max(1000) }),
    out: hypercolumn,
  },
} satisfies Record<`${string}:${string}`, { in: z.ZodType; out: z.ZodType }>;

export type RequestName = keyof typeof requests;
export type MainRequestName = Extract<RequestName, `${MainArea}:${string}`>;
export type ComputeRequestName = Exclude<RequestName, MainRequestName>;
export type RequestInput<Name extends RequestName> = z.infer<(typeof requests)[Name]['in']>;
export type RequestOutput<Name extends RequestName> = z.infer<(typeof requests)[Name]['out']>;
