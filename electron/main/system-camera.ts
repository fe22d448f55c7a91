import type { CapturedFrame, CameraDevice, RequestInput } from '../shared/contract';
import { failureOf } from '../shared/answer';
import { FeaturescopeError } from '../shared/errors';

/** Loaded when it is first used: it brings the picture decoder, which the start of the app does without. */
const loadCamera = () => import('../camera/camera');

const intervalMs = 200;

/** node-webcam for the page: one burst at a time. */
export class SystemCamera {
  private running: AbortController | null = null;
  private burst: Promise<unknown> = Promise.resolve();

  async list(): Promise<CameraDevice[]> {
    const { listCameras } = await loadCamera();
    return listCameras();
  }

  /** @throws FeaturescopeError of the area camera, job/cancelled */
  async capture(
    { device, frames }: RequestInput<'camera:capture'>,
    onProgress: (taken: number, total: number) => void,
  ): Promise<CapturedFrame[]> {
    if (this.running !== null)
      throw new FeaturescopeError(
        'camera/busy',
        'taking pictures: the last burst is not finished yet; wait for it or cancel it.',
      );
    const running = new AbortController();
    this.running = running;
    try {
      const { captureFrames } = await loadCamera();
      const options = { device, frames, intervalMs, size: null, signal: running.signal, onProgress };
      const burst = captureFrames(options);
      this.burst = burst.catch(() => undefined);
      return (await burst).map(({ jpeg, error }) => ({
        jpeg: jpeg && new Uint8Array(jpeg),
        failure: error && failureOf(error),
      }));
    } finally {
      this.running = null;
    }
  }

  cancel(): void {
    this.running?.abort();
  }

  /** Ends a burst and waits until its files and processes are gone. */
  async stop(): Promise<void> {
    this.cancel();
    await this.burst;
  }
}
