import type { RgbImage } from './tensor';

/**
 * A colour picture laid over a photo: out = round(photo * (1 - opacity) + colour * opacity), for each 8-bit
 * channel. The mix is made on the sRGB bytes, as browsers and image editors do it.
 * @param photo   the picture below
 * @param colour  the picture above, of the same size
 * @param opacity 0 (photo only) .. 1 (colour only)
 * @throws RangeError if the sizes differ or the opacity is outside 0..1
 */
export function overlay(
  photo: RgbImage,
  colour: RgbImage,
  opacity: number,
): RgbImage & { data: Uint8Array<ArrayBuffer> } {
  const { width, height } = photo;
  if (colour.width !== width || colour.height !== height)
    throw new RangeError(
      `Overlay of ${colour.width}x${colour.height} on a photo of ${width}x${height} pixels.`,
    );
  if (!(opacity >= 0 && opacity <= 1)) throw new RangeError(`Opacity ${opacity} is not in 0..1.`);
  const data = new Uint8Array(photo.data.length);
  for (let i = 0; i < data.length; i++)
    data[i] = Math.round(photo.data[i]! * (1 - opacity) + colour.data[i]! * opacity);
  return { data, width, height };
}
