import { colourMap } from '../core/colour-map';
import type { ColormapName } from '../core/colormap';
import { overlay } from '../core/overlay';
import { rangeOf } from '../core/quantise';
import { resizeBilinearFloat } from '../core/resize';
import type { RgbImage } from '../core/tensor';

/** Share of the heat in its overlay on the photo. */
const HEAT_OPACITY = 0.6;

/**
 * Heat laid over a photo, its values enlarged to the photo's size (half-pixel bilinear). From 0 to the largest value; where some
 * speak against, with as much below 0, in red and blue.
 * @param photo   any size with the same field of view
 * @param values  float32 [height, width], any range
 */
export function renderHeat(
  photo: RgbImage,
  values: Float32Array,
  height: number,
  width: number,
  colormap: ColormapName,
): RgbImage {
  const fits = photo.height === height && photo.width === width;
  const sized = fits ? values : resizeBilinearFloat(values, height, width, 1, photo.height, photo.width);
  const { min, max } = rangeOf(values);
  const largest = Math.max(Math.abs(min), max);
  const shown =
    min < 0
      ? ({ min: -largest, max: largest, colormap: 'diverging' } as const)
      : { min: 0, max: largest, colormap };
  return overlay(photo, colourMap(sized, photo, shown), HEAT_OPACITY);
}
