/** Frames of a burst, saved as o-0.jpg to o-4.jpg. */
export const FRAMES_IN_BURST = 5;

/** File name of a frame; frames count from 0. */
export function frameName(index: number): string {
  return `o-${index}.jpg`;
}
