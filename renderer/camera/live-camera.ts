import { frameName } from '../../electron/shared/names';
import type { Failure } from '../../electron/shared/contract';
import { abortError, ApiError } from '../api/api';
import {
  cameraFailure,
  requireOne,
  type BurstOptions,
  type Camera,
  type CameraFrame,
  type OpenCamera,
} from './camera';
import type { MediaFeed, MediaSource } from './media-source';

/** A camera that gives no frame for so long has hung. */
const FRAME_WITHIN_MS = 5000;

/** The page's own camera: a running stream, from which frames are taken. */
export class LiveCamera implements Camera {
  readonly backEnd = 'live';

  constructor(readonly media: MediaSource) {}

  async devices() {
    return (await this.media.devices()).map(({ id, label }) => ({ id, label, isDrawn: false }));
  }

  async open(deviceId: string | null): Promise<OpenCamera> {
    try {
      return new LiveStream(await this.media.open(deviceId));
    } catch (error) {
      throw new ApiError(failureOfMedia(error));
    }
  }
}

class LiveStream implements OpenCamera {
  readonly deviceId: string;
  readonly stream: MediaStream | null;

  constructor(readonly feed: MediaFeed) {
    this.deviceId = feed.deviceId;
    this.stream = feed.stream;
  }

  async burst({ frames, intervalMs, signal, onProgress }: BurstOptions): Promise<CameraFrame[]> {
    const taken: CameraFrame[] = [];
    for (let index = 0; index < frames; index++) {
      const startedMs = performance.now();
      taken.push(await this.#frame(index, signal));
      onProgress(index + 1);
      if (index + 1 < frames && !this.feed.hasEnded)
        await pause(intervalMs - (performance.now() - startedMs), signal);
    }
    return requireOne(taken);
  }

  onLost(listener: () => void): () => void {
    return this.feed.onEnded(listener);
  }

  close(): void {
    this.feed.stop();
  }

  /** The next frame, or why it did not come: the camera went, or hung. */
  async #frame(index: number, signal: AbortSignal): Promise<CameraFrame> {
    const missing = (failure: Failure): CameraFrame => ({ index, source: null, failure });
    if (signal.aborted) throw abortError();
    if (this.feed.hasEnded) return missing(cameraFailure('lost'));
    const stops: (() => void)[] = [];
    const reason = new Promise<Failure>((resolve, reject) => {
      const timer = setTimeout(() => resolve(cameraFailure('no-frame')), FRAME_WITHIN_MS);
      const abort = () => reject(abortError());
      signal.addEventListener('abort', abort);
      stops.push(
        this.feed.onEnded(() => resolve(cameraFailure('lost'))),
        () => clearTimeout(timer),
        () => signal.removeEventListener('abort', abort),
      );
    });
    try {
      const outcome = await Promise.race([
        this.feed.nextFrame().catch((error: unknown) => cameraFailure('failed', String(error))),
        reason,
      ]);
      if ('code' in outcome) return missing(outcome);
      return { index, source: { kind: 'pixels', name: frameName(index), image: outcome }, failure: null };
    } finally {
      for (const stop of stops) stop();
    }
  }
}

function pause(timeMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(abortError());
    const abort = () => {
      clearTimeout(timer);
      reject(abortError());
    };
    const timer = setTimeout(
      () => {
        signal.removeEventListener('abort', abort);
        resolve();
      },
      Math.max(0, timeMs),
    );
    signal.addEventListener('abort', abort, { once: true });
  });
}

const NAMES: Readonly<Record<string, Parameters<typeof cameraFailure>[0]>> = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'none',
  OverconstrainedError: 'none',
  NotReadableError: 'busy',
  AbortError: 'busy',
};

/** From the browser's error to a failure with a way on. */
export function failureOfMedia(error: unknown): Failure {
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  return cameraFailure(NAMES[name] ?? 'failed', String(error));
}
