/** One interface for two ways to a camera: the page's own (live, with a preview) and node-webcam in the main process. */
import type { CameraDevice, Failure, FrameSource } from '../../electron/shared/contract';
import { message } from '../../electron/shared/messages/message';
import { ApiError, failureData } from '../api/api';

export type BackEnd = 'live' | 'node-webcam';

/** One frame of a burst: its picture, or the reason why there is none. */
export type CameraFrame =
  | {
      readonly index: number;
      readonly source: FrameSource;
      /** Nothing is to be seen on it. */
      readonly isBlack: boolean;
      readonly failure: null;
    }
  | { readonly index: number; readonly source: null; readonly failure: Failure };

export interface BurstOptions {
  readonly frames: number;
  /** From the start of one frame to the start of the next. */
  readonly intervalMs: number;
  /** Ends the burst with an AbortError. */
  readonly signal: AbortSignal;
  /** Told after each frame, whether it came or not. */
  onProgress(taken: number): void;
}

/** A camera that was chosen. A live one is on from now on until it is closed. */
export interface OpenCamera {
  readonly deviceId: string;
  /** What the preview shows; null where the back end has none. */
  readonly stream: MediaStream | null;
  /**
   * Takes frames, in order. One that fails leaves its reason and the others still come.
   * @throws ApiError if none came at all
   */
  burst(options: BurstOptions): Promise<CameraFrame[]>;
  /** Tells when the camera was unplugged or taken away; returns the unsubscribe. */
  onLost(listener: () => void): () => void;
  /** Turns it off. */
  close(): void;
}

export interface Camera {
  readonly backEnd: BackEnd;
  devices(): Promise<CameraDevice[]>;
  /** @param deviceId  null: the first camera */
  open(deviceId: string | null): Promise<OpenCamera>;
}

/** A failure of the page's own camera. */
export function cameraFailure(
  name: 'none' | 'denied' | 'busy' | 'lost' | 'no-frame' | 'failed' | 'silent',
  detail = '',
): Failure {
  switch (name) {
    case 'none':
      return failureData(
        'camera/none',
        { problem: message('part/no-camera'), hint: message('part/connect-camera') },
        detail,
      );
    case 'denied':
      return failureData(
        'camera/denied',
        { problem: message('part/camera-blocked'), hint: message('part/allow-camera') },
        detail,
      );
    case 'busy':
      return failureData(
        'camera/busy',
        { problem: message('part/camera-in-use', { device: message('part/the-camera') }) },
        detail,
      );
    case 'silent':
      return failureData('camera/failed', { problem: message('part/camera-does-not-open') }, detail);
    case 'failed':
      return failureData('camera/failed', { problem: message('part/camera-gave-nothing') }, detail);
    default:
      return failureData(`camera/${name}`, {}, detail);
  }
}

/** The frames, or the first reason if there is not one picture among them. */
export function requireOne(frames: CameraFrame[]): CameraFrame[] {
  const first = frames[0];
  if (first?.failure && frames.every(({ source }) => source === null)) throw new ApiError(first.failure);
  return frames;
}
