import type { ComputeRequestName, ModelUse, RequestInput, RequestOutput } from '../shared/contract';
import type { Clipboard } from './clipboard';
import { copy } from './copy';
import { exportTo, figureFile } from './export';
import type { FilePermits } from './file-permits';
import type { Grants } from './grants';
import type { ComputeJob } from './services';
import type { Workshop } from './workshop';

export interface ComputeParts {
  readonly workshop: Workshop;
  readonly grants: Grants;
  readonly permits: FilePermits;
  readonly clipboard: Clipboard;
}

interface Handler<Name extends ComputeRequestName> {
  /** What the user waits for goes before what fills the matrix, and that before what is said about it. */
  readonly urgency: number;
  /** There is only one of these: a newer request takes the place of an older one, where it names no purpose. */
  readonly newestWins?: true;
  /** Needs no engine, so it neither waits for others nor holds them up. */
  readonly isAside?: true;
  /** The files that it names, which the user must have opened. */
  files?(input: RequestInput<Name>): readonly (string | null)[];
  work(
    input: RequestInput<Name>,
    parts: ComputeParts,
    job: ComputeJob,
  ): RequestOutput<Name> | Promise<RequestOutput<Name>>;
}

/** An architecture that comes with Featurescope is named by an id, which has no place in a folder. */
function filesOfUse(use: ModelUse | undefined): (string | null)[] {
  if (use === undefined) return [];
  const { labels, architecture } = use;
  return [labels, architecture !== null && /[/\\]/.test(architecture) ? architecture : null];
}

/** What compute answers; each request has one entry in the contract. */
export const computeHandlers: { readonly [Name in ComputeRequestName]: Handler<Name> } = {
  'models:list': { urgency: 4, work: (_input, { workshop }) => workshop.services.listModels() },
  'model:download': {
    urgency: 0,
    isAside: true,
    files: ({ file }) => [file],
    work: async (wish, { workshop }, job) => {
      await workshop.services.downloadModel(wish, job);
    },
  },
  'model:load': {
    urgency: 3,
    newestWins: true,
    files: (source) => [...(source.kind === 'file' ? [source.path] : []), ...filesOfUse(source.use)],
    work: async (source, { workshop }, job) => (await workshop.loadModel(source, job)).info,
  },
  'model:use': {
    urgency: 4,
    newestWins: true,
    files: ({ use }) => filesOfUse(use),
    work: ({ modelId, use }, { workshop }, job) => workshop.useModel(modelId, use, job),
  },
  'picture:open': {
    urgency: 4,
    newestWins: true,
    files: (source) => (source.kind === 'path' ? [source.path] : []),
    work: async (source, { workshop }, job) => {
      const { picture, pictureId } = await workshop.openPicture(source, job);
      return { ...picture.description, pictureId };
    },
  },
  'picture:analyse': {
    urgency: 3,
    newestWins: true,
    work: async (input, { workshop }, job) => {
      const { analysed, analysisId } = await workshop.analyse(input, job);
      const { pictureId, modelId } = input;
      return { ...analysed.result, pictureId, modelId, analysisId };
    },
  },
  'frames:analyse': {
    urgency: 3,
    newestWins: true,
    work: async ({ modelId, frames, ...options }, { workshop }, job) => {
      const model = workshop.model(modelId);
      const pictures = [];
      for (const frame of frames) pictures.push(await workshop.services.openPicture(frame, job));
      return { modelId, ...(await model.predictFrames(pictures, options, job)) };
    },
  },
  'frames:compare': {
    urgency: 3,
    newestWins: true,
    work: async (input, { workshop }, job) => ({ analysisId: await workshop.compare(input, job) }),
  },
  'layer:facts': {
    urgency: 1,
    newestWins: true,
    work: ({ modelId, layer }, { workshop }, job) => workshop.model(modelId).describe(layer, job),
  },
  'layer:histogram': {
    urgency: 1,
    newestWins: true,
    work: ({ analysisId, layer }, { workshop }, job) =>
      workshop.askAnalysis(analysisId, (analysed) => analysed.histogram(layer, job)),
  },
  'layer:field': {
    urgency: 1,
    work: ({ analysisId, layer }, { workshop }) =>
      workshop.askAnalysis(analysisId, (analysed) => analysed.field(layer)),
  },
  'layer:statistics': {
    urgency: 0,
    work: ({ analysisId, layers, withDetails }, { workshop }, job) =>
      workshop.askAnalysis(analysisId, (analysed) => analysed.statistics(layers, withDetails, job)),
  },
  'layer:verdicts': {
    urgency: 0,
    work: ({ analysisId, layers }, { workshop }, job) =>
      workshop.askAnalysis(analysisId, (analysed) => analysed.verdicts(layers, job)),
  },
  'layer:maps': {
    urgency: 1,
    work: ({ analysisId, layers, range }, { workshop }, job) =>
      workshop.askAnalysis(analysisId, (analysed) => analysed.maps(layers, range, job)),
  },
  'map:values': {
    urgency: 2,
    work: ({ analysisId, layer, filter }, { workshop }, job) =>
      workshop.askAnalysis(analysisId, (analysed) => analysed.values(layer, filter, job)),
  },
  'map:likeness': {
    urgency: 1,
    work: ({ analysisId, layer, filter }, { workshop }, job) =>
      workshop.askAnalysis(analysisId, (analysed) => analysed.likeness(layer, filter, job)),
  },
  'map:kernel': {
    urgency: 1,
    work: ({ modelId, layer, filter }, { workshop }) => workshop.model(modelId).kernel(layer, filter),
  },
  'map:arithmetic': {
    urgency: 1,
    work: ({ analysisId, layer, filter, row, column }, { workshop }) =>
      workshop.askAnalysis(analysisId, (analysed) =>
        analysed.arithmetic(layer, { channel: filter, row, column }),
      ),
  },
  'map:cause': {
    urgency: 0,
    work: ({ analysisId, layer, filter }, { workshop }) =>
      workshop.askAnalysis(analysisId, (analysed) => analysed.cause(layer, filter)),
  },
  'set:hypercolumn': {
    urgency: 2,
    work: ({ analysisId, layers }, { workshop }, job) =>
      workshop.askAnalysis(analysisId, (analysed) => analysed.hypercolumn(layers, job)),
  },
  'export:write': {
    urgency: 3,
    work: async ({ token, what }, { workshop, grants }, job) => {
      const saved = await exportTo(workshop, what, grants.take(token, what.kind), job);
      grants.onWritten(saved.path);
      return saved;
    },
  },
  'figure:preview': {
    urgency: 2,
    newestWins: true,
    work: ({ analysisId, ...wish }, { workshop }, job) =>
      workshop.askAnalysis(analysisId, (analysed) => workshop.services.previewFigure(analysed, wish, job)),
  },
  'figure:bytes': {
    urgency: 1,
    newestWins: true,
    work: async (asked, { workshop }, job) => (await figureFile(workshop, asked, job)).length,
  },
  'export:size': {
    urgency: 4,
    isAside: true,
    work: ({ what }, { workshop }) =>
      workshop.askAnalysis(what.analysisId, async (analysed) => workshop.services.sizeOf(analysed, what)),
  },
  'export:copy': {
    urgency: 3,
    work: async ({ what }, { workshop, clipboard }, job) => {
      await copy(workshop, clipboard, what, job);
    },
  },
};
