/** The webcam, as node-webcam sees it. */
import { z } from 'zod';
import { FRAMES_IN_BURST } from '../names';
import { failure } from './failure';
import { bytes, index } from './plain';

/** Frames of one burst; the classic o-0.jpg to o-4.jpg. */
const burstFrames = z.number().int().min(1).max(FRAMES_IN_BURST);

export const frameIndex = index.max(FRAMES_IN_BURST - 1);

/** Far above what any camera gives; a JPEG of more is not one of ours. */
const MOST_FRAME_BYTES = 64e6;

export const jpeg = bytes.refine(
  (file) =>
    file.length <= MOST_FRAME_BYTES &&
    file[0] === 0xff &&
    file[1] === 0xd8 &&
    file[2] === 0xff /* start of image */,
  'must be a JPEG file of at most 64 MB',
);

const side = z.number().int().min(16).max(8192);

export const cameraDevice = z.object({
  id: z.string(), // what camera:capture takes
  label: z.string(),
  isDrawn: z.boolean(), // no camera, but a test picture that is drawn
});

export const captureInput = z.object({
  device: z.string().min(1).max(300).nullable(), // one of camera:list; null: the first camera
  frames: burstFrames,
  intervalMs: z.number().int().min(0).max(60_000), // from the start of one frame to the start of the next
  size: z.object({ width: side, height: side }).nullable(), // wanted; null: the back end's own choice
});

/** A frame that node-webcam took, or why there is none. */
export const capturedFrame = z.object({
  index: frameIndex,
  jpeg: jpeg.nullable(),
  isBlack: z.boolean(), // nothing is to be seen on it
  error: failure.nullable(),
});

export type CameraDevice = z.infer<typeof cameraDevice>;
export type CapturedFrame = z.infer<typeof capturedFrame>;
