/** What a place of a map sees of the picture. */
import type { ReceptiveField } from '../../electron/shared/contract';
import { imageFromModel, type Point, type Rectangle, type Shown, type Size } from './coordinates';

/** What a place sees, in pixels of the picture. */
export interface FieldBox {
  /** With what lies beyond the borders of the model's input. */
  readonly whole: Rectangle;
  /** What there is of it; null: nothing. */
  readonly seen: Rectangle | null;
  /** Sides at which it is cut off. */
  readonly cut: Readonly<Record<'left' | 'top' | 'right' | 'bottom', boolean>>;
  /** It sees all of the model's input. */
  readonly isAll: boolean;
}

/** What a cell of a layer's maps sees. */
export function fieldBox(
  { rows, columns }: ReceptiveField,
  cell: Point,
  model: Size,
  shown: Shown,
): FieldBox {
  const [left, right] = [columns.from[cell.x]!, columns.to[cell.x]! + 1];
  const [top, bottom] = [rows.from[cell.y]!, rows.to[cell.y]! + 1];
  const [seenLeft, seenRight] = [columns.insideFrom[cell.x]!, columns.insideTo[cell.x]! + 1];
  const [seenTop, seenBottom] = [rows.insideFrom[cell.y]!, rows.insideTo[cell.y]! + 1];
  const isSeen = seenLeft < seenRight && seenTop < seenBottom;
  return {
    whole: inImage(left, top, right, bottom, shown),
    seen: isSeen ? inImage(seenLeft, seenTop, seenRight, seenBottom, shown) : null,
    cut: { left: left < seenLeft, top: top < seenTop, right: right > seenRight, bottom: bottom > seenBottom },
    isAll: seenLeft <= 0 && seenTop <= 0 && seenRight >= model.width && seenBottom >= model.height,
  };
}

/** From pixels of the model's input to those of the picture. */
function inImage(left: number, top: number, right: number, bottom: number, shown: Shown): Rectangle {
  const start = imageFromModel({ x: left, y: top }, shown);
  const end = imageFromModel({ x: right, y: bottom }, shown);
  return { ...start, width: end.x - start.x, height: end.y - start.y };
}

/** How much a place sees far from the borders, in pixels of the model's input; null: all of it. */
export function fieldSize({ rows, columns, seesAll }: ReceptiveField): Size | null {
  return seesAll || rows.size === 0 || columns.size === 0 ? null : { width: columns.size, height: rows.size };
}
