import type { ModelInfo, ModelUse } from '../shared/contract';
import { failed } from '../shared/errors';
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

  constructor(readonly services: ComputeServices) {}

  /** The model of before stays until the new one is whole, so a failure leaves everything as it was. */
  async loadModel(source: ModelSource, job: JobContext): Promise<LoadedModel> {
    const model = await this.services.loadModel(source, job);
    if (job.signal.aborted) {
      model.close();
      throw job.signal.reason;
    }
    this.current?.close();
    this.analyses.clear();
    this.current = model;
    return model;
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

  addAnalysis(analysed: Analysed): string {
    return this.analyses.add(analysed);
  }

  analysis(analysisId: string): Analysed {
    const analysed = this.analyses.get(analysisId);
    if (analysed !== null) return analysed;
    throw failed('job/unknown-analysis', {});
  }
}
