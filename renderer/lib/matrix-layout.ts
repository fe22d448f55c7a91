/**
 * Where every tile of the matrix is, as a pure function of sizes and scroll. "Lines" run down (rows), "lanes" run across
 * (columns); which of them are layers and which are filters is the caller's business.
 */
import { clamp } from './coordinates';

export const TILE_GAP_PX = 4;
export const MIN_FIT_TILE_PX = 60;
export const MAX_FIT_TILE_PX = 96;
const MAX_LARGE_TILE_PX = 160;
/** Where the lanes do not fit anyway, tiles need not be the smallest. */
export const SCROLLED_TILE_PX = 64;

export interface MatrixLayout {
  readonly lanes: number;
  readonly lines: number;
  readonly tilePx: number;
  readonly rowHeadPx: number;
  readonly columnHeadPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

export interface TileRange {
  readonly firstLane: number;
  readonly endLane: number; // one past the last
  readonly firstLine: number;
  readonly endLine: number;
}

export interface Viewport {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Part of a tile, in shares of its side. */
export interface TilePart {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The part that a map covers: one that is not square keeps its proportions, in the middle. */
export function partOfTile({ width, height }: { width: number; height: number }): TilePart {
  const longer = Math.max(width, height);
  const [across, down] = [width / longer, height / longer];
  return { left: (1 - across) / 2, top: (1 - down) / 2, width: across, height: down };
}

/** What of a layer's head there is room for: three lines, the first of them, or its index alone. */
export function headRoom(widthPx: number, heightPx: number): 'lines' | 'line' | 'index' {
  if (widthPx < 48) return 'index';
  return heightPx < 44 ? 'line' : 'lines';
}

/** A whole layout from counts and sizes. */
export function layOut(
  lanes: number,
  lines: number,
  tilePx: number,
  rowHeadPx: number,
  columnHeadPx: number,
): MatrixLayout {
  const pitch = tilePx + TILE_GAP_PX;
  return {
    lanes,
    lines,
    tilePx,
    rowHeadPx,
    columnHeadPx,
    widthPx: rowHeadPx + lanes * pitch + TILE_GAP_PX,
    heightPx: columnHeadPx + lines * pitch + TILE_GAP_PX,
  };
}

/** As large as leaves three lines in view, the rows of the classic figure, between 96 and 160 px. */
export function mostFitTilePx(heightPx: number, columnHeadPx: number): number {
  const line = Math.floor((heightPx - columnHeadPx - TILE_GAP_PX) / 3) - TILE_GAP_PX;
  return clamp(line, MAX_FIT_TILE_PX, MAX_LARGE_TILE_PX);
}

/**
 * The tile size at which all lanes fill the width, kept between 60 px and the most; the row head takes the remainder, so that
 * tiles are whole pixels. Where even 60 px are too wide, the matrix scrolls sideways with 64 px.
 */
export function fitTile(
  widthPx: number,
  lanes: number,
  rowHeadPx: number,
  mostPx = MAX_FIT_TILE_PX,
): { tilePx: number; rowHeadPx: number } {
  const room = widthPx - rowHeadPx - (lanes + 1) * TILE_GAP_PX;
  const exact = Math.floor(room / Math.max(lanes, 1));
  const tilePx = exact < MIN_FIT_TILE_PX ? SCROLLED_TILE_PX : Math.min(exact, mostPx);
  const remainder = tilePx === exact ? room - exact * lanes : 0;
  return { tilePx, rowHeadPx: rowHeadPx + remainder };
}

/** Left edge of a lane in the scrolled content. */
export function laneX(layout: MatrixLayout, lane: number): number {
  return layout.rowHeadPx + TILE_GAP_PX + lane * (layout.tilePx + TILE_GAP_PX);
}

/** Top edge of a line in the scrolled content. */
export function lineY(layout: MatrixLayout, line: number): number {
  return layout.columnHeadPx + TILE_GAP_PX + line * (layout.tilePx + TILE_GAP_PX);
}

/** Tiles that touch the viewport, and one more on each side, so that small scrolls need no drawing. */
export function visibleRange(layout: MatrixLayout, view: Viewport, margin = 1): TileRange {
  const pitch = layout.tilePx + TILE_GAP_PX;
  const lane = (x: number) => (x - layout.rowHeadPx - TILE_GAP_PX) / pitch;
  const line = (y: number) => (y - layout.columnHeadPx - TILE_GAP_PX) / pitch;
  return {
    firstLane: clamp(Math.floor(lane(view.left + layout.rowHeadPx)) - margin, 0, layout.lanes),
    endLane: clamp(Math.ceil(lane(view.left + view.width)) + margin, 0, layout.lanes),
    firstLine: clamp(Math.floor(line(view.top + layout.columnHeadPx)) - margin, 0, layout.lines),
    endLine: clamp(Math.ceil(line(view.top + view.height)) + margin, 0, layout.lines),
  };
}

/** Size that holds the visible tiles of any scroll position, in CSS pixels. */
export function mostVisible(
  layout: MatrixLayout,
  viewWidth: number,
  viewHeight: number,
  margin = 1,
): { width: number; height: number } {
  const pitch = layout.tilePx + TILE_GAP_PX;
  const count = (length: number) => Math.ceil(length / pitch) + 1 + 2 * margin;
  return {
    width: Math.max(1, Math.min(count(viewWidth - layout.rowHeadPx), layout.lanes) * pitch),
    height: Math.max(1, Math.min(count(viewHeight - layout.columnHeadPx), layout.lines) * pitch),
  };
}

/** The tile under a point of the scrolled content, with the position inside it (0..1); null in gaps and heads. */
export function tileAt(
  layout: MatrixLayout,
  x: number,
  y: number,
): { lane: number; line: number; unit: { x: number; y: number } } | null {
  const pitch = layout.tilePx + TILE_GAP_PX;
  const lane = Math.floor((x - laneX(layout, 0)) / pitch);
  const line = Math.floor((y - lineY(layout, 0)) / pitch);
  if (lane < 0 || line < 0 || lane >= layout.lanes || line >= layout.lines) return null;
  const unit = {
    x: (x - laneX(layout, lane)) / layout.tilePx,
    y: (y - lineY(layout, line)) / layout.tilePx,
  };
  return unit.x < 1 && unit.y < 1 ? { lane, line, unit } : null;
}

/**
 * The lane or line whose head is under a point of the viewport: heads stay in view while tiles scroll below them. Null beside
 * the heads, and in the corner.
 */
export function headAt(
  layout: MatrixLayout,
  view: Pick<Viewport, 'left' | 'top'>,
  x: number,
  y: number,
): { of: 'lane' | 'line'; at: number } | null {
  const pitch = layout.tilePx + TILE_GAP_PX;
  const isAbove = y < layout.columnHeadPx;
  if (isAbove === x < layout.rowHeadPx) return null;
  const at = isAbove
    ? Math.floor((x + view.left - laneX(layout, 0)) / pitch)
    : Math.floor((y + view.top - lineY(layout, 0)) / pitch);
  if (at < 0 || at >= (isAbove ? layout.lanes : layout.lines)) return null;
  return { of: isAbove ? 'lane' : 'line', at };
}

/** The smallest scroll that brings a tile wholly into view below and right of the heads. */
export function scrollToShow(
  layout: MatrixLayout,
  view: Viewport,
  lane: number,
  line: number,
): { left: number; top: number } {
  const x = laneX(layout, lane);
  const y = lineY(layout, line);
  const size = layout.tilePx + TILE_GAP_PX;
  return {
    left: clamp(view.left, x + size - view.width, x - layout.rowHeadPx - TILE_GAP_PX),
    top: clamp(view.top, y + size - view.height, y - layout.columnHeadPx - TILE_GAP_PX),
  };
}
