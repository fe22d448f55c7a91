import { isBlack } from '../../electron/core/black';
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
/** Some ask other programs first, or wake up a device. */
const OPEN_WITHIN_MS = 15_000;
/** So long a camera that was just turned on may give black pictures: it looks for its exposure, or its cover is being opened. */
const LIGHT_WITHIN_MS = 3000;

/** The page's own camera: a running stream, from which frames are taken. */
export class LiveCamera implements Camera {
  readonly backEnd = 'live';

  constructor(readonly media: MediaSource) {}

  async devices() {
    return (await this.media.devices()).map(({ id, label }) => ({ id, label, isDrawn: false }));
  }

  async open(deviceId: string | null): Promise<OpenCamera> {
    const opening = this.media.open(deviceId);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const silence = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), OPEN_WITHIN_MS)));
    try {
      const feed = await Promise.race([opening, silence]);
      if (feed) return new LiveStream(feed);
    } catch (error) {
      throw new ApiError(failureOfMedia(error));
    } finally {
      clearTimeout(timer);
    }
    // Nobody uses it any more, should it come on after all.
    opening.then(
      (late) => late.stop(),
      () => undefined,
    );
    throw new ApiError(cameraFailure('silent'));
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
      taken.push(index === 0 ? await this.#firstFrame(signal) : await this.#frame(index, signal));
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

  /** The first frame that is not black; after a while a black one. */
  async #firstFrame(signal: AbortSignal): Promise<CameraFrame> {
    const endMs = performance.now() + LIGHT_WITHIN_MS;
    for (;;) {
      const frame = await this.#frame(0, signal);
      if (frame.source === null || !frame.isBlack || performance.now() >= endMs) return frame;
    }
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
      const source = { kind: 'pixels', name: frameName(index), image: outcome } as const;
      return { index, source, isBlack: isBlack(outcome.data), failure: null };
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
