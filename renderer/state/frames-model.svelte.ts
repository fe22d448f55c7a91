import type { RequestOutput } from '../../electron/shared/contract';
import { isAbandoned } from '../api/api';
import type { FrameSlot } from '../lib/frames';
import { topClasses } from '../lib/predictions';
import type { AppModel } from './app-model.svelte';
import type { Prediction } from './predictions-model.svelte';

const SHOWN_CLASSES = 3;

export interface StripFrame extends FrameSlot {
  /** Address of the picture for an <img>; '' for a missing frame. */
  readonly url: string;
}

/** The frames of the last burst: shown as a strip, analysed one by one or together, saved. They live in memory only. */
export class FramesModel {
  slots = $state.raw<readonly StripFrame[]>([]);
  takenAt = $state.raw<Date | null>(null);
  isComparing = $state(false);
  comparison = $state.raw<RequestOutput<'frames:analyse'> | null>(null);

  readonly chosen: number = $derived.by(() => {
    const { pictureSource } = this.app.session;
    if (!this.app.session.picture || pictureSource?.kind !== 'bytes') return -1;
    return this.slots.findIndex(({ jpeg }) => jpeg !== null && jpeg === pictureSource.bytes);
  });

  /** Frames that came, in their order. */
  readonly present: readonly (StripFrame & { jpeg: NonNullable<FrameSlot['jpeg']> })[] = $derived.by(() =>
    this.slots.filter((slot): slot is StripFrame & { jpeg: NonNullable<FrameSlot['jpeg']> } => !!slot.jpeg),
  );

  /** The most probable classes of each present frame, from the common pass. */
  readonly rankings: readonly (readonly Prediction[])[] = $derived.by(() =>
    (this.comparison?.probabilities ?? []).map((probabilities) =>
      topClasses(probabilities, SHOWN_CLASSES).map(({ index, probability }) => ({
        ...this.app.predictions.describe(index),
        probability,
      })),
    ),
  );

  constructor(readonly app: AppModel) {}

  take(slots: readonly FrameSlot[]): void {
    this.#forgetPictures();
    this.slots = slots.map((slot) => ({
      ...slot,
      url: slot.jpeg ? URL.createObjectURL(new Blob([slot.jpeg], { type: 'image/jpeg' })) : '',
    }));
    this.takenAt = new Date();
    this.comparison = null;
    this.isComparing = false;
  }

  has(index: number): boolean {
    return !!this.slots[index]?.jpeg;
  }

  /** Makes a frame the picture of all panes. */
  async analyse(index: number): Promise<void> {
    const slot = this.slots[index];
    if (!slot?.jpeg) return;
    await this.app.usePicture({ kind: 'bytes', name: `${slot.name}.jpg`, bytes: slot.jpeg });
  }

  /** All frames in one native pass, their predictions side by side. */
  async compare(): Promise<void> {
    const { model } = this.app.session;
    if (!model || this.present.length === 0) return;
    const job = new AbortController();
    const activity = this.app.activities.begin('progress.analyse', this.app.t('webcam.frames'), () =>
      job.abort(),
    );
    try {
      const frames = this.present.map(({ name, jpeg }) => ({ name, jpeg }));
      const { fit } = this.app.settings.value;
      this.comparison = await this.app.api.call(
        'frames:analyse',
        { modelId: model.modelId, fit, frames },
        { signal: job.signal, onProgress: activity.progress },
      );
      this.isComparing = true;
    } catch (error) {
      if (!isAbandoned(error)) this.app.fail('error.analysis', error, { name: this.app.t('webcam.frames') });
    } finally {
      activity.end();
    }
  }

  /** Asks for a folder and writes o-0.jpg to o-4.jpg into it. */
  async save(): Promise<void> {
    const frames = this.present.map(({ name, jpeg }) => ({ name, jpeg }));
    if (frames.length > 0) await this.app.export({ kind: 'frames', frames }, this.app.t('webcam.frames'));
  }

  #forgetPictures(): void {
    for (const { url } of this.slots) if (url !== '') URL.revokeObjectURL(url);
  }
}
