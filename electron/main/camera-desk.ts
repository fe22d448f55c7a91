import type * as camera from '../camera/camera';
import type { CameraDevice, CapturedFrame, RequestInput } from '../shared/contract';
import { failureOf } from '../shared/answer';
import type { JobContext } from '../shared/answerer';
import { failed } from '../shared/errors';
import { message } from '../shared/messages/message';

type CameraRoom = Pick<typeof camera, 'listCameras' | 'captureFrames'>;

/** What node-webcam's tool on Linux draws instead of opening a camera. */
const DRAWN: CameraDevice = { id: 'TEST:colourbars', label: '', isDrawn: true };

const TAKING = [message('doing/taking-pictures')];

/** node-webcam for the page: one burst at a time, and only of devices that the list has. */
export class CameraDesk {
  #running: { abort: AbortController; ended: Promise<unknown> } | null = null;

  /** @param openRoom  loads the camera room, which brings a native picture decoder: not before it is needed */
  constructor(
    private readonly openRoom: () => Promise<CameraRoom>,
    private readonly hasDrawn: boolean,
  ) {}

  /** The cameras of the machine; on Linux a drawn test picture stands at the end. */
  async list(): Promise<CameraDevice[]> {
    const { listCameras } = await this.openRoom();
    const cameras = await listCameras();
    return [
      ...cameras.map(({ id, label }) => ({ id, label, isDrawn: false })),
      ...(this.hasDrawn ? [DRAWN] : []),
    ];
  }

  /**
   * Takes a burst; its progress is the share of its frames that were taken.
   * @throws FeaturescopeError camera/busy while another burst is under way, camera/unknown-device for a device that is not
   *         in the list, job/cancelled, and what the camera room throws
   */
  async capture(wish: RequestInput<'camera:capture'>, job: JobContext): Promise<CapturedFrame[]> {
    // One that was cancelled still closes its camera.
    while (this.#running?.abort.signal.aborted === true) await this.#running.ended;
    if (this.#running)
      throw failed('camera/busy', { problem: message('part/burst-under-way') }, { during: TAKING });
    const abort = new AbortController();
    const cancel = (): void => abort.abort();
    job.signal.addEventListener('abort', cancel);
    if (job.signal.aborted) cancel();
    const taking = this.#take(wish, abort.signal, job.progress).finally(() => {
      job.signal.removeEventListener('abort', cancel);
      this.#running = null;
    });
    this.#running = { abort, ended: taking.catch(() => undefined) };
    return taking;
  }

  /** Ends the burst under way, if there is one. */
  cancel(): void {
    this.#running?.abort.abort();
  }

  async #take(
    { device, ...options }: RequestInput<'camera:capture'>,
    signal: AbortSignal,
    progress: JobContext['progress'],
  ): Promise<CapturedFrame[]> {
    if (device !== null) await this.#requireListed(device);
    const { captureFrames } = await this.openRoom();
    const onProgress = (taken: number, total: number): void =>
      progress({ stage: 'capture', fraction: taken / total });
    const frames = await captureFrames({ ...options, device, onProgress, signal });
    return frames.map(({ index, jpeg, isBlack, error }) => ({
      index,
      isBlack,
      // Packed: a view would ship the whole buffer behind it.
      jpeg: jpeg && Uint8Array.from(jpeg),
      error: error && failureOf(error),
    }));
  }

  async #requireListed(device: string): Promise<void> {
    const devices = await this.list();
    if (devices.some(({ id }) => id === device)) return;
    throw failed(
      'camera/unknown-device',
      { problem: message('part/camera-gone-from-list'), hint: message('part/choose-listed-camera') },
      { during: TAKING },
    );
  }
}
