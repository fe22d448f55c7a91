import type { ModelInfo, ModelUse, RequestInput } from '../shared/contract';
import { failed } from '../shared/errors';
import type { ModelTrials, Trial } from './model-trials';
import { Recent } from './recent';
import type {
  Analysed,
  ComputeServices,
  JobContext,
  LoadedModel,
  ModelSource,
  OpenedPicture,
} from './services';

/** Decoded pictures take up to some hundred megabytes each, analyses what their input takes. */
const picturesKept = 3;
const analysesKept = 4;

/** What is open now: one model, the last few pictures and analyses. */
export class Workshop {
  private readonly pictures = new Recent<OpenedPicture>(picturesKept);
  private readonly analyses = new Recent<Analysed>(analysesKept);
  private current: LoadedModel | null = null;
  /** Of the current model, until its first analysis has ended. */
  private trial: Trial | null = null;

  constructor(
    readonly services: ComputeServices,
    private readonly trials: ModelTrials,
  ) {}

  /** The model of before stays until the new one is whole, so a failure leaves everything as it was. */
  async loadModel(source: ModelSource, job: JobContext): Promise<LoadedModel> {
    const trial = await this.trials.begin(source.kind === 'file' ? source.path : null);
    try {
      job.signal.throwIfAborted();
      const model = await this.services.loadModel(source, job);
      if (job.signal.aborted) model.close();
      job.signal.throwIfAborted();
      this.current?.close();
      this.analyses.clear();
      this.current = model;
      this.trial?.end(false);
      this.trial = trial;
      return model;
    } catch (error) {
      trial.end(false);
      throw error;
    }
  }

  model(modelId: string): LoadedModel {
    if (this.current?.info.modelId === modelId) return this.current;
    throw failed('job/unknown-model', { model: modelId });
  }

  async useModel(modelId: string, use: ModelUse, job: JobContext): Promise<ModelInfo> {
    const { info, keepsAnalyses } = await this.model(modelId).use(use, job);
    // Their engine is gone.
    if (!keepsAnalyses) this.analyses.clear();
    return info;
  }

  addPicture(picture: OpenedPicture): string {
    return this.pictures.add(picture);
  }

  picture(pictureId: string): OpenedPicture {
    const picture = this.pictures.get(pictureId);
    if (picture !== null) return picture;
    throw failed('job/unknown-picture', {});
  }

  /** The file of the picture that is open; null where it has none. */
  get openFile(): string | null {
    return this.pictures.newest()?.description.path ?? null;
  }

  /**
   * Analyses an opened picture with the model.
   * @returns the analysis, and the id under which it is kept
   */
  async analyse(
    { pictureId, modelId, ...options }: RequestInput<'picture:analyse'>,
    job: JobContext,
  ): Promise<{ analysisId: string; analysed: Analysed }> {
    const model = this.model(modelId);
    const picture = this.picture(pictureId);
    try {
      const analysed = await model.analyse(picture, options, job);
      return { analysed, analysisId: this.analyses.add(analysed) };
    } finally {
      if (!job.signal.aborted) this.endTrial();
    }
  }

  private endTrial(): void {
    this.trial?.end(true);
    this.trial = null;
  }

  analysis(analysisId: string): Analysed {
    const analysed = this.analyses.get(analysisId);
    if (analysed !== null) return analysed;
    throw failed('job/unknown-analysis', {});
  }
}
