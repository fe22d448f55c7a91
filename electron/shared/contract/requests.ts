/**
 * The table of requests: names, validators and the types inferred from them. `via: 'main'` requests go through Electron's IPC
 * gate, `via: 'port'` requests over the page's MessagePort to the compute process.
 * Adding a request means: one entry here, one handler, its caller, one contract test.
 */
import { z } from 'zod';
import { cameraDevice, capturedFrame, captureInput } from './camera';
import { exportDone, exportWhat } from './export';
import { modelInfo, modelSummary, modelUse } from './model';
import {
  analyseInput,
  analysis,
  channelStatistics,
  framePredictions,
  framesInput,
  hypercolumn,
  layerMaps,
  picture,
  pictureSource,
  range,
} from './picture';
import { floats, index, nothing, path } from './plain';
import { language, settings } from './settings';

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
    in: z.object({
      analysisId: z.string(),
      layers: z.array(index).min(1).max(10_000),
      withDetails: z.boolean(),
    }),
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
