import type { CameraDevice, Failure, Settings } from '../../electron/shared/contract';
import { failureOf, isAbandoned } from '../api/api';
import { FRAME_COUNT, frameName, type FrameSlot } from '../lib/frames';
import { cameraFailure, liveCamera, type LiveSource, type LiveStream } from '../lib/live-camera';
import type { AppModel } from './app-model.svelte';
import { FramesModel } from './frames-model.svelte';

export type BackEnd = 'live' | 'system';
export type WebcamStage = 'closed' | 'opening' | 'ready' | 'counting' | 'grabbing' | 'failed';

/** Time between two frames of a burst, so that five frames show more than one moment. */
const intervalMs = 200;

/**
 * The webcam dialog: finds a camera, shows it, takes a burst of five. `live` is a camera of the page, `system` is node-webcam
 * in the main process. The camera is on only while the dialog is open.
 */
export class WebcamModel {
  stage = $state<WebcamStage>('closed');
  backEnd = $state<BackEnd>('live');
  devices = $state.raw<readonly CameraDevice[]>([]);
  stream = $state.raw<LiveStream | null>(null);
  failure = $state.raw<Failure | null>(null);
  /** Seconds that are left of the countdown. */
  secondsLeft = $state(0);
  /** Frames of the running burst that are done. */
  taken = $state(0);
  readonly frames: FramesModel;

  /** Counts up with every opening and closing, so that what comes late is dropped. */
  #visit = 0;

  constructor(
    readonly app: AppModel,
    readonly source: LiveSource = liveCamera,
  ) {
    this.frames = new FramesModel(app);
  }

  get isOpen(): boolean {
    return this.stage !== 'closed';
  }

  get settings(): Settings['camera'] {
    return this.app.settings.value.camera;
  }

  get deviceId(): string {
    if (this.backEnd === 'live') return this.stream?.deviceId ?? this.settings.liveDevice;
    const { systemDevice } = this.settings;
    return this.devices.some(({ id }) => id === systemDevice) ? systemDevice : (this.devices[0]?.id ?? '');
  }

  /** Opens the dialog and the camera. */
  async open(): Promise<void> {
    this.#leave();
    const visit = this.#visit;
    this.stage = 'opening';
    this.failure = null;
    const failure = await this.#openCamera(visit);
    if (visit !== this.#visit) return;
    this.failure = failure;
    this.stage = failure ? 'failed' : 'ready';
  }

  close(): void {
    this.#leave();
    this.stage = 'closed';
  }

  chooseBackEnd(backEnd: Settings['camera']['backEnd']): void {
    this.#update({ backEnd });
    void this.open();
  }

  chooseDevice(id: string): void {
    if (this.backEnd === 'system') return this.#update({ systemDevice: id });
    this.#update({ liveDevice: id });
    void this.open();
  }

  chooseCountdown(isOn: boolean): void {
    this.#update({ countdownS: isOn ? 3 : 0 });
  }

  /** Takes the burst, after the countdown if there is one. What comes goes into the strip, and the dialog closes. */
  async grab(): Promise<void> {
    if (this.stage !== 'ready') return;
    const visit = this.#visit;
    if (!(await this.#countDown(visit))) return;
    this.stage = 'grabbing';
    this.taken = 0;
    const slots = this.backEnd === 'live' ? await this.#burstLive(visit) : await this.#burstSystem(visit);
    if (visit !== this.#visit || slots === null) return;
    const came = slots.filter(({ jpeg }) => jpeg).length;
    if (came === 0) {
      this.failure = slots.find(({ failure }) => failure)?.failure ?? cameraFailure(null);
      this.#stopStream();
      this.stage = 'failed';
      return;
    }
    this.frames.take(slots);
    this.close();
    if (came < FRAME_COUNT)
      this.app.toasts.show({
        tone: 'warn',
        text: this.app.t('webcam.some', { taken: came, total: FRAME_COUNT }),
      });
  }

  async #openCamera(visit: number): Promise<Failure | null> {
    const { backEnd } = this.settings;
    const live = backEnd === 'system' ? [] : await this.source.list().catch(() => []);
    if (visit !== this.#visit) return null;
    this.backEnd = backEnd === 'live' || live.length > 0 ? 'live' : 'system';
    this.devices = live;
    return this.backEnd === 'live' ? this.#openLive(visit) : this.#openSystem(visit);
  }

  async #openLive(visit: number): Promise<Failure | null> {
    const { liveDevice } = this.settings;
    const wanted = this.devices.some(({ id }) => id === liveDevice) ? liveDevice : '';
    try {
      const stream = await this.source.open(wanted);
      if (visit !== this.#visit) {
        stream.close();
        return null;
      }
      this.stream = stream;
      stream.onended = () => this.#onUnplugged();
      const named = await this.source.list(); // labels are known from now on
      if (visit === this.#visit) this.devices = named;
      return null;
    } catch (error) {
      return cameraFailure(error);
    }
  }

  async #openSystem(visit: number): Promise<Failure | null> {
    try {
      const devices = await this.app.api.call('camera:list', undefined);
      if (visit === this.#visit) this.devices = devices;
      return devices.length > 0 ? null : { code: 'camera/none', message: '', detail: 'camera:list is empty' };
    } catch (error) {
      return failureOf(error);
    }
  }

  #onUnplugged(): void {
    this.#stopStream();
    if (this.stage === 'grabbing') return; // the burst says it
    this.#visit++;
    this.failure = { code: 'camera/unplugged', message: '', detail: 'the track ended' };
    this.stage = 'failed';
  }

  async #countDown(visit: number): Promise<boolean> {
    const { countdownS } = this.settings;
    if (countdownS > 0) this.stage = 'counting';
    for (let left: number = countdownS; left > 0; left--) {
      this.secondsLeft = left;
      await pause(1000);
      if (visit !== this.#visit) return false;
    }
    return true;
  }

  async #burstLive(visit: number): Promise<FrameSlot[] | null> {
    const slots: FrameSlot[] = [];
    for (let index = 0; index < FRAME_COUNT; index++) {
      if (index > 0) await pause(intervalMs);
      const slot = await this.#grabLive(index);
      if (visit !== this.#visit) return null;
      slots.push(slot);
      this.taken = slots.length;
    }
    return slots;
  }

  /** One frame, tried once more if it fails while the camera is still there. */
  async #grabLive(index: number): Promise<FrameSlot> {
    const name = frameName(index);
    for (let attempt = 0; ; attempt++) {
      try {
        if (!this.stream?.isOn) throw new DOMException('The camera is gone', 'NotReadableError');
        return { name, jpeg: (await this.stream.grab()).jpeg, failure: null };
      } catch (error) {
        if (attempt === 0 && this.stream?.isOn) continue;
        const failure = cameraFailure(error);
        const isGone = !this.stream?.isOn;
        return { name, jpeg: null, failure: isGone ? { ...failure, code: 'camera/unplugged' } : failure };
      }
    }
  }

  async #burstSystem(visit: number): Promise<FrameSlot[] | null> {
    const stop = this.app.api.onEvent((event) => {
      if (event.kind === 'camera-progress' && visit === this.#visit) this.taken = event.taken;
    });
    try {
      const device = this.deviceId === '' ? null : this.deviceId;
      const frames = await this.app.api.call('camera:capture', { device, frames: FRAME_COUNT });
      return frames.map((frame, index) => ({ name: frameName(index), ...frame }));
    } catch (error) {
      if (visit !== this.#visit || isAbandoned(error)) return null;
      return [{ name: frameName(0), jpeg: null, failure: failureOf(error) }];
    } finally {
      stop();
    }
  }

  #update(change: Partial<Settings['camera']>): void {
    this.app.settings.update({ camera: { ...this.settings, ...change } });
  }

  #leave(): void {
    if (this.stage === 'grabbing' && this.backEnd === 'system')
      void this.app.api.call('camera:cancel', undefined);
    this.#visit++;
    this.#stopStream();
  }

  #stopStream(): void {
    this.stream?.close();
    this.stream = null;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
