import type { Failure } from '../../electron/shared/contract';

/** The tutorial's burst: o-0.jpg to o-4.jpg. */
export const FRAME_COUNT = 5;

/** One place of the strip: a frame as a JPEG file, or why it is missing. */
export interface FrameSlot {
  readonly name: string;
  readonly jpeg: Uint8Array<ArrayBuffer> | null;
  readonly failure: Failure | null;
}

export function frameName(index: number): string {
  return `o-${index}`;
}
