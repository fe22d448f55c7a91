import type { MainEvent, RequestOutput, Settings } from '../../electron/shared/contract';
import type { Api } from '../api/api';
import { browserMedia } from '../camera/browser-media';
import type { MediaSource } from '../camera/media-source';
import { baseName } from '../lib/dropped-files';
import { Activities } from './activities.svelte';
import { Analysing } from './analysing.svelte';
import { Announcer } from './announcer.svelte';
import { TileMaps } from './tile-maps';
import { CauseModel } from './cause-model.svelte';
import { Commands } from './commands';
import { doubtsOf } from './doubts';
import { DownloadsModel } from './downloads-model.svelte';
import { EngineLife } from './engine-life.svelte';
import { Exporter } from './exporter';
import { Failures } from './failures';
import { FieldModel } from './field-model.svelte';
import { FigureModel } from './figure-model.svelte';
import { FramesModel } from './frames-model.svelte';
import { HypercolumnsModel } from './hypercolumns-model.svelte';
import { InspectorModel } from './inspector-model.svelte';
import { Intake } from './intake';
import { LayerChoice } from './layer-choice.svelte';
import { LayerFacts } from './layer-facts.svelte';
import { LayerGrid } from './layer-grid.svelte';
import { LargeExports } from './large-exports.svelte';
import { LikenessModel } from './likeness-model.svelte';
import { Licences } from './licences.svelte';
import { MapLook } from './map-look.svelte';
import { MatrixModel } from './matrix-model.svelte';
import { ModelLoading } from './model-loading';
import { ModelMemory } from './model-memory';
import { ModelQuestion } from './model-question.svelte';
import { Narrator } from './narrator.svelte';
import { OneLayer } from './one-layer.svelte';
import { OriginModel } from './origin-model.svelte';
import { PictureOpening } from './picture-opening';
import { PngModel } from './png-model.svelte';
import { PointModel } from './point-model.svelte';
import { PredictionsModel } from './predictions-model.svelte';
import { RecentPictures } from './recent-pictures.svelte';
import { Session, type UseModel } from './session.svelte';
import { SettingsModel } from './settings-model.svelte';
import type { TileGrid } from './tile-grid.svelte';
import { Toasts } from './toasts.svelte';
import { UiModel } from './ui-model.svelte';
import { VerdictsModel } from './verdicts-model.svelte';
import { WebcamModel } from './webcam-model.svelte';
import { Wording } from './wording.svelte';

export type AppInfo = RequestOutput<'app:info'>;

/**
 * The whole page: made once in App.svelte and handed down by context. It joins the parts; what happens is in them. Each says in
 * its own file what it needs of the others, which are made before it.
 */
export class AppModel {
  readonly toasts = new Toasts();
  readonly activities = new Activities();
  readonly announcer = new Announcer();
  readonly settings: SettingsModel;
  readonly ui: UiModel;
  readonly wording: Wording;
  readonly failures: Failures;
  readonly session: Session;
  readonly point: PointModel;
  readonly verdicts: VerdictsModel;
  readonly likeness: LikenessModel;
  readonly choice: LayerChoice;
  readonly matrix: MatrixModel;
  readonly oneLayer: OneLayer;
  readonly layerGrid: LayerGrid;
  readonly layerFacts: LayerFacts;
  readonly hypercolumns: HypercolumnsModel;
  readonly inspector: InspectorModel;
  readonly cause: CauseModel;
  readonly field: FieldModel;
  readonly look: MapLook;
  readonly origin: OriginModel;
  readonly predictions: PredictionsModel;
  readonly narrator: Narrator;
  readonly tileMaps: TileMaps;
  readonly memory: ModelMemory;
  readonly analysing: Analysing;
  readonly pictureOpening: PictureOpening;
  readonly recent: RecentPictures;
  readonly question: ModelQuestion;
  readonly modelLoading: ModelLoading;
  readonly intake: Intake;
  readonly engineLife: EngineLife;
  readonly exporter: Exporter;
  readonly figures: FigureModel;
  readonly large: LargeExports;
  readonly png: PngModel;
  readonly downloads: DownloadsModel;
  readonly frames: FramesModel;
  readonly webcam: WebcamModel;
  readonly licences: Licences;
  readonly commands: Commands;

  /** What is doubtful about the picture and the model on screen. */
  readonly warnings = $derived.by(() =>
    doubtsOf(this.session.picture, this.session.model, this.session.analysis, this.wording),
  );

  /** A modal dialog lies over the panes: what they could do waits. */
  readonly isDialogOpen = $derived.by(
    () =>
      this.ui.isHelpOpen ||
      this.ui.isAboutOpen ||
      this.png.isOpen ||
      this.figures.isOpen ||
      this.large.question !== null ||
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
    this.settings = new SettingsModel(settings, api, (error) => this.failures.tell('error.settings', error));
    this.ui = new UiModel(this.settings);
    this.wording = new Wording(this.settings, info.systemLanguage);
    this.failures = new Failures(this.toasts, this.wording);
    this.session = new Session(api, this.activities, this.settings);
    this.point = new PointModel(this.session);
    this.verdicts = new VerdictsModel(this);
    this.likeness = new LikenessModel(this);
    this.choice = new LayerChoice(this);
    this.matrix = new MatrixModel(this.settings, this.choice);
    this.oneLayer = new OneLayer(this);
    this.layerGrid = new LayerGrid(this.settings, this.oneLayer);
    this.layerFacts = new LayerFacts(this);
    this.hypercolumns = new HypercolumnsModel(this);
    this.inspector = new InspectorModel(this);
    this.cause = new CauseModel(this);
    this.field = new FieldModel(this);
    this.look = new MapLook(this.session);
    this.origin = new OriginModel(this);
    this.predictions = new PredictionsModel(this.settings, this.session, this.wording);
    this.narrator = new Narrator(this);
    this.tileMaps = new TileMaps(this);
    const useModel: UseModel = (source, use) => this.modelLoading.use(source, use);
    this.memory = new ModelMemory(this.settings);
    this.analysing = new Analysing(this);
    this.pictureOpening = new PictureOpening(this);
    this.recent = new RecentPictures({
      isFrame: (source) => this.frames.list.some((frame) => frame.source === source),
      session: this.session,
      settings: this.settings,
    });
    this.question = new ModelQuestion({ api, failures: this.failures, memory: this.memory, useModel });
    this.modelLoading = new ModelLoading(this);
    this.intake = new Intake(this);
    this.engineLife = new EngineLife(this);
    this.exporter = new Exporter(this);
    this.large = new LargeExports(this);
    this.png = new PngModel(this);
    this.downloads = new DownloadsModel(this);
    this.frames = new FramesModel(this, media);
    this.figures = new FigureModel(this);
    this.webcam = new WebcamModel(this, media, (frames) => this.frames.take(frames));
    this.licences = new Licences(this);
    this.commands = new Commands(this);
  }

  /** The maps on screen: the matrix, or one layer. */
  get grid(): TileGrid {
    return this.oneLayer.layer ? this.layerGrid : this.matrix;
  }

  /** Takes back one thing, the newest first: a message over a pane, the inspector, the layer shown by itself, the point. */
  goBack(): void {
    const { inspector, oneLayer, point, session } = this;
    if (session.picture && session.pictureWork.kind === 'failed') session.dismissPictureFailure();
    else if (session.analysis && session.analysisWork.kind === 'failed') session.dismissAnalysisFailure();
    else if (inspector.isLarge) inspector.resize();
    else if (inspector.map) inspector.close();
    else if (oneLayer.layer) oneLayer.close();
    else point.free();
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

  #tellOfLastRun(): void {
    const { damagedSettings, untrustedModel } = this.info;
    if (damagedSettings !== null)
      this.toasts.show({
        tone: 'warn',
        text: this.wording.t('settings.damaged', { name: baseName(damagedSettings) }),
      });
    if (untrustedModel !== null) this.engineLife.tellLeft('model.untrusted', untrustedModel);
  }

  #receive(event: MainEvent): void {
    if (event.kind === 'compute') this.engineLife.take(event);
    else if (event.kind === 'command' && !this.isDialogOpen) this.commands.run(event.id);
    else if (event.kind === 'open') void this.intake.openAsked();
    else if (event.kind === 'hidden') this.webcam.pause();
    else if (event.kind === 'settings') this.settings.receive(event.settings);
  }
}
