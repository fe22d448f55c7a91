import type { Point } from './coordinates';
import type { TileJob } from './tile-painter';

const ARM_PX = 4;

/** A light plus with a dark casing at the same place of every tile. */
export function drawPlusMarks(
  pen: CanvasRenderingContext2D,
  jobs: readonly TileJob[],
  tilePx: number,
  unit: Point,
  scale: number,
): void {
  const path = new Path2D();
  const arm = ARM_PX * scale;
  for (const { x, y, isNone } of jobs) {
    if (isNone) continue;
    // Half pixels keep one-pixel lines sharp.
    const centreX = Math.floor((x + unit.x * tilePx) * scale) + 0.5;
    const centreY = Math.floor((y + unit.y * tilePx) * scale) + 0.5;
    path.moveTo(centreX - arm, centreY);
    path.lineTo(centreX + arm, centreY);
    path.moveTo(centreX, centreY - arm);
    path.lineTo(centreX, centreY + arm);
  }
  pen.lineCap = 'round';
  pen.strokeStyle = 'rgb(0 0 0 / 0.6)';
  pen.lineWidth = 2.5 * scale;
  pen.stroke(path);
  pen.strokeStyle = '#fff';
  pen.lineWidth = scale;
  pen.stroke(path);
}
