import type {
  Analysis,
  Failure,
  ModelInfo,
  ModelSummary,
  ModelUse,
  Picture,
  PictureSource,
  Progress,
  RequestInput,
  RequestOutput,
} from '../../electron/shared/contract';
import type { Api } from '../api/api';
import type { Activities } from './activities.svelte';
import { Latest } from './latest';
import type { SettingsModel } from './settings-model.svelte';

export type ModelSource = RequestInput<'model:load'>;
/** Loads another model and analyses the picture with it; `use` says how, where that is not remembered. */
export type UseModel = (source: ModelSource, use?: ModelUse) => Promise<void>;
export type Work<What> =
  | { readonly kind: 'idle' }
  | { readonly kind: 'busy'; readonly what: What }
  | { readonly kind: 'failed'; readonly what: What; readonly failure: Failure };

const idle = { kind: 'idle' } as const;

/** True for work that ended because the compute process did: it says nothing about the model or the picture. */
export function isEngineDown(work: Work<string>): boolean {
  return work.kind === 'failed' && work.failure.code.startsWith('compute/');
}

/** What an analysis is asked for. */
export type AnalysisWishes = Pick<RequestInput<'picture:analyse'>, 'fit' | 'cropShift' | 'layers' | 'sets'>;

/**
 * The loaded model, the opened picture and the last analysis. A newer request of the same kind cancels the older one; whatever
 * fails leaves the last good result in place.
 */
export class Session {
  catalog = $state.raw<readonly ModelSummary[]>([]);
  model = $state.raw<ModelInfo | null>(null);
  picture = $state.raw<Picture | null>(null);
  analysis = $state.raw<Analysis | null>(null);
  modelWork = $state.raw<Work<string>>(idle);
  pictureWork = $state.raw<Work<string>>(idle);
  analysisWork = $state.raw<Work<string>>(idle);
  useWork = $state.raw<Work<string>>(idle);
  /** When the newest analysis was asked for, by `performance.now()`. */
  analysisStartedMs = 0;
  modelSource: ModelSource | null = null;
  pictureSource = $state.raw<PictureSource | null>(null);
  /** What was wanted last, whether it could be opened or not. */
  pictureWanted: PictureSource | null = null;

  isStopped = false;

  readonly #jobs = { model: new Latest(), use: new Latest(), picture: new Latest(), analysis: new Latest() };

  constructor(
    readonly api: Pick<Api, 'call'>,
    readonly activities: Pick<Activities, 'during'>,
    readonly settings: SettingsModel,
  ) {}

  async readCatalog(): Promise<void> {
    this.catalog = await this.api.call('models:list', undefined);
  }

  /** Loads a model; true when it is there. */
  async loadModel(source: ModelSource, name: string): Promise<boolean> {
    const told = this.pictureWork;
    this.modelWork = { kind: 'busy', what: name };
    const model = await this.#run('model', 'progress.load', name, (options) =>
      this.api.call('model:load', source, options),
    );
    if (model === 'abandoned') return false;
    if ('failure' in model) {
      this.modelWork = { kind: 'failed', what: name, failure: model.failure };
      return false;
    }
    this.modelWork = idle;
    this.#forget(told);
    // Results of another model have other layers and classes: they cannot be shown with this one's names.
    if (this.analysis && this.analysis.modelId !== model.value.modelId) this.analysis = null;
    this.model = model.value;
    this.modelSource = source;
    return true;
  }

  /** Uses the loaded model in another way; true when compute does so. What was used before stays if it fails. */
  async changeUse(use: ModelUse): Promise<boolean> {
    const { model } = this;
    if (!model) return false;
    const changed = await this.#run('use', 'progress.use', model.title, (options) =>
      this.api.call('model:use', { modelId: model.modelId, use }, options),
    );
    if (changed === 'abandoned' || this.model?.modelId !== model.modelId) return false;
    if ('failure' in changed) {
      this.useWork = { kind: 'failed', what: model.title, failure: changed.failure };
      return false;
    }
    this.useWork = idle;
    // Probabilities of another output belong to other classes.
    if (changed.value.head !== model.head) this.analysis = null;
    this.model = changed.value;
    return true;
  }

  /** Opens a picture; true when it is there. */
  async openPicture(source: PictureSource, name: string): Promise<boolean> {
    this.pictureWork = { kind: 'busy', what: name };
    this.pictureWanted = source;
    const picture = await this.#run('picture', 'progress.open', name, (options) =>
      this.api.call('picture:open', this.#asWished(source), options),
    );
    if (picture === 'abandoned') return false;
    if ('failure' in picture) {
      this.pictureWork = { kind: 'failed', what: name, failure: picture.failure };
      return false;
    }
    this.pictureWork = idle;
    this.picture = picture.value;
    this.pictureSource = source;
    return true;
  }

  #asWished(source: PictureSource): PictureSource {
    const mayHaveProfile = source.kind === 'path' || source.kind === 'bytes';
    return mayHaveProfile && this.settings.value.colourProfile === 'convert'
      ? { ...source, convertColours: true }
      : source;
  }

  /** Analyses the opened picture with the loaded model; true when there is a new result. */
  async analyse(wishes: AnalysisWishes): Promise<boolean> {
    const { model, picture } = this;
    if (!model || !picture || this.isStopped) return false;
    const told = this.pictureWork;
    this.analysisWork = { kind: 'busy', what: picture.name };
    this.analysisStartedMs = performance.now();
    const input = { pictureId: picture.pictureId, modelId: model.modelId, ...wishes };
    const analysis = await this.#run('analysis', 'progress.analyse', picture.name, (options) =>
      this.api.call('picture:analyse', input, options),
    );
    if (analysis === 'abandoned') return false;
    if ('failure' in analysis) {
      this.analysisWork = { kind: 'failed', what: picture.name, failure: analysis.failure };
      return false;
    }
    this.analysisWork = idle;
    this.#forget(told);
    this.analysis = analysis.value;
    return true;
  }

  /** The exact values of one map of the result on screen. */
  mapValues(map: { layer: number; filter: number }): Promise<RequestOutput<'map:values'>> {
    return this.api.call('map:values', { analysisId: this.analysis?.analysisId ?? '', ...map });
  }

  dismissPictureFailure(): void {
    if (this.pictureWork.kind === 'failed') this.pictureWork = idle;
  }

  dismissAnalysisFailure(): void {
    if (this.analysisWork.kind === 'failed') this.analysisWork = idle;
  }

  /** What failed before something else went well need not be told any more; what failed meanwhile stays. */
  #forget(told: Work<string>): void {
    if (this.pictureWork === told) this.dismissPictureFailure();
  }

  dismissModelFailure(): void {
    if (this.modelWork.kind === 'failed') this.modelWork = idle;
  }

  /** The page is closed: nobody waits for what is under way. */
  stop(): void {
    this.isStopped = true;
    for (const job of Object.values(this.#jobs)) job.cancel();
  }

  /** Runs one job of a kind. A late answer of an older job of the same kind counts as abandoned. */
  async #run<Value>(
    kind: 'model' | 'use' | 'picture' | 'analysis',
    label: 'progress.load' | 'progress.use' | 'progress.open' | 'progress.analyse',
    name: string,
    work: (options: { signal: AbortSignal; onProgress: (progress: Progress) => void }) => Promise<Value>,
  ): Promise<{ value: Value } | { failure: Failure } | 'abandoned'> {
    const outcome = await this.#jobs[kind].ask((signal, cancel) =>
      this.activities.during({ label, name, cancel }, (onProgress) => work({ signal, onProgress })),
    );
    if (outcome.kind === 'cancelled') this[`${kind}Work`] = idle;
    return outcome.kind === 'done' || outcome.kind === 'failed' ? outcome : 'abandoned';
  }
}
