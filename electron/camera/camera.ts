import { failed, tellDuring, type FeaturescopeError } from '../shared/errors';
import { message, type Message } from '../shared/messages/message';
import { takeBurst } from './burst';
import { burstCancelled } from './camera-error';
import { checkName, chooseSource, systemCameras } from './devices';
import { thisMachine, type CameraSurroundings } from './surroundings';
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
  return tellDuring(message('doing/looking-for-cameras'), async () =>
    systemCameras(surroundings, findTool(surroundings)),
  );
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
  const frames = await tellDuring(message('doing/taking-pictures'), () => takeAll(options, surroundings));
  if (frames.every(({ jpeg }) => jpeg === null)) throw frames[0]!.error!;
  return frames;
}

async function takeAll(options: CaptureOptions, surroundings: CameraSurroundings): Promise<CapturedFrame[]> {
  checkOptions(options);
  if (options.device !== null) checkName(options.device, surroundings);
  const tool = findTool(surroundings);
  const source = await chooseSource(options.device, surroundings, tool);
  if (options.signal?.aborted) throw burstCancelled();
  return inTemporaryFolder((folder) => takeBurst(options, { source, tool, folder }, surroundings));
}

function checkOptions({ frames, intervalMs, size }: CaptureOptions): void {
  const check = (what: Message, value: number, [lowest, highest]: readonly [number, number]) => {
    if (Number.isInteger(value) && value >= lowest && value <= highest) return;
    throw failed('camera/bad-options', { what, value, lowest, highest });
  };
  check(message('part/frame-count'), frames, CAPTURE_LIMITS.frames);
  check(message('part/frame-interval'), intervalMs, CAPTURE_LIMITS.intervalMs);
  if (!size) return;
  check(message('part/frame-width'), size.width, CAPTURE_LIMITS.side);
  check(message('part/frame-height'), size.height, CAPTURE_LIMITS.side);
}
