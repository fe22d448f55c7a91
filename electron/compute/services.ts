import type { JobContext } from '../shared/answerer';
import type { Cause } from '../shared/verdict-causes';
import type {
  Analysis,
  Arithmetic,
  ChannelStatistics,
  ExportSize,
  ExportWhat,
  FigurePicture,
  FigurePreview,
  FramePredictions,
  Histogram,
  Hypercolumn,
  JudgedLayer,
  KernelView,
  LargeWhat,
  LayerChannels,
  LayerDescription,
  LayerMaps,
  MapRange,
  ModelInfo,
  ModelSummary,
  ModelUse,
  Picture,
  PictureScale,
  PictureSource,
  ReceptiveField,
  RequestInput,
  RequestOutput,
} from '../shared/contract';

export type { JobContext } from '../shared/answerer';

/** What the queue gives to the work that it runs. */
export interface ComputeJob extends JobContext {
  /** Lets other jobs run while this one waits for what needs no engine, such as a disk that may never answer. */
  outside<Result>(work: () => Promise<Result>): Promise<Result>;
}

export type ModelSource = RequestInput<'model:load'>;
export type AnalyseOptions = Omit<RequestInput<'picture:analyse'>, 'pictureId' | 'modelId'>;
export type FramesOptions = Pick<RequestInput<'frames:analyse'>, 'fit' | 'cropShift'>;
export type MapValues = RequestOutput<'map:values'>;

/** A picture that was decoded, kept in memory while it is among the recently used. */
export interface OpenedPicture {
  readonly description: Omit<Picture, 'pictureId'>;
  /** Of memory, while nobody uses its pixels. */
  readonly bytes: number;
  /** Lends the whole upright picture in its own pixels to some work; a large one is decoded for it again. */
  withImage<Result>(
    job: ComputeJob,
    work: (image: Picture['preview']) => Result | Promise<Result>,
  ): Promise<Result>;
  /** Gives up what can be made again. */
  letGo(): Promise<void>;
}

export interface LoadedModel {
  /** As it was loaded. */
  readonly info: ModelInfo;
  /**
   * Uses it in another way from the next analysis on; tells how it is used then, and whether the analyses of before can
   * still be asked for maps and numbers.
   */
  use(use: ModelUse, job: ComputeJob): Promise<{ info: ModelInfo; keepsAnalyses: boolean }>;
  analyse(picture: OpenedPicture, options: AnalyseOptions, job: ComputeJob): Promise<Analysed>;
  /** Predictions of several pictures from one native pass, in their order. */
  predictFrames(
    pictures: readonly OpenedPicture[],
    options: FramesOptions,
    job: ComputeJob,
  ): Promise<Omit<FramePredictions, 'modelId'>>;
  /** Several pictures for the figure of a comparison, which alone can be asked for of what is returned. */
  compare(pictures: readonly OpenedPicture[], options: FramesOptions, job: ComputeJob): Promise<Analysed>;
  /** What is known of a layer without a picture. */
  describe(layer: number, job: JobContext): Promise<LayerDescription>;
  /** The weights behind a map; null where no kernel makes it. */
  kernel(layer: number, filter: number): Promise<KernelView | null>;
  /** Gives the native memory back; no call may follow. */
  close(): void;
}

/** One analysis: its first results, and the means to ask for more of the same picture in the same model. */
export interface Analysed {
  readonly result: Omit<Analysis, 'analysisId' | 'pictureId' | 'modelId'>;
  /** Of memory; more with each layer whose maps were asked for. */
  readonly bytes: number;
  statistics(layers: number[], withDetails: boolean, job: ComputeJob): Promise<ChannelStatistics[]>;
  /** How all values of a layer are spread. */
  histogram(layer: number, job: JobContext): Promise<Histogram>;
  /** How the value of a map at one of its places comes about; null where no kernel makes it. */
  arithmetic(
    layer: number,
    place: { channel: number; row: number; column: number },
  ): Promise<Arithmetic | null>;
  /** Why a map is 0 everywhere or constant; null where it is neither, and where no cause is proven. */
  cause(layer: number, filter: number): Promise<Cause | null>;
  /** What the places of a layer see of the network's input. */
  field(layer: number): Promise<ReceptiveField>;
  /** Verdicts on the maps of layers; the picture counts as one that the model has seen. */
  verdicts(layers: number[], job: ComputeJob): Promise<JudgedLayer[]>;
  /** @param wanted  each layer once */
  maps(wanted: readonly LayerChannels[], range: MapRange, job: JobContext): Promise<LayerMaps[]>;
  values(layer: number, filter: number, job: JobContext): Promise<MapValues>;
  likeness(layer: number, filter: number, job: JobContext): Promise<Float32Array<ArrayBuffer>>;
  hypercolumn(layers: number[], job: JobContext): Promise<Hypercolumn>;
  /** Computes maps that have not been asked for, a part of them; false when all are there or no more can be kept. */
  mapsAhead(): boolean;
}

export type AnalysisExport = Extract<ExportWhat, { analysisId: string }>;
export type PictureExport = Extract<ExportWhat, { kind: 'picture' }>;

/** Everything that the request handlers need of the engine room; a test gives them a fake. */
export interface ComputeServices {
  listModels(): Promise<ModelSummary[]>;
  /** Puts a model of the catalogue on this disk: from its publisher, or from a file that the user has. */
  downloadModel(wish: RequestInput<'model:download'>, job: JobContext): Promise<void>;
  loadModel(source: ModelSource, job: ComputeJob): Promise<LoadedModel>;
  openPicture(source: PictureSource, job: ComputeJob): Promise<OpenedPicture>;
  /**
   * Writes into `target`, which is a new file, or for `maps-png` a new empty folder. The caller gives it its name when
   * all of it is there.
   * @param name  that one
   */
  writeExport(
    analysed: Analysed,
    what: AnalysisExport,
    target: string,
    job: ComputeJob,
    name: string,
  ): Promise<void>;
  /** How a figure will look. */
  previewFigure(
    analysed: Analysed,
    wish: Omit<RequestInput<'figure:preview'>, 'analysisId'>,
    job: ComputeJob,
  ): Promise<FigurePreview>;
  /** A figure as a file. */
  figureFile(analysed: Analysed, picture: FigurePicture, job: ComputeJob): Promise<Uint8Array>;
  /** How large an export will be. */
  sizeOf(analysed: Analysed, what: LargeWhat): ExportSize;
  /** One picture, enlarged, as a PNG file. */
  encodePicture(
    image: PictureExport['image'],
    scale: PictureScale,
    signal?: AbortSignal,
  ): Promise<Uint8Array>;
}
