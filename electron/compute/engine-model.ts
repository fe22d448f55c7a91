import os from 'node:os';
import { PictureCauses } from '../analysis/causes/picture-causes';
import { predictFrames, prepareFrames, stackInputs } from '../analysis/frames';
import type { FigurePhoto } from '../analysis/figures/source';
import { describeLayer, weightSpreads } from '../analysis/layer-description';
import { blockEnds, signedLayers } from '../analysis/layer-facts';
import {
  openModel,
  useOtherwise,
  type ModelSession,
  type ModelUse as AnalysisUse,
  type ReadNetwork,
} from '../analysis/model-session';
import { mapArithmetic, mapCause, mapKernel } from '../analysis/map-origin';
import { notFiniteNote } from '../analysis/not-finite';
import { PictureAnalysis, type HypercolumnResult } from '../analysis/picture-analysis';
import type { LayerByteMaps } from '../analysis/byte-maps';
import { makeInput, type ModelInput } from '../analysis/source-picture';
import type { FitMode } from '../core/fit';
import { rangeOf } from '../core/quantise';
import { kindOf, shortNameOf } from '../model/kinds';
import { inferShapes } from '../model/kinds/infer-shapes';
import { architectureIds } from '../model/readers/architecture';
import type { Catalog } from '../catalog/catalog';
import { inputsOf } from '../model/assemble/constant-inputs';
import { isSpatial } from '../model/shapes';
import type { Hypercolumn, LayerInfo, LayerMaps, ModelInfo, ModelUse } from '../shared/contract';
import { imageOf, type EnginePicture } from './engine-picture';
import { noModelUse } from '../shared/default-settings';
import { failed, isFeaturescopeError } from '../shared/errors';
import { packed, type RgbImage } from '../core/tensor';
import { asStatistics } from './as-statistics';
import { EngineVerdicts, pictureKey } from './engine-verdicts';
import { step } from './step';
import type {
  Analysed,
  AnalyseOptions,
  FramesOptions,
  ComputeJob,
  JobContext,
  LoadedModel,
  ModelSource,
  OpenedPicture,
} from './services';

/** An analysis with what an export needs of it. */
export interface EngineAnalysed extends Analysed {
  readonly session: ModelSession;
  /** How the model is used now: its labels and the wish for a softmax may be other ones than at the analysis. */
  readonly currentSession: () => ModelSession;
  /** The picture's name. */
  readonly name: string;
  readonly analysis: PictureAnalysis;
  readonly fit: FitMode;
  /** The picture in its own pixels, for figures; a job may read it again. Null for an array. */
  readonly photo: (job: ComputeJob) => FigurePhoto | null;
  /** Of a comparison: all its pictures from left to right, this one among them. */
  readonly compared?: readonly EngineAnalysed[];
}

/** A choice as the analysis takes it: without what was not chosen. */
function chosenOf({ preprocess, resize, size, labels, head, softmax, constants }: ModelUse): AnalysisUse {
  return {
    ...(preprocess !== null && { preprocess }),
    ...(resize !== null && { resize }),
    ...(size !== null && { size }),
    ...(labels !== null && { labelsFile: labels }),
    ...(head !== null && { head }),
    ...(softmax !== null && { softmax }),
    ...(constants !== null && { constants }),
  };
}

/** Adds to a refusal of weights that the user may name their layers, or others than before. */
async function withArchitectureQuestion(
  catalog: Catalog,
  { architecture }: ModelUse,
  error: unknown,
): Promise<unknown> {
  if (!isFeaturescopeError(error) || error.question) return error;
  const isAboutLayers = error.code.startsWith('model/') && architecture !== null;
  if (error.code !== 'model/needs-architecture' && !isAboutLayers) return error;
  const ids = await architectureIds(catalog.folder);
  return error.asking({ kind: 'architecture', ids });
}

/** @param read  reads model files, in a thread of its own in the app */
export async function loadEngineModel(
  catalog: Catalog,
  source: ModelSource,
  job: ComputeJob,
  read?: ReadNetwork,
): Promise<LoadedModel> {
  const model = source.kind === 'catalog' ? source.id : source.path;
  const file = source.kind === 'file' ? source.path : undefined;
  const remembered = source.use ?? noModelUse;
  const { architecture } = remembered;
  const choice = {
    ...{ model, isRemembered: true, ...chosenOf(remembered) },
    ...(file !== undefined && architecture !== null && { architecture }),
  };
  let session = await openModel(catalog, choice, (stage) => step(job, stage), read).catch(
    async (error: unknown) => {
      throw await withArchitectureQuestion(catalog, remembered, error);
    },
  );
  const verdicts = new EngineVerdicts();
  let isClosed = false;
  const inputFrom = async (
    opened: OpenedPicture,
    { fit, cropShift }: FramesOptions,
    inputJob: ComputeJob,
  ): Promise<ModelInput> => {
    await step(inputJob, 'resize', DONE.resize);
    const { pixels } = opened as EnginePicture;
    const input = await pixels.lend(inputJob, (picture) => makeInput(session, picture, fit, cropShift));
    // Another one has taken its place while the picture was read again.
    if (isClosed) throw failed('job/unknown-model', { model });
    return input;
  };
  const analysePicture = async (
    picture: OpenedPicture,
    options: AnalyseOptions,
    analyseJob: ComputeJob,
  ): Promise<EngineAnalysed> => {
    const input = await inputFrom(picture, options, analyseJob);
    const { engine } = session;
    const isOpen = (): boolean => !isClosed && session.engine === engine;
    const { name, width, height } = picture.description;
    const { pixels, kind } = picture as EnginePicture;
    const key = pictureKey(picture);
    const one = await analyse(session, name, input, options, analyseJob, isOpen);
    // Added to the object itself: a copy would have its bytes of now for ever.
    return Object.assign(one, {
      currentSession: () => session,
      fit: options.fit,
      photo: (photoJob: ComputeJob) =>
        kind === 'tensor'
          ? null
          : {
              width,
              height,
              lend: <Result>(use: (image: RgbImage) => Result) =>
                pixels.lend(photoJob, (lent) => use(imageOf(lent))),
            },
      verdicts: async (layers: number[], verdictsJob: ComputeJob) => {
        await countInParts(one.analysis, layers, [false, true], verdictsJob, isOpen);
        return verdicts.of(one.session, one.analysis, layers, key);
      },
    });
  };
  try {
    return {
      info: infoOf(session, model, remembered),
      use: async (use) => {
        const { engine } = session;
        session = await useOtherwise(session, catalog, file, chosenOf(use));
        return { info: infoOf(session, model, use), keepsAnalyses: session.engine === engine };
      },
      analyse: analysePicture,
      compare: async (pictures, options, compareJob) => {
        const compared: EngineAnalysed[] = [];
        for (const picture of pictures)
          compared.push(await analysePicture(picture, { ...options, layers: [], sets: [] }, compareJob));
        return Object.assign(compared[0]!, { compared });
      },
      predictFrames: async (pictures, options, framesJob) => {
        const inputs = [];
        for (const picture of pictures) inputs.push(await inputFrom(picture, options, framesJob));
        return predictInputs(session, inputs, framesJob);
      },
      describe: async (layer, layerJob) => ({
        ...{ layer, ...describeLayer(session, layer) },
        weights: await weightSpreads(session, layer, () => step(layerJob, 'weights')),
      }),
      kernel: async (layer, filter) => mapKernel(session, layer, filter),
      close: () => {
        isClosed = true;
        session.dispose();
      },
    };
  } catch (error) {
    session.dispose();
    throw error;
  }
}

function infoOf(session: ModelSession, modelId: string, use: ModelUse): ModelInfo {
  const [height, width, channels] = session.inputSize;
  return {
    modelId,
    title: session.title,
    inputSize: [height, width],
    channels,
    classCount: session.head?.classCount ?? 0,
    preprocess: session.preprocess,
    resize: session.resize,
    layers: layersOf(session),
    labels: session.labels.map(({ wordNetId, label }) => ({ wordNetId, label })),
    engine: `TensorFlow ${session.engine.version}`,
    threads: os.availableParallelism(),
    use,
    isOpenSize: session.isOpenSize,
    inputs: inputsOf(session.source).map(({ name, shape }) => ({ name, shape: [...shape] })),
    expected: session.expected,
    heads: session.heads.map(({ name }) => name),
    head: session.head?.name ?? '',
    outputKind: session.outputKind ?? null,
    labelsFrom: session.labelsFrom,
    labelsFile: session.labelsFile ?? '',
    warnings: [...session.warnings],
  };
}

function layersOf({ network, layers, inputSize, preprocess }: ModelSession): LayerInfo[] {
  const shapes = inferShapes(network, [1, ...inputSize]);
  const signed = signedLayers(network, preprocess);
  const ends = blockEnds(network);
  return layers.map(({ layer, output: ref, call, depth, indexPath, name, ownName }, index) => {
    const shape = shapes[ref.call]?.[ref.output] ?? [];
    return {
      index,
      indexPath,
      depth,
      name,
      ownName,
      className: layer.className,
      shortClassName: shortNameOf(layer.className),
      outputShape: shape.slice(1),
      parameterCount: layer.parameterCount,
      isSpatial: isSpatial(shape),
      isSigned: signed.has(layer),
      hasFilters: kindOf(layer.wrapped ?? layer)?.hasFilters === true,
      isBlockEnd: call === 0 && ends.has(layer),
      isModel: layer.inner !== undefined,
    };
  });
}

/** Share of an analysis that is done when each of its parts begins. The first run of a graph takes the longest. */
const DONE = { resize: 0, graph: 0.1, run: 0.3, statistics: 0.8 };

async function analyse(
  session: ModelSession,
  name: string,
  input: ModelInput,
  { layers, sets }: AnalyseOptions,
  job: JobContext,
  isOpen: () => boolean,
): Promise<Omit<EngineAnalysed, 'currentSession' | 'verdicts' | 'fit' | 'photo' | 'compared'>> {
  const analysis = new PictureAnalysis(session, input, layers);
  const causes = new PictureCauses(session, input);
  await step(job, 'graph', DONE.graph);
  const isFirstRun = analysis.prepare(sets);
  await step(job, isFirstRun ? 'warmup' : 'analyse', DONE.run);
  const { outputs, hypercolumns } = analysis.analyse(sets);
  const passMs = analysis.lastPassMs;
  if (!analysis.hasStatisticsOf(layers)) await step(job, 'statistics', DONE.statistics);
  const statistics = analysis.statisticsOf(layers);
  const notFinite = analysis.notFiniteIn(outputs, layers, hypercolumns);
  const { min, max } = rangeOf(input.tensor.data);
  return {
    session,
    name,
    analysis,
    get bytes() {
      return analysis.bytes;
    },
    result: {
      outputs: packed(outputs),
      modelImage: { ...input.image, data: packed(input.image.data) },
      shown: { source: input.source, target: input.target },
      hypercolumns: hypercolumns.map(asHypercolumn),
      statistics: statistics.map((one, place) => asStatistics(layers[place] ?? 0, one)),
      inputRange: [min, max],
      notFinite: notFinite ? notFiniteNote(notFinite, name) : null,
      passMs,
      isFirstPass: isFirstRun,
      memoryBytes: process.memoryUsage.rss(),
    },
    statistics: async (wanted, withDetails, statisticsJob) => {
      if (withDetails) await countInParts(analysis, wanted, [true, false], statisticsJob, isOpen);
      return analysis
        .statisticsOf(wanted, withDetails)
        .map((one, place) => asStatistics(wanted[place] ?? 0, one));
    },
    arithmetic: async (layer, place) => mapArithmetic(session, analysis, layer, place),
    cause: async (layer, filter) => mapCause(session, causes, layer, filter),
    field: async (layer) => ({ layer, ...analysis.fieldOf(layer) }),
    histogram: (layer, layerJob) => analysis.histogramOf(layer, () => step(layerJob, 'statistics')),
    maps: async (wanted, range) =>
      analysis.mapsOf(wanted, range).map((maps, place) => asMaps(wanted[place]!.layer, maps)),
    values: async (layer, filter) => {
      const { height, width, values } = analysis.valuesOf(layer, filter);
      return { layer, filter, height, width, values: packed(values) };
    },
    likeness: async (layer, filter) => analysis.likenessTo(layer, filter),
    hypercolumn: async (set) => asHypercolumn(analysis.hypercolumnOf(set)),
    mapsAhead: () => analysis.mapsAhead(),
  };
}

/** Counts what takes long, part by part; between them what is more urgent has its turn. */
async function countInParts(
  analysis: PictureAnalysis,
  layers: readonly number[],
  [withDetails, withVerdicts]: readonly [boolean, boolean],
  job: ComputeJob,
  isOpen: () => boolean,
): Promise<void> {
  for (const part of analysis.unknownInParts(layers, withDetails, withVerdicts)) {
    analysis.statisticsOf(part, withDetails, withVerdicts);
    await job.outside(async () => undefined);
    if (!isOpen()) throw failed('job/unknown-analysis', {});
  }
}

async function predictInputs(
  session: ModelSession,
  inputs: readonly ModelInput[],
  job: JobContext,
): ReturnType<LoadedModel['predictFrames']> {
  const batch = stackInputs(inputs);
  await step(job, 'graph', DONE.graph);
  const isFirstPass = prepareFrames(session, batch);
  await step(job, isFirstPass ? 'warmup' : 'analyse', DONE.run);
  const { outputs, passMs } = predictFrames(session, batch);
  return { outputs: outputs.map((frame) => packed(frame)), passMs, isFirstPass };
}

function asHypercolumn({ layers, values, ...rest }: HypercolumnResult): Hypercolumn {
  return { ...rest, layers: [...layers], values: packed(values) };
}

function asMaps(layer: number, { indices, min, max, nonFinite, ...size }: LayerByteMaps): LayerMaps {
  return {
    ...size,
    layer,
    indices: packed(indices),
    min: packed(min),
    max: packed(max),
    nonFinite: nonFinite === null ? null : packed(nonFinite),
  };
}
