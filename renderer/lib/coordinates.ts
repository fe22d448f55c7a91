/**
 * Three spaces: `image` = pixels of the opened picture, `model` = pixels of the model's input, `unit` = 0..1 over the model's
 * input, which every square feature map and hypercolumn shares. Names read target-from-source.
 */
import { clamp, fitGeometry } from '../../electron/core/fit';
import type { Analysis, Settings } from '../../electron/shared/contract';

export { clamp };

export interface Point {
  readonly x: number;
  readonly y: number;
}
export interface Size {
  readonly width: number;
  readonly height: number;
}
export type Rectangle = Point & Size;
/** Which part of the picture (`source`, image pixels) lies where in the model's input (`target`, model pixels). */
export type Shown = Analysis['shown'];

/** Model pixel of an image point; may lie outside the model's input. */
export function modelFromImage(point: Point, { source, target }: Shown): Point {
  return {
    x: target.x + ((point.x - source.x) / source.width) * target.width,
    y: target.y + ((point.y - source.y) / source.height) * target.height,
  };
}

/** Image pixel of a point in the model's input. */
export function imageFromModel(point: Point, { source, target }: Shown): Point {
  return {
    x: source.x + ((point.x - target.x) / target.width) * source.width,
    y: source.y + ((point.y - target.y) / target.height) * source.height,
  };
}

/** Position over the model's input, 0..1 on both axes; null where the model does not see the point. */
export function unitFromImage(point: Point, shown: Shown, model: Size): Point | null {
  const pixel = modelFromImage(point, shown);
  const unit = { x: pixel.x / model.width, y: pixel.y / model.height };
  return unit.x >= 0 && unit.y >= 0 && unit.x < 1 && unit.y < 1 ? unit : null;
}

/** Image point under a position over the model's input. */
export function imageFromUnit(unit: Point, shown: Shown, model: Size): Point {
  return imageFromModel({ x: unit.x * model.width, y: unit.y * model.height }, shown);
}

/** Where the whole picture lies over the model's input, both 0..1; a part that the model does not see lies beyond. */
export function pictureOverInput(picture: Size, { source, target }: Shown, model: Size): Rectangle {
  const across = target.width / (source.width * model.width);
  const down = target.height / (source.height * model.height);
  return {
    x: target.x / model.width - source.x * across,
    y: target.y / model.height - source.y * down,
    width: picture.width * across,
    height: picture.height * down,
  };
}

/** The style of what lies over a picture, whose part it covers, 0..1. */
export function placedOver({ x, y, width, height }: Rectangle): string {
  const percent = (share: number) => `${share * 100}%`;
  return `left: ${percent(x)}; top: ${percent(y)}; width: ${percent(width)}; height: ${percent(height)}`;
}

/** Middle of a cell of a map of `size`, 0..1 over the model's input. */
export function unitFromCell(cell: Point, size: Size): Point {
  return { x: (cell.x + 0.5) / size.width, y: (cell.y + 0.5) / size.height };
}

/** Whole pixel of a map of `size` at a unit position, kept inside the map. */
export function mapFromUnit(unit: Point, size: Size): Point {
  return {
    x: clamp(Math.floor(unit.x * size.width), 0, size.width - 1),
    y: clamp(Math.floor(unit.y * size.height), 0, size.height - 1),
  };
}

/** Position of a pointer event inside an element, 0..1 on both axes. */
export function unitFromPointer(event: { clientX: number; clientY: number }, box: DOMRect): Point {
  return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
}

/** The nearest point inside a picture, so that its pixel exists. */
export function clampToImage(point: Point, { width, height }: Size): Point {
  return { x: clamp(point.x, 0, width - 0.001), y: clamp(point.y, 0, height - 0.001) };
}

/**
 * What each fit shows of a picture, before compute has answered: the crop frame follows the pointer with it.
 * @param cropShift  place of the crop frame as a share of the free range, -1..1
 */
export function shownFor(fit: Settings['fit'], picture: Size, model: Size, cropShift: number): Shown {
  return fitGeometry(picture, model.width, model.height, fit, cropShift);
}
