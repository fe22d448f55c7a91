import { failed, tellDuring } from '../shared/errors';
import { message, type Message } from '../shared/messages/message';
import { takeBurst } from './burst';
import { burstCancelled } from './camera-error';
import { checkName, chooseSource, systemCameras } from './devices';
import { thisMachine, type CameraSurroundings } from './surroundings';
import { inTemporaryFolder } from './temporary-folder';
import { findTool } from './tool';
import type { CameraDevice, CapturedFrame, CaptureOptions } from './types';

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
    systemCameras(surroundings, await findTool(surroundings)),
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
  const tool = await findTool(surroundings);
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
