import type { FeaturescopeError } from '../shared/errors';

/** A camera that this machine has. */
export interface CameraDevice {
  /** What `CaptureOptions.device` takes: on Linux `/dev/video0`, elsewhere what the system's tool lists. */
  readonly id: string;
  /** What its maker calls it, or its id where the system does not say. */
  readonly label: string;
}

/** One frame of a burst: either its picture or the reason why there is none. */
export interface CapturedFrame {
  /** 0 for the first frame. */
  readonly index: number;
  /** A whole JPEG file that was decoded once to be sure of it. */
  readonly jpeg: Uint8Array | null;
  /** Width and height of the picture; cameras give the nearest size that they have. */
  readonly size: { readonly width: number; readonly height: number } | null;
  /** Nothing is to be seen on it. */
  readonly isBlack: boolean;
  readonly error: FeaturescopeError | null;
}

export interface CaptureOptions {
  /** Id of a camera, `TEST:` and letters for a drawn test picture (Linux), or null for the first camera. */
  readonly device: string | null;
  /** Within CAPTURE_LIMITS, as all numbers here. */
  readonly frames: number;
  /** Time from the start of one frame to the start of the next; 0 takes them back to back. */
  readonly intervalMs: number;
  /** Wanted size, or null for 1280 x 720. */
  readonly size: { readonly width: number; readonly height: number } | null;
  /** Ends the burst with `job/cancelled`. */
  readonly signal?: AbortSignal;
  /** Told after each frame, whether it came or not. */
  onProgress?(taken: number, total: number): void;
}
