import type { FeaturescopeError } from '../shared/errors';
import { takeBurst } from './burst';
import { burstCancelled, cameraError } from './camera-error';
import { checkName, chooseSource, systemCameras } from './devices';
import { thisMachine } from './surroundings';
import { inTemporaryFolder } from './temporary-folder';
import { findTool } from './tool';

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

/** Lowest and highest values of the options. */
export const CAPTURE_LIMITS = {
  frames: [1, 100],
  intervalMs: [0, 60_000],
  side: [16, 8192],
} as const;

/**
 * The cameras of this machine, the first one first; empty if there is none.
 * @throws FeaturescopeError camera/tool-missing, camera/failed
 */
export async function listCameras(surroundings = thisMachine): Promise<CameraDevice[]> {
  const doing = 'looking for cameras';
  return systemCameras(surroundings, findTool(surroundings, doing), doing);
}

/**
 * Takes a burst of frames, in order. A frame that fails is tried once more; after that its reason stands in its place and
 * the others still come. If no frame comes at all, the first one's reason is thrown. Nothing stays on the disk.
 * @throws FeaturescopeError camera/none, camera/denied, camera/busy, camera/unknown-device, camera/tool-missing,
 *         camera/bad-options, camera/failed, job/cancelled
 */
export async function captureFrames(
  options: CaptureOptions,
  surroundings = thisMachine,
): Promise<CapturedFrame[]> {
  const doing = 'taking pictures';
  checkOptions(options, doing);
  if (options.device !== null) checkName(options.device, surroundings, doing);
  const tool = findTool(surroundings, doing);
  const source = await chooseSource(options.device, surroundings, tool, doing);
  if (options.signal?.aborted) throw burstCancelled();
  const frames = await inTemporaryFolder(doing, (folder) =>
    takeBurst(options, { source, tool, folder }, surroundings),
  );
  if (frames.every(({ jpeg }) => jpeg === null)) throw frames[0]!.error!;
  return frames;
}

function checkOptions({ frames, intervalMs, size }: CaptureOptions, doing: string): void {
  const check = (what: string, value: number, [lowest, highest]: readonly [number, number]) => {
    if (Number.isInteger(value) && value >= lowest && value <= highest) return;
    throw cameraError(
      'bad-options',
      doing,
      `${what} is ${value}; give a whole number from ${lowest} to ${highest}`,
    );
  };
  check('the number of frames', frames, CAPTURE_LIMITS.frames);
  check('the time between frames in ms', intervalMs, CAPTURE_LIMITS.intervalMs);
  if (!size) return;
  check('the width', size.width, CAPTURE_LIMITS.side);
  check('the height', size.height, CAPTURE_LIMITS.side);
}
