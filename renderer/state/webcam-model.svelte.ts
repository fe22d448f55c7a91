import { FRAMES_IN_BURST } from '../../electron/shared/names';
import type { CameraDevice, Failure, Settings } from '../../electron/shared/contract';
import { ApiError, failureOf, type Api } from '../api/api';
import {
  cameraFailure,
  type BackEnd,
  type Camera,
  type CameraFrame,
  type OpenCamera,
} from '../camera/camera';
import { LiveCamera } from '../camera/live-camera';
import type { MediaSource } from '../camera/media-source';
import { NativeCamera } from '../camera/native-camera';
import { Latest } from './latest';
import type { SettingsModel } from './settings-model.svelte';

interface Parts {
  readonly api: Api;
  readonly settings: SettingsModel;
}

export type WebcamState =
  | { readonly kind: 'closed' | 'starting' | 'ready' }
  | { readonly kind: 'paused' } // the window was hidden, so the camera was turned off
  | { readonly kind: 'countdown'; readonly secondsLeft: number }
  | { readonly kind: 'burst'; readonly taken: number }
  | { readonly kind: 'failed'; readonly failure: Failure };

const SECOND_MS = 1000;

/** The webcam pane: finds a camera, shows its preview, takes bursts. Whatever closes it turns the camera off. */
export class WebcamModel {
  state = $state.raw<WebcamState>({ kind: 'closed' });
  devices = $state.raw<readonly CameraDevice[]>([]);
  /** The one in use; `auto` has chosen it. */
  backEnd = $state.raw<BackEnd>('live');
  camera = $state.raw<OpenCamera | null>(null);
  readonly isOpen = $derived(this.state.kind !== 'closed');
  readonly isTaking = $derived(this.state.kind === 'burst' || this.state.kind === 'countdown');
  /** The camera is recording at this moment: the page shows a plain sign. */
  readonly isOn = $derived((this.camera !== null && this.backEnd === 'live') || this.state.kind === 'burst');
  readonly canGrab = $derived(this.state.kind === 'ready');

  readonly #cameras: Record<BackEnd, Camera>;
  /** Counts up with each start and stop, so that a camera that opens too late is closed again. */
  #turn = 0;
  readonly #taking = new Latest();
  #stopListening: (() => void)[] = [];

  /** @param onFrames  told of each burst that gave at least one frame */
  constructor(
    readonly parts: Parts,
    readonly media: MediaSource,
    readonly onFrames: (frames: readonly CameraFrame[]) => void,
  ) {
    this.#cameras = { live: new LiveCamera(media), 'node-webcam': new NativeCamera(parts.api) };
  }

  /** Opens the pane and turns the camera on. */
  open(): void {
    if (!this.isOpen) void this.start();
  }

  /** Closes the pane; the camera goes off and a burst under way is dropped. */
  close(): void {
    this.#turnOff();
    this.state = { kind: 'closed' };
  }

  /** The window is hidden: the camera goes off and comes on again only when the user says so. */
  pause(): void {
    if (!this.isOpen || this.state.kind === 'failed') return;
    this.#turnOff();
    this.state = { kind: 'paused' };
  }

  /** Looks for cameras and turns one on. */
  async start(deviceId: string | null = null): Promise<void> {
    this.#turnOff();
    const turn = this.#turn;
    this.state = { kind: 'starting' };
    this.#stopListening.push(this.media.onDevicesChanged(() => void this.#takeNewDevices()));
    try {
      const camera = await this.#choose(turn);
      if (turn !== this.#turn) return;
      const id = deviceId ?? this.devices.find(({ isDrawn }) => !isDrawn)?.id ?? null;
      if (!camera || id === null) throw new ApiError(cameraFailure('none'));
      const opened = await camera.open(id === '' ? null : id);
      if (turn !== this.#turn) return opened.close();
      this.#stopListening.push(opened.onLost(() => this.#lose()));
      this.camera = opened;
      this.state = { kind: 'ready' };
    } catch (error) {
      if (turn === this.#turn) this.state = { kind: 'failed', failure: failureOf(error) };
    }
  }

  chooseBackEnd(cameraBackEnd: Settings['cameraBackEnd']): void {
    this.parts.settings.update({ cameraBackEnd });
    void this.start();
  }

  /** Takes five frames, after the countdown if there is one, and closes the pane when they are there. */
  async grab(): Promise<void> {
    const { camera } = this;
    if (!camera || this.state.kind !== 'ready') return;
    const turn = this.#turn;
    const outcome = await this.#taking.ask(
      async (signal) => {
        await this.#countDown(signal);
        this.state = { kind: 'burst', taken: 0 };
        return camera.burst({
          frames: FRAMES_IN_BURST,
          // node-webcam takes as long as it takes.
          intervalMs: this.parts.settings.value.cameraIntervalMs,
          signal,
          onProgress: (taken) => {
            if (!signal.aborted) this.state = { kind: 'burst', taken };
          },
        });
      },
      { isWanted: () => turn === this.#turn },
    );
    if (outcome.kind === 'done') {
      this.close();
      this.onFrames(outcome.value);
    } else if (outcome.kind === 'cancelled') this.state = { kind: 'ready' };
    else if (outcome.kind === 'failed') this.#fail(outcome.failure);
  }

  /** Drops the burst under way, or its countdown; the camera stays on. */
  cancel(): void {
    this.#taking.cancel();
  }

  /** The back end that the setting means, with its devices; null where no camera is found. */
  async #choose(turn: number): Promise<Camera | null> {
    const { cameraBackEnd } = this.parts.settings.value;
    const wanted: BackEnd[] = cameraBackEnd === 'auto' ? ['live', 'node-webcam'] : [cameraBackEnd];
    for (const name of wanted) {
      const camera = this.#cameras[name];
      this.backEnd = name;
      const devices = await camera.devices().catch((error: unknown) => {
        // A missing program is told only to those who want node-webcam.
        if (cameraBackEnd !== 'auto') throw error;
        return [];
      });
      if (turn !== this.#turn) return null;
      this.devices = devices;
      if (devices.some(({ isDrawn }) => !isDrawn) || wanted.length === 1) return camera;
    }
    return this.devices.length > 0 ? this.#cameras[this.backEnd] : null;
  }

  #countDown(signal: AbortSignal): Promise<void> {
    const seconds = this.parts.settings.value.cameraCountdownS;
    if (seconds === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      let secondsLeft: number = seconds;
      this.state = { kind: 'countdown', secondsLeft };
      const timer = setInterval(() => {
        secondsLeft--;
        if (secondsLeft > 0) this.state = { kind: 'countdown', secondsLeft };
        else {
          clearInterval(timer);
          resolve();
        }
      }, SECOND_MS);
      signal.addEventListener('abort', () => {
        clearInterval(timer);
        reject(new DOMException('The countdown was cancelled.', 'AbortError'));
      });
    });
  }

  /** The camera went by itself. A burst under way ends with what it has. */
  #lose(): void {
    if (this.state.kind !== 'burst') this.#fail(cameraFailure('lost'));
  }

  #fail(failure: Failure): void {
    this.#turnOff();
    this.state = { kind: 'failed', failure };
  }

  /** A camera was plugged in while none was found. */
  async #takeNewDevices(): Promise<void> {
    const { state } = this;
    if (state.kind === 'failed' && state.failure.code === 'camera/none') return this.start();
    if (this.backEnd !== 'live' || state.kind !== 'ready') return;
    const turn = this.#turn;
    const devices = await this.#cameras.live.devices();
    if (turn === this.#turn) this.devices = devices;
  }

  #turnOff(): void {
    this.#turn++;
    this.#taking.cancel();
    for (const stop of this.#stopListening.splice(0)) stop();
    this.camera?.close();
    this.camera = null;
  }
}
