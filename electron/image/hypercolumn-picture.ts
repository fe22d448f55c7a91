import type { ColormapName } from '../core/colormap';
import { colourMap } from '../core/colour-map';
import { rangeOf } from '../core/quantise';
import { resizeBilinearFloat } from '../core/resize';
import { overlay } from '../core/overlay';
import type { RgbImage } from '../core/tensor';

/** Share of the hypercolumn in its overlay on the photo. */
export const DEFAULT_OVERLAY_OPACITY = 0.8;

/**
 * A float map as a colour picture, from its own smallest to its own largest finite value, as matplotlib's
 * `imshow` colours it. See `colourMap` for maps without spread, and for NaN and infinite values.
 * @param values float32 [height, width], any range
 */
export function renderHypercolumn(
  values: Float32Array,
  height: number,
  width: number,
  colormap: ColormapName,
): RgbImage {
  const { min, max } = rangeOf(values);
  return colourMap(values, { width, height }, { min, max, colormap });
}

/**
 * A hypercolumn laid over a photo. The values, not the colours, are enlarged to the photo's size (half-pixel
 * bilinear).
 * @param photo   any size with the same field of view, for example the picture at model size
 * @param values  float32 [height, width], any range
 * @param opacity 0 (photo only) .. 1 (hypercolumn only)
 */
export function renderOverlay(
  photo: RgbImage,
  values: Float32Array,
  height: number,
  width: number,
  colormap: ColormapName,
  opacity = DEFAULT_OVERLAY_OPACITY,
): RgbImage {
  const fits = photo.height === height && photo.width === width;
  const sized = fits ? values : resizeBilinearFloat(values, height, width, 1, photo.height, photo.width);
  return overlay(photo, renderHypercolumn(sized, photo.height, photo.width, colormap), opacity);
}
