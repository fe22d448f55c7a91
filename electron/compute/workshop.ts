import { randomUUID } from 'node:crypto';
import { ByteCache } from '../core/byte-cache';
import type { ModelInfo, ModelUse, PictureSource, RequestInput } from '../shared/contract';
import { failed } from '../shared/errors';
import type { IdleWork } from './idle-work';
import type { ModelTrials, Trial } from './model-trials';
import type {
  Analysed,
  ComputeJob,
  ComputeServices,
  LoadedModel,
  ModelSource,
  OpenedPicture,
} from './services';

/**
 * With these, the engine's own 530 MB for InceptionV3 and what one pass takes, compute stays below 800 MB. A single picture or
 * analysis that is larger is kept all the same, alone.
 */
const KEPT_PICTURES_BYTES = 64e6;
const KEPT_ANALYSES_BYTES = 48e6;

/** What is open now: one model, the last few pictures and analyses. */
export class Workshop {
  readonly #pictures = new ByteCache<OpenedPicture>(KEPT_PICTURES_BYTES);
  readonly #analyses = new ByteCache<Analysed>(KEPT_ANALYSES_BYTES);
  #current: LoadedModel | null = null;
  /** Pictures that are compared, in the current model. */
  #comparison: { readonly analysisId: string; readonly analysed: Analysed } | null = null;
  /** Of the current model, until its first analysis has ended. */
  #trial: Trial | null = null;

  constructor(
    readonly services: ComputeServices,
    private readonly trials: ModelTrials,
    private readonly idle?: IdleWork,
  ) {}

  /** The model of before stays until the new one is whole, so a failure leaves everything as it was. */
  async loadModel(source: ModelSource, job: ComputeJob): Promise<LoadedModel> {
    const trial = await this.trials.begin(source.kind === 'file' ? source.path : null);
    try {
      job.signal.throwIfAborted();
      const model = await this.services.loadModel(source, job);
      if (job.signal.aborted) model.close();
      job.signal.throwIfAborted();
      this.#current?.close();
      this.#forgetAnalyses();
      this.#current = model;
      this.#trial?.end(false);
      this.#trial = trial;
      return model;
    } catch (error) {
      trial.end(false);
      throw error;
    }
  }

  model(modelId: string): LoadedModel {
    if (this.#current?.info.modelId === modelId) return this.#current;
    throw failed('job/unknown-model', { model: modelId });
  }

  async useModel(modelId: string, use: ModelUse, job: ComputeJob): Promise<ModelInfo> {
    const { info, keepsAnalyses } = await this.model(modelId).use(use, job);
    // Their engine is gone.
    if (!keepsAnalyses) this.#forgetAnalyses();
    return info;
  }

  #forgetAnalyses(): void {
    this.#analyses.clear();
    this.#comparison = null;
  }

  /** Opens a picture and keeps it under the id that is returned. */
  async openPicture(
    source: PictureSource,
    job: ComputeJob,
  ): Promise<{ pictureId: string; picture: OpenedPicture }> {
    // What was opened before and not used yet makes room.
    for (const other of this.#pictures.values()) await other.letGo();
    const picture = await this.services.openPicture(source, job);
    const pictureId = randomUUID();
    this.#pictures.set(pictureId, picture, picture.bytes);
    return { pictureId, picture };
  }

  picture(pictureId: string): OpenedPicture {
    const picture = this.#pictures.get(pictureId);
    if (picture) return picture;
    throw failed('job/unknown-picture', {});
  }

  /** The file of the picture that is open; null where it has none. */
  get openFile(): string | null {
    return this.#pictures.newest?.description.path ?? null;
  }

  /**
   * Analyses an opened picture with the model.
   * @returns the analysis, and the id under which it is kept
   */
  async analyse(
    { pictureId, modelId, ...options }: RequestInput<'picture:analyse'>,
    job: ComputeJob,
  ): Promise<{ analysisId: string; analysed: Analysed }> {
    const model = this.model(modelId);
    const picture = this.picture(pictureId);
    try {
      const analysed = await model.analyse(picture, options, job);
      const analysisId = randomUUID(); // never one of before a restart
      this.#analyses.set(analysisId, analysed, analysed.bytes);
      this.idle?.begin(() => this.askAnalysis(analysisId, async (one) => one.mapsAhead()));
      return { analysed, analysisId };
    } finally {
      if (!job.signal.aborted) this.#endTrial();
    }
  }

  /**
   * Analyses pictures for the figure of a comparison. They are kept until the next ones come, and never take the place of what is on
   * screen.
   * @returns the id under which they are kept
   */
  async compare(
    { modelId, frames, ...options }: RequestInput<'frames:compare'>,
    job: ComputeJob,
  ): Promise<string> {
    const model = this.model(modelId);
    const pictures = [];
    for (const frame of frames) pictures.push(await this.services.openPicture(frame, job));
    const analysed = await model.compare(pictures, options, job);
    const analysisId = randomUUID();
    this.#comparison = { analysisId, analysed };
    return analysisId;
  }

  #endTrial(): void {
    this.#trial?.end(true);
    this.#trial = null;
  }

  /** Asks a kept analysis for more; what it keeps of that counts. */
  async askAnalysis<Result>(
    analysisId: string,
    ask: (analysed: Analysed) => Promise<Result>,
  ): Promise<Result> {
    const { analysisId: comparedId, analysed: compared } = this.#comparison ?? {};
    const analysed = comparedId === analysisId ? compared : this.#analyses.get(analysisId);
    if (!analysed) throw failed('job/unknown-analysis', {});
    const result = await ask(analysed);
    if (this.#analyses.has(analysisId)) this.#analyses.set(analysisId, analysed, analysed.bytes);
    return result;
  }
}
