import type { Handlers, RequestNameVia } from '../shared/answer';
import type { JobContext } from './services';
import type { Workshop } from './workshop';

export interface PortContext {
  workshop: Workshop;
  job: JobContext;
}

/** What compute answers; each request has one entry in the contract. */
export const portHandlers: Handlers<'port', PortContext> = {
  'models:list': (_input, { workshop }) => workshop.services.listModels(),
  'model:download': async (wish, { workshop, job }) => {
    await workshop.services.downloadModel(wish, job);
  },
  'model:load': async (source, { workshop, job }) => (await workshop.loadModel(source, job)).info,
  'model:use': ({ modelId, use }, { workshop, job }) => workshop.useModel(modelId, use, job),
  'picture:open': async (source, { workshop, job }) => {
    const picture = await workshop.services.openPicture(source, job);
    return { ...picture.description, pictureId: workshop.addPicture(picture) };
  },
  'picture:analyse': async ({ pictureId, modelId, ...options }, { workshop, job }) => {
    const model = workshop.model(modelId);
    const analysed = await model.analyse(workshop.picture(pictureId), options, job);
    return { ...analysed.result, pictureId, modelId, analysisId: workshop.addAnalysis(analysed) };
  },
  'frames:analyse': async ({ modelId, frames, ...options }, { workshop, job }) => {
    const model = workshop.model(modelId);
    const pictures = [];
    for (const frame of frames) pictures.push(await workshop.services.openPicture(frame, job));
    return { modelId, ...(await model.predictFrames(pictures, options, job)) };
  },
  'layer:statistics': ({ analysisId, layers, withDetails }, { workshop, job }) =>
    workshop.analysis(analysisId).statistics(layers, withDetails, job),
  'layer:maps': ({ analysisId, layer, range }, { workshop, job }) =>
    workshop.analysis(analysisId).maps(layer, range, job),
  'map:values': ({ analysisId, layer, filter }, { workshop, job }) =>
    workshop.analysis(analysisId).values(layer, filter, job),
  'set:hypercolumn': ({ analysisId, layers }, { workshop, job }) =>
    workshop.analysis(analysisId).hypercolumn(layers, job),
};

export interface Scheduling {
  /** Without a pane of the request's own: newest wins among those with the same one. */
  pane: string | null;
  urgency: number;
  /** Needs no engine, so it neither waits for others nor holds them up. */
  isAside?: boolean;
}

/** What the user waits for goes before what fills the matrix. */
export const scheduling: Record<RequestNameVia<'port'>, Scheduling> = {
  'models:list': { pane: null, urgency: 3 },
  'model:download': { pane: null, urgency: 0, isAside: true },
  'model:load': { pane: 'model', urgency: 2 },
  'model:use': { pane: 'use', urgency: 3 },
  'picture:open': { pane: 'picture', urgency: 3 },
  'picture:analyse': { pane: 'analysis', urgency: 2 },
  'frames:analyse': { pane: 'frames', urgency: 2 },
  'map:values': { pane: 'inspector', urgency: 1 },
  'set:hypercolumn': { pane: 'custom set', urgency: 1 },
  'layer:statistics': { pane: null, urgency: 0 },
  'layer:maps': { pane: null, urgency: 0 },
};
