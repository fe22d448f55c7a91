import { clamp, type Point } from './coordinates';
import type { TilePart } from './matrix-layout';

const ARM_PX = 4;

/** Where a tile lies on the canvas, and whether a point can be marked in it. */
export interface MarkedTile {
  readonly x: number; // CSS pixels on the canvas
  readonly y: number;
  /** Part of the tile that the map covers, where the point is marked. */
  readonly part: TilePart;
  /** The layer has no such filter. */
  readonly isNone: boolean;
  /** The map holds one value only. */
  readonly isFlat: boolean;
  /** One value of a layer without height and width: no point can be marked in it. */
  readonly isUnit: boolean;
}

/** A light plus with a dark casing at the same place of every map. */
export function drawPlusMarks(
  pen: CanvasRenderingContext2D,
  jobs: readonly MarkedTile[],
  tilePx: number,
  unit: Point,
  scale: number,
): void {
  const path = new Path2D();
  const arm = ARM_PX * scale;
  const margin = 1.5 * scale;
  for (const { x, y, part, isNone, isFlat, isUnit } of jobs) {
    if (isNone || isFlat || isUnit) continue;
    // Half pixels keep one-pixel lines sharp.
    const centreX = clamp(
      Math.floor((x + (part.left + unit.x * part.width) * tilePx) * scale) + 0.5,
      x * scale + margin,
      (x + tilePx) * scale - margin,
    );
    const centreY = clamp(
      Math.floor((y + (part.top + unit.y * part.height) * tilePx) * scale) + 0.5,
      y * scale + margin,
      (y + tilePx) * scale - margin,
    );
    // Marks stay inside their tile: gaps between tiles are never painted over.
    const left = x * scale + margin;
    const top = y * scale + margin;
    const right = (x + tilePx) * scale - margin;
    const bottom = (y + tilePx) * scale - margin;
    path.moveTo(Math.max(left, centreX - arm), centreY);
    path.lineTo(Math.min(right, centreX + arm), centreY);
    path.moveTo(centreX, Math.max(top, centreY - arm));
    path.lineTo(centreX, Math.min(bottom, centreY + arm));
  }
  pen.lineCap = 'round';
  pen.strokeStyle = 'rgb(0 0 0 / 0.6)';
  pen.lineWidth = 2.5 * scale;
  pen.stroke(path);
  pen.strokeStyle = '#fff';
  pen.lineWidth = scale;
  pen.stroke(path);
}
