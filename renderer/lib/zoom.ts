import { clamp, type Point } from './coordinates';

/** Which part of a picture is shown enlarged: `scale` times, from `left` and `top` on, which are 0..1 over the whole of it. */
export interface Zoom {
  readonly scale: number;
  readonly left: number;
  readonly top: number;
}

export const WHOLE: Zoom = { scale: 1, left: 0, top: 0 };
export const LARGEST_SCALE = 16;

/** Enlarged more or less by a factor, so that a point of the whole stays where it is. */
export function zoomAt(zoom: Zoom, factor: number, fixed: Point): Zoom {
  const scale = clamp(zoom.scale * factor, 1, LARGEST_SCALE);
  const ratio = zoom.scale / scale;
  return kept({
    scale,
    left: fixed.x - (fixed.x - zoom.left) * ratio,
    top: fixed.y - (fixed.y - zoom.top) * ratio,
  });
}

/** Moved by shares of what is shown. */
export function panned(zoom: Zoom, dx: number, dy: number): Zoom {
  return kept({ ...zoom, left: zoom.left + dx / zoom.scale, top: zoom.top + dy / zoom.scale });
}

/** Moved as little as brings a point of the whole into view. */
export function shownWith(zoom: Zoom, { x, y }: Point): Zoom {
  const side = 1 / zoom.scale;
  const near = (start: number, at: number) => clamp(start, at - side * 0.95, at - side * 0.05);
  const isInside = (start: number, at: number) => at >= start && at < start + side;
  if (isInside(zoom.left, x) && isInside(zoom.top, y)) return zoom;
  return kept({ ...zoom, left: near(zoom.left, x), top: near(zoom.top, y) });
}

/** Place of a point of the whole in what is shown; beyond 0..1 where it is not in view. */
export function inZoom(zoom: Zoom, { x, y }: Point): Point {
  return { x: (x - zoom.left) * zoom.scale, y: (y - zoom.top) * zoom.scale };
}

/** The point of the whole that is shown at a place. */
export function fromZoom(zoom: Zoom, { x, y }: Point): Point {
  return { x: zoom.left + x / zoom.scale, y: zoom.top + y / zoom.scale };
}

function kept({ scale, left, top }: Zoom): Zoom {
  const most = 1 - 1 / scale;
  return { scale, left: clamp(left, 0, most), top: clamp(top, 0, most) };
}
