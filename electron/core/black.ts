/**
 * The brightest value of a picture that shows nothing, of 255: sensors in the dark give a few steps of noise, and video black
 * is 16 (ITU-R BT.601).
 */
const BLACK_UP_TO = 16;

/**
 * True where nothing of a picture is brighter than black, as of a camera that is covered or has just been turned on.
 * @param values  of all colours, uint8, 0..255; without alpha
 */
export function isBlack(values: Uint8Array | Uint8ClampedArray): boolean {
  return values.every((value) => value <= BLACK_UP_TO);
}
