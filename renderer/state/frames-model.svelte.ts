import type { FramePredictions } from '../../electron/shared/contract';
import type { CameraFrame } from '../camera/camera';
import type { MediaSource } from '../camera/media-source';
import type { Prediction, PredictionsModel } from './predictions-model.svelte';
import type { Activities } from './activities.svelte';
import type { Analysing } from './analysing.svelte';
import type { Announcer } from './announcer.svelte';
import type { Api } from '../api/api';
import type { Exporter } from './exporter';
import type { Failures } from './failures';
import { Latest } from './latest';
import type { PictureOpening } from './picture-opening';
import type { Session } from './session.svelte';
import type { Toasts } from './toasts.svelte';
import type { UiModel } from './ui-model.svelte';
import type { Wording } from './wording.svelte';

interface Parts {
  readonly activities: Activities;
  readonly analysing: Pick<Analysing, 'framing'>;
  readonly announcer: Announcer;
  readonly api: Pick<Api, 'call'>;
  readonly exporter: Pick<Exporter, 'save'>;
  readonly failures: Pick<Failures, 'tell'>;
  readonly pictureOpening: Pick<PictureOpening, 'use'>;
  readonly predictions: Pick<PredictionsModel, 'compare'>;
  readonly session: Pick<Session, 'model' | 'picture' | 'pictureSource'>;
  readonly toasts: Toasts;
  readonly ui: UiModel;
  readonly wording: Wording;
}

/** Classes in the row of each frame. */
const SHOWN_CLASSES = 5;

/** The predictions of all frames of a burst, from one native pass. */
export interface Comparison {
  /** By frame number; null where the frame is missing or its numbers are not finite. */
  readonly rows: readonly (readonly Prediction[] | null)[];
  readonly modelTitle: string;
  readonly count: number;
  readonly passMs: number;
  readonly isFirstPass: boolean;
}

/** The frames of the last burst. They live in memory only, until the user saves them. */
export class FramesModel {
  list = $state.raw<readonly CameraFrame[]>([]);
  takenAt = $state.raw<Date | null>(null);
  /** Shown in a dialog; null: it is closed. */
  comparison = $state.raw<Comparison | null>(null);
  isComparing = $state(false);
  /** Counts up when frames arrive, so that the strip takes the focus. */
  arrivals = $state(0);
  readonly there = $derived(this.list.filter((frame) => frame.source !== null));
  /** Number of the frame that is the picture on screen. */
  readonly chosen: number | null = $derived.by(() => {
    const { picture, pictureSource } = this.parts.session;
    if (!picture) return null;
    return this.there.find(({ source }) => source === pictureSource)?.index ?? null;
  });
  readonly #comparing = new Latest();

  constructor(
    readonly parts: Parts,
    readonly media: MediaSource,
  ) {}

  /** Takes the frames of a new burst in the place of the old ones. */
  take(frames: readonly CameraFrame[]): void {
    this.list = frames;
    this.takenAt = new Date();
    this.comparison = null;
    this.arrivals++;
    this.parts.ui.imageTab = 'webcam';
    const { t } = this.parts.wording;
    const [total, count] = [frames.length, this.there.length];
    this.parts.announcer.say(t('announce.frames', { count, total }));
    const failure = frames.find((frame) => frame.failure !== null)?.failure;
    if (failure)
      this.parts.toasts.show({ tone: 'warn', text: t('toast.cam', { given: count, total }), failure });
    const black = frames.filter((frame) => frame.source !== null && frame.isBlack).length;
    if (black > 0) this.parts.toasts.show({ tone: 'warn', text: t('toast.black', { count: black, total }) });
  }

  /** Makes a frame the current picture; a missing one tells why it is missing. */
  analyse(index: number): void {
    const frame = this.list[index];
    if (!frame) return;
    if (frame.source) void this.parts.pictureOpening.use(frame.source);
    else
      this.parts.toasts.show({
        tone: 'warn',
        text: this.parts.wording.t('frames.missing', { name: nameOf(frame) }),
        failure: frame.failure,
      });
  }

  /** Predictions of all frames, from one native pass. */
  async compare(): Promise<void> {
    const { parts } = this;
    const { model } = parts.session;
    const frames = this.there;
    if (!model || frames.length === 0 || this.isComparing) return;
    this.isComparing = true;
    const name = parts.wording.t('frames.title');
    const input = {
      modelId: model.modelId,
      ...parts.analysing.framing,
      frames: frames.flatMap(({ source }) => (source ? [source] : [])),
    };
    const outcome = await this.#comparing.ask(
      (signal, cancel) =>
        parts.activities.during({ label: 'progress.analyse', name, cancel }, (onProgress) =>
          parts.api.call('frames:analyse', input, { signal, onProgress }),
        ),
      // Another burst or another model may come meanwhile: then nobody waits for this any more.
      { isWanted: () => this.there === frames && parts.session.model === model },
    );
    this.isComparing = false;
    if (outcome.kind === 'done') this.#show(outcome.value, frames, model.title);
    else if (outcome.kind === 'failed') parts.failures.tell('error.analysis', outcome.failure, { name });
  }

  /** Asks where to save the frames, as JPEG files in a new folder. */
  async save(): Promise<void> {
    try {
      const frames = await Promise.all(
        this.there.map(async ({ index, source }) => ({
          index,
          jpeg: source!.kind === 'bytes' ? source!.bytes : await this.media.encodeJpeg(source!.image),
        })),
      );
      if (frames.length > 0)
        await this.parts.exporter.save({ kind: 'frames', frames }, this.parts.wording.t('frames.title'));
    } catch (error) {
      this.parts.failures.tell('error.export', error);
    }
  }

  #show(
    { outputs, passMs, isFirstPass }: FramePredictions,
    frames: readonly CameraFrame[],
    modelTitle: string,
  ): void {
    const compared = this.parts.predictions.compare(outputs, SHOWN_CLASSES);
    const rows = this.list.map((frame) => compared[frames.indexOf(frame)] ?? null);
    this.comparison = { rows, modelTitle, count: frames.length, passMs, isFirstPass };
  }
}

/** `o-0`, as the strip names it. */
export function nameOf({ index }: Pick<CameraFrame, 'index'>): string {
  return `o-${index}`;
}
