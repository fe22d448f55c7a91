/** Parts of the photo around places of a map. */
import { cropRgb } from '../../electron/core/fit';
import { clamp, imageFromModel, type Point, type Rectangle, type Shown, type Size } from './coordinates';
import type { RgbImage } from './pixels';

/** A crop shows some of what lies around a small field, and the middle of one that is as large as the picture. */
const LEAST_SHARE = 1 / 8;
const MOST_SHARE = 1 / 2;

/**
 * What a crop around a place shows: the part of the model's input that the place sees, but not less and not more of the input
 * than can be looked at; moved so that it lies within what the model sees of the picture.
 * @param place  0..1 over the model's input
 * @param field  what the place sees, in pixels of the model's input; null: all of it
 * @returns image pixels
 */
export function cropAround(
  place: Point,
  field: Size | null,
  model: Size,
  { source, target }: Shown,
): Rectangle {
  const side = (seen: number, whole: number, part: number) =>
    Math.min(clamp(seen, LEAST_SHARE * whole, MOST_SHARE * whole), part);
  const width = side(field?.width ?? Infinity, model.width, target.width);
  const height = side(field?.height ?? Infinity, model.height, target.height);
  const start = imageFromModel(
    {
      x: clamp(place.x * model.width - width / 2, target.x, target.x + target.width - width),
      y: clamp(place.y * model.height - height / 2, target.y, target.y + target.height - height),
    },
    { source, target },
  );
  return {
    ...start,
    width: (width / target.width) * source.width,
    height: (height / target.height) * source.height,
  };
}

/**
 * The pixels of a preview that cover a part of the full picture.
 * @returns the pixels, and the part that they cover, which is a little larger: image pixels
 */
export function cropPreview(
  preview: RgbImage,
  picture: Size,
  part: Rectangle,
): { readonly image: RgbImage; readonly covers: Rectangle } {
  const [across, down] = [preview.width / picture.width, preview.height / picture.height];
  const first = (at: number, most: number) => clamp(Math.floor(at + 1e-6), 0, most - 1);
  const end = (at: number, start: number, most: number) => clamp(Math.ceil(at - 1e-6), start + 1, most);
  const left = first(part.x * across, preview.width);
  const top = first(part.y * down, preview.height);
  const width = end((part.x + part.width) * across, left, preview.width) - left;
  const height = end((part.y + part.height) * down, top, preview.height) - top;
  return {
    image: cropRgb(preview, { x: left, y: top, width, height }),
    covers: { x: left / across, y: top / down, width: width / across, height: height / down },
  };
}

/** Where one rectangle lies in another, as shares of that. */
export function withinRectangle(inner: Rectangle, outer: Rectangle): Rectangle {
  return {
    x: (inner.x - outer.x) / outer.width,
    y: (inner.y - outer.y) / outer.height,
    width: inner.width / outer.width,
    height: inner.height / outer.height,
  };
}
