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
import type { Api } from '../api/api';
import { browserMedia } from '../camera/browser-media';
import type { MediaSource } from '../camera/media-source';
import type { Language, MessageKey, Parameters, Translator } from '../../electron/shared/texts/translator';
import { baseName } from '../lib/dropped-files';
import { Activities } from './activities.svelte';
import { Analysing } from './analysing.svelte';
import { Announcer } from './announcer.svelte';
import { AtlasStore } from './atlas-store';
import { doubtsOf } from './doubts';
import { DownloadsModel } from './downloads-model.svelte';
import { EngineLife, type EngineState } from './engine-life.svelte';
import { Exporter } from './exporter';
import { Failures } from './failures';
import { FramesModel } from './frames-model.svelte';
import { HypercolumnsModel } from './hypercolumns-model.svelte';
import { InspectorModel } from './inspector-model.svelte';
import { Intake } from './intake';
import { LayerChoice } from './layer-choice.svelte';
import { MatrixModel } from './matrix-model.svelte';
import { ModelLoading } from './model-loading';
import { ModelMemory } from './model-memory';
import { PictureOpening } from './picture-opening';
import { ModelQuestion } from './model-question.svelte';
import { PngModel } from './png-model.svelte';
import { PointModel } from './point-model.svelte';
import { PredictionsModel } from './predictions-model.svelte';
import { runCommand } from './run-command';
import { Session, type ModelSource } from './session.svelte';
import { SettingsModel } from './settings-model.svelte';
import { Toasts } from './toasts.svelte';
import { UiModel } from './ui-model.svelte';
import { WebcamModel } from './webcam-model.svelte';
import { Wording } from './wording.svelte';

export type AppInfo = RequestOutput<'app:info'>;

/**
 * The whole page: made once in App.svelte and handed down by context. It joins the parts and passes calls on; what happens is
 * in them.
 */
export class AppModel {
  readonly toasts = new Toasts();
  readonly activities = new Activities();
  readonly announcer = new Announcer();
  readonly point = new PointModel();
  readonly ui = new UiModel();
  readonly settings: SettingsModel;
  readonly wording: Wording;
  readonly failures: Failures;
  readonly session: Session;
  readonly choice: LayerChoice;
  readonly matrix: MatrixModel;
  readonly hypercolumns: HypercolumnsModel;
  readonly inspector: InspectorModel;
  readonly predictions: PredictionsModel;
  readonly atlases: AtlasStore;
  readonly memory = new ModelMemory(this);
  readonly analysing = new Analysing(this);
  readonly pictureOpening = new PictureOpening(this);
  readonly modelLoading = new ModelLoading(this, () => (this.engineLife.state = 'ready'));
  readonly question = new ModelQuestion(this);
  readonly engineLife = new EngineLife(this);
  readonly exporter = new Exporter(this);
  readonly intake = new Intake(this);
  readonly png: PngModel;
  readonly downloads: DownloadsModel;
  readonly frames: FramesModel;
  readonly webcam: WebcamModel;

  /** Counts up when atlases arrive, so that the matrix draws again. */
  atlasVersion = $state(0);

  /** What is doubtful about the picture and the model on screen. */
  readonly warnings = $derived.by(() =>
    doubtsOf(this.session.picture, this.session.model, this.session.analysis, this.wording),
  );

  /** A modal dialog lies over the panes: what they could do waits. */
  readonly isDialogOpen = $derived.by(
    () =>
      this.ui.isHelpOpen ||
      this.ui.isAboutOpen ||
      this.png.subject !== null ||
      this.downloads.shown !== null ||
      this.question.open !== null ||
      this.webcam.isOpen ||
      this.frames.comparison !== null,
  );

  constructor(
    readonly api: Api,
    readonly info: AppInfo,
    settings: Settings,
    media: MediaSource = browserMedia,
  ) {
    this.settings = new SettingsModel(settings, api, (error) => this.fail('error.settings', error));
    this.wording = new Wording(this.settings, info.systemLanguage);
    this.failures = new Failures(this.toasts, this.wording);
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
    this.predictions = new PredictionsModel(this.settings, this.session, this.wording);
    this.png = new PngModel(this);
    this.frames = new FramesModel(this, media);
    this.webcam = new WebcamModel(this, media, (frames) => this.frames.take(frames));
    this.downloads = new DownloadsModel(this);
    this.atlases = new AtlasStore(api, (failed) => {
      this.atlasVersion++;
      if (failed) this.fail('error.maps', failed.failure, { layer: failed.layer });
    });
  }

  get language(): Language {
    return this.wording.language;
  }

  get translator(): Translator {
    return this.wording.translator;
  }

  /** Translated sentence; reading it in a template follows the language. */
  get t(): Translator['text'] {
    return this.wording.t;
  }

  get engine(): EngineState {
    return this.engineLife.state;
  }

  get isStale(): boolean {
    return this.analysing.isStale;
  }

  get cropShift(): number {
    return this.analysing.cropShift;
  }

  set cropShift(shift: number) {
    this.analysing.cropShift = shift;
  }

  get announcement(): string {
    return this.announcer.text;
  }

  /** Opens what the app was started with, else the last model and picture, and analyses. Returns a function that stops listening. */
  start(): () => void {
    const stops = [
      this.api.onEvent((event) => this.#receive(event)),
      this.api.onComputeReplaced(() => void this.engineLife.beginAgain()),
      () => this.webcam.close(),
    ];
    this.#tellOfLastRun();
    void this.engineLife.begin();
    return () => {
      stops.forEach((stop) => stop());
      this.session.stop();
    };
  }

  /** Loads another model and analyses the picture with it; `use` says how, where that is not remembered. */
  useModel(source: ModelSource, use?: ModelUse): Promise<void> {
    return this.modelLoading.use(source, use);
  }

  /** Uses the model in another way, remembers that for its file, and analyses again. */
  changeUse(patch: Partial<ModelUse>): Promise<void> {
    return this.modelLoading.change(patch);
  }

  /** Asks for a file with class names and uses it. */
  chooseLabels(): Promise<void> {
    return this.modelLoading.chooseLabels();
  }

  /** Opens a picture and analyses it. */
  usePicture(source: PictureSource): Promise<void> {
    return this.pictureOpening.use(source);
  }

  /** Analyses the open picture with the loaded model and shows the result in every pane. */
  analyse(): Promise<void> {
    return this.analysing.start();
  }

  /** Statistics of chosen layers that the analysis did not include, after a change of the choice. */
  fetchStatistics(): Promise<void> {
    return this.analysing.fetchStatistics();
  }

  setFit(fit: Settings['fit']): void {
    this.analysing.setFit(fit);
  }

  setCropShift(cropShift: number): void {
    this.analysing.setCropShift(cropShift);
  }

  /** Asks where to save, writes the file, and says so. */
  export(what: ExportWhat, name: string, suggestedName?: string): Promise<void> {
    return this.exporter.save(what, name, suggestedName);
  }

  reasonOf(failure: Failure): string {
    return this.wording.reasonOf(failure);
  }

  /** Shows a failure as a message that stays until it is closed, with details to copy. */
  fail(title: MessageKey, error: unknown, parameters: Parameters = {}): void {
    this.failures.tell(title, error, parameters);
  }

  run(id: CommandId): void {
    runCommand(this, id);
  }

  #tellOfLastRun(): void {
    const { damagedSettings, untrustedModel } = this.info;
    if (damagedSettings !== null)
      this.toasts.show({
        tone: 'warn',
        text: this.t('settings.damaged', { name: baseName(damagedSettings) }),
      });
    if (untrustedModel !== null) this.memory.tellUntrusted(untrustedModel);
  }

  #receive(event: MainEvent): void {
    if (event.kind === 'compute') this.engineLife.take(event);
    else if (event.kind === 'command' && !this.isDialogOpen) this.run(event.id);
    else if (event.kind === 'open') void this.intake.openAsked();
    else if (event.kind === 'hidden') this.webcam.pause();
    else if (event.kind === 'settings') this.settings.receive(event.settings);
  }
}
