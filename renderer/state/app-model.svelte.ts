import type { CommandId } from '../../electron/shared/commands';
import type {
  ExportWhat,
  Failure,
  MainEvent,
  ModelUse,
  PictureSource,
  RequestOutput,
  Settings,
} from '../../electron/shared/contract';
import { failureOf, isAbandoned, type Api } from '../api/api';
import { Translator, type MessageKey } from '../i18n/translator';
import { baseName } from '../lib/dropped-files';
import { Activities } from './activities.svelte';
import { browserMedia } from '../camera/browser-media';
import type { MediaSource } from '../camera/media-source';
import { AtlasStore } from './atlas-store';
import { DownloadsModel } from './downloads-model.svelte';
import { FramesModel } from './frames-model.svelte';
import { HypercolumnsModel } from './hypercolumns-model.svelte';
import { InspectorModel } from './inspector-model.svelte';
import { Intake } from './intake';
import { LayerChoice } from './layer-choice.svelte';
import { ModelMemory } from './model-memory';
import { MatrixModel } from './matrix-model.svelte';
import { PngModel } from './png-model.svelte';
import { PointModel } from './point-model.svelte';
import { PredictionsModel } from './predictions-model.svelte';
import { Session, type ModelSource } from './session.svelte';
import { SettingsModel } from './settings-model.svelte';
import { Toasts } from './toasts.svelte';
import { UiModel } from './ui-model.svelte';
import { runCommand } from './run-command';
import { WebcamModel } from './webcam-model.svelte';

export type AppInfo = RequestOutput<'app:info'>;
export type EngineState = 'starting' | 'ready' | 'restarting' | 'crashed';

const MOST_RECENT = 8;
/** Where the sample photo's point starts: the cat's left eye, so that the first look shows what a point is. */
const SAMPLE_POINT = { x: 172.5, y: 110.5 };

/** The whole page: made once in App.svelte and handed down by context. */
export class AppModel {
  readonly toasts = new Toasts();
  readonly activities = new Activities();
  readonly point = new PointModel();
  readonly ui = new UiModel();
  readonly settings: SettingsModel;
  readonly session: Session;
  readonly choice: LayerChoice;
  readonly matrix: MatrixModel;
  readonly hypercolumns: HypercolumnsModel;
  readonly inspector: InspectorModel;
  readonly predictions: PredictionsModel;
  readonly atlases: AtlasStore;
  readonly intake: Intake;
  readonly png: PngModel;
  readonly downloads: DownloadsModel;
  readonly memory = new ModelMemory(this);
  readonly webcam: WebcamModel;
  readonly frames: FramesModel;

  engine = $state<EngineState>('starting');
  cropShift = $state(0);
  announcement = $state('');
  /** Counts up when atlases arrive, so that the matrix draws again. */
  atlasVersion = $state(0);

  readonly language = $derived.by(() => this.settings.value.language ?? this.info.systemLanguage);
  readonly translator = $derived.by(() => new Translator(this.language));
  readonly isBusy = $derived.by(
    () =>
      this.session.modelWork.kind === 'busy' ||
      this.session.pictureWork.kind === 'busy' ||
      this.session.analysisWork.kind === 'busy',
  );
  /** Results on screen are about to be replaced, and it takes long enough to show it. */
  readonly isStale = $derived.by(
    () => this.session.analysisWork.kind === 'busy' && this.activities.shown !== null,
  );

  /** What is doubtful about the picture and the model on screen; `message` is the whole sentence. */
  readonly warnings: readonly { key: string; text: string; message: string }[] = $derived.by(() => {
    const { picture, model } = this.session;
    return [
      ...(picture && picture.warnings.length > 0
        ? [
            {
              key: 'picture',
              text: this.t('warning.picture', { name: picture.name }),
              message: picture.warnings.join(' '),
            },
          ]
        : []),
      ...(model?.warnings ?? [])
        .filter(({ isNote }) => !isNote)
        .map(({ code, message, values }) => ({
          key: code,
          text: this.t(`warning.${code}`, values),
          message,
        })),
    ];
  });

  /** The engine has died of the model in use, so another one is loaded when it runs again. */
  #isModelBlamed = false;

  constructor(
    readonly api: Api,
    readonly info: AppInfo,
    settings: Settings,
    media: MediaSource = browserMedia,
  ) {
    this.settings = new SettingsModel(settings, api, (error) => this.fail('error.settings', error));
    this.session = new Session(api, this.activities, () => ({
      fit: this.settings.value.fit,
      cropShift: this.settings.value.fit === 'crop' ? this.cropShift : 0,
      layers: this.choice.chosen.map((layer) => layer.index),
      sets: this.hypercolumns.wishes,
    }));
    this.choice = new LayerChoice(api, this.settings, this.session);
    this.matrix = new MatrixModel(this.settings, this.choice);
    this.hypercolumns = new HypercolumnsModel(api, this.settings, this.session);
    this.inspector = new InspectorModel(api, this.session, this.choice, this.matrix);
    this.predictions = new PredictionsModel(this.settings, this.session);
    this.intake = new Intake(this);
    this.png = new PngModel(this);
    this.frames = new FramesModel(this, media);
    this.webcam = new WebcamModel(this, media, (frames) => this.frames.take(frames));
    this.downloads = new DownloadsModel(this);
    this.atlases = new AtlasStore(api, (failed) => {
      this.atlasVersion++;
      if (failed) this.fail('error.maps', failed.failure, { layer: failed.layer });
    });
  }

  /** Translated sentence; reading it in a template follows the language. */
  get t(): Translator['text'] {
    return this.translator.text;
  }

  /** Loads the last model, opens the sample photo and analyses it. Returns a function that stops listening. */
  start(): () => void {
    const stops = [
      this.api.onEvent((event) => this.#receive(event)),
      this.api.onComputeReplaced(() => void this.#reload()),
      () => this.webcam.close(),
    ];
    const { damagedSettings } = this.info;
    if (damagedSettings !== null) {
      this.toasts.show({
        tone: 'warn',
        text: this.t('settings.damaged', { name: baseName(damagedSettings) }),
      });
    }
    if (this.info.untrustedModel !== null) this.memory.tellUntrusted(this.info.untrustedModel);
    void this.#startSession();
    return () => {
      stops.forEach((stop) => stop());
      this.session.stop();
    };
  }

  async #startSession(): Promise<void> {
    const [isOpen] = await Promise.all([this.#openFirstPicture(), this.#loadFirstModel()]);
    if (isOpen) this.#takePicture();
    await this.analyse();
  }

  /** The picture of the last run, or the sample. */
  async #openFirstPicture(): Promise<boolean> {
    const { lastPicture } = this.settings.value;
    if (lastPicture !== '') {
      if (await this.session.openPicture({ kind: 'path', path: lastPicture }, baseName(lastPicture)))
        return true;
      const { pictureWork } = this.session;
      if (pictureWork.kind !== 'failed') return false; // another picture took its place
      this.fail('error.image', pictureWork.failure, { name: pictureWork.what });
      this.settings.update({ lastPicture: '' });
    }
    return this.session.openPicture({ kind: 'sample' }, '');
  }

  /** The model of the last run, or the one of the catalogue that was used last. */
  async #loadFirstModel(): Promise<void> {
    try {
      await this.session.readCatalog();
    } catch (error) {
      this.fail('error.engine', error);
      return;
    }
    const { lastModel } = this.settings.value;
    if (lastModel !== '') {
      if (await this.#load({ kind: 'file', path: lastModel }, baseName(lastModel))) return;
      if (this.session.modelWork.kind !== 'failed') return; // another model took its place, or the engine died
      this.#reportModelFailure();
      this.settings.update({ lastModel: '' });
    }
    await this.#loadCatalogModel();
  }

  async #loadCatalogModel(): Promise<void> {
    const { modelId } = this.settings.value;
    const { catalog } = this.session;
    const known = catalog.find((model) => model.id === modelId && model.isAvailable);
    const bundled = known ?? catalog.find((model) => model.isAvailable);
    if (!bundled) return;
    const source = { kind: 'catalog', id: bundled.id } as const;
    const use = this.memory.useOf(source);
    if (await this.session.loadModel({ ...source, use }, bundled.title)) this.engine = 'ready';
    else this.#reportModelFailure();
  }

  /** Loads a model as it was used before; a file is on trial until its first analysis. */
  async #load(source: ModelSource, name: string): Promise<boolean> {
    await this.memory.beginTrial(source);
    const isLoaded = await this.session.loadModel({ ...source, use: this.memory.useOf(source) }, name);
    if (isLoaded) this.engine = 'ready';
    else if (!this.#isEngineDown(this.session.modelWork)) this.memory.endTrial(source);
    return isLoaded;
  }

  #isEngineDown(work: Session['modelWork']): boolean {
    return work.kind === 'failed' && work.failure.code.startsWith('compute/');
  }

  /** Loads another model and analyses the picture with it. */
  async useModel(source: ModelSource): Promise<void> {
    const name =
      source.kind === 'file'
        ? baseName(source.path)
        : (this.session.catalog.find((model) => model.id === source.id)?.title ?? source.id);
    if (!(await this.#load(source, name))) return this.#reportModelFailure();
    if (!this.session.analysis) {
      this.choice.takeAnalysis();
      this.inspector.forget();
    }
    if (source.kind === 'catalog') this.settings.update({ modelId: source.id, lastModel: '' });
    else {
      const recentModels = recent(source.path, this.settings.value.recentModels);
      this.settings.update({ recentModels, lastModel: source.path });
    }
    await this.analyse();
  }

  /** Uses the model in another way, remembers that for its file, and analyses again. */
  async changeUse(patch: Partial<ModelUse>): Promise<void> {
    const { model, modelSource } = this.session;
    if (!model || !modelSource) return;
    const use = { ...model.use, ...patch };
    if (!(await this.session.changeUse(use))) {
      const { useWork } = this.session;
      if (useWork.kind === 'failed') this.fail('error.use', useWork.failure, { name: useWork.what });
      return;
    }
    this.memory.remember(modelSource, use);
    if (Object.keys(patch).every((key) => key === 'labels')) return; // the numbers stay the same
    if (!this.session.analysis) {
      this.choice.takeAnalysis();
      this.inspector.forget();
    }
    await this.analyse();
  }

  /** Asks for a file with class names and uses it. */
  async chooseLabels(): Promise<void> {
    try {
      const [labels] = await this.api.call('files:choose', { kind: 'labels' });
      if (labels !== undefined) await this.changeUse({ labels });
    } catch (error) {
      this.fail('error.engine', error);
    }
  }

  /** Opens a picture and analyses it. */
  async usePicture(source: PictureSource): Promise<void> {
    const name = source.kind === 'path' ? baseName(source.path) : source.kind === 'sample' ? '' : source.name;
    if (!(await this.session.openPicture(source, name))) return;
    this.#takePicture();
    if (source.kind === 'path') {
      const recentPictures = recent(source.path, this.settings.value.recentPictures);
      this.settings.update({ recentPictures, lastPicture: source.path });
    } else this.settings.update({ lastPicture: '' });
    await this.analyse();
  }

  #takePicture(): void {
    const { picture } = this.session;
    if (!picture) return;
    this.cropShift = 0;
    this.point.hovered = null;
    this.point.pinned = picture.isSample ? SAMPLE_POINT : null;
    if (picture.warnings.length === 0) return;
    const message = picture.warnings.join(' ');
    const failure = { code: 'image/warning', message, detail: message };
    this.toasts.show({ tone: 'warn', text: this.t('warning.picture', { name: picture.name }), failure });
  }

  /** Analyses the open picture with the loaded model and shows the result in every pane. */
  async analyse(): Promise<void> {
    const isAnalysed = await this.session.analyse();
    const { analysisWork } = this.session;
    if (analysisWork.kind !== 'busy' && !this.#isEngineDown(analysisWork))
      this.memory.endTrial(this.session.modelSource);
    if (!isAnalysed || this.session.isStopped) return;
    const { analysis, model, picture } = this.session;
    if (!analysis || !model || !picture) return;
    this.choice.takeAnalysis();
    void this.fetchStatistics();
    void this.hypercolumns.fetchCustom();
    void this.inspector.refresh();
    const best = this.predictions.top[0];
    this.announcement = best
      ? this.t('announce.result', {
          picture: picture.name,
          label: best.label,
          percent: this.translator.percent(best.probability),
        })
      : this.t('announce.resultNoClasses', { picture: picture.name });
  }

  /** Statistics of chosen layers that the analysis did not include, after a change of the choice. */
  async fetchStatistics(): Promise<void> {
    try {
      await this.choice.fetchMissing();
    } catch (error) {
      this.fail('error.analysis', error, { name: this.session.picture?.name ?? '' });
    }
  }

  setFit(fit: Settings['fit']): void {
    this.cropShift = 0;
    this.settings.update({ fit });
    void this.analyse();
  }

  setCropShift(cropShift: number): void {
    this.cropShift = cropShift;
    void this.analyse();
  }

  /** Asks where to save, writes the file, and says so. */
  async export(what: ExportWhat, name: string): Promise<void> {
    const activity = this.activities.begin(
      'progress.export',
      name,
      () => void this.api.call('export:cancel', undefined),
    );
    const stop = this.api.onEvent((event) => {
      if (event.kind === 'export-progress') activity.progress(event.progress);
    });
    try {
      const { path } = await this.api.call('export:save', what);
      if (path === null) return;
      const show = () =>
        void this.api
          .call('files:show', { path })
          .catch((error: unknown) => this.fail('error.export', error));
      this.toasts.show({
        tone: 'ok',
        text: this.t('export.saved', { name: baseName(path) }),
        action: { label: this.t('export.show'), run: show },
      });
    } catch (error) {
      this.fail('error.export', error);
    } finally {
      stop();
      activity.end();
    }
  }

  /** Why something failed. Messages come in English; other languages have a text for the code or for its area. */
  reasonOf({ code, message }: Failure): string {
    if (this.language === 'en' && message !== '') return message;
    const [area] = code.split('/');
    return (
      this.translator.textIfKnown(`error.text.${code}`) ??
      this.translator.textIfKnown(`error.area.${area}`) ??
      message
    );
  }

  run(id: CommandId): void {
    runCommand(this, id);
  }

  /** Shows a failure as a message that stays until it is closed, with details to copy. */
  fail(title: MessageKey, error: unknown, parameters: Record<string, string | number> = {}): void {
    if (isAbandoned(error)) return;
    const failure =
      error !== null && typeof error === 'object' && 'code' in error && 'detail' in error
        ? (error as ReturnType<typeof failureOf>)
        : failureOf(error);
    this.toasts.show({ tone: 'bad', text: this.t(title, parameters), failure });
  }

  #reportModelFailure(): void {
    const { modelWork } = this.session;
    if (modelWork.kind !== 'failed') return;
    this.fail('error.model', modelWork.failure, { name: modelWork.what });
    this.session.dismissModelFailure();
  }

  #receive(event: MainEvent): void {
    if (event.kind === 'compute') {
      this.engine = event.state;
      const isDead = event.state === 'restarting' || event.state === 'crashed';
      if (isDead && this.memory.takeCrash(this.session.modelSource)) this.#isModelBlamed = true;
      else if (event.state === 'restarting')
        this.toasts.show({ tone: 'warn', text: this.t('compute.crashed') });
    } else if (event.kind === 'command') this.run(event.id);
    else if (event.kind === 'open') void this.intake.openPaths(event.paths);
    else if (event.kind === 'hidden') this.webcam.pause();
    else if (event.kind === 'settings') this.settings.receive(event.settings);
  }

  /** A new compute process knows nothing: model, picture and analysis are asked for again, old results stay meanwhile. */
  async #reload(): Promise<void> {
    const { modelSource, model, pictureSource, picture } = this.session;
    const isBlamed = this.#isModelBlamed;
    this.#isModelBlamed = false;
    if (!pictureSource || (!modelSource && !isBlamed)) return this.#startSession();
    const loadAgain = async (): Promise<void> => {
      if (isBlamed || modelSource?.kind !== 'file') await this.#loadCatalogModel();
      else await this.#load(modelSource, model?.title ?? '');
    };
    const isOpen = await Promise.all([
      this.session.openPicture(pictureSource, picture?.name ?? ''),
      loadAgain(),
    ]).then(([opened]) => opened);
    if (isOpen && this.session.modelWork.kind !== 'failed') await this.analyse();
  }
}

function recent(path: string, list: readonly string[]): string[] {
  return [path, ...list.filter((other) => other !== path)].slice(0, MOST_RECENT);
}
