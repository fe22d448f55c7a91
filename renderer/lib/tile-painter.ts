/**
 * Paints the visible tiles on one canvas. Finished tiles are kept as pixels in a bounded cache, so that scrolling back costs one
 * copy; what does not fit into a frame's time is painted in the next one.
 */
import { ByteCache } from '../../electron/core/byte-cache';
import type { Point } from './coordinates';
import { partOfTile } from './matrix-layout';
import { drawPlusMarks, type MarkedTile } from './plus-marks';
import { drawHatch, drawTile, roundCorners, type ByteMap } from './tile-drawing';

const CACHE_BYTES = 48e6;
const FRAME_MS = 9;
/** Height of a line in the corner of a tile. */
const MARK_PX = 13;
/** Of a badge: its height, its icon, its width without a word, and what its width is more than that of its word. */
export const BADGE_PX = { height: 14, icon: 9, alone: 15, sides: 18 };
/** More than the tiles that fit into the cache at the smallest size. */
const MOST_SUBJECTS = 20_000;

export interface TileJob extends MarkedTile {
  /** Names the map: model, layer, filter. Until its new pixels are there, its last ones stay. */
  readonly subject: string;
  /** Names everything that decides the pixels: analysis, layer, filter, range, colours. */
  readonly key: string;
  /** Called only where the pixels are not cached; null: the maps are not here yet. */
  readonly make: () => { map: ByteMap; table: Uint32Array } | null;
  /** Lines to show in the corner: the filter's number where the row does not tell it, name and value of a unit. */
  readonly marks: readonly string[];
  /** What is said of the map, in the other corner; without a word where there is no room for one. */
  readonly badge: Badge | null;
}

export interface Badge {
  /** Path on a grid of 16 px. */
  readonly icon: string;
  readonly word: string;
}

export interface PainterLook {
  readonly surface: string;
  readonly viewport: string;
  readonly hatchGround: string;
  readonly hatchLine: string;
  readonly badge: string;
  readonly badgeInk: string;
  readonly font: string;
  readonly tilePx: number; // CSS pixels
  readonly scale: number; // device pixels per CSS pixel
}

export class TilePainter {
  readonly #tiles = new ByteCache<ImageData>(CACHE_BYTES);
  /** Key of the pixels that each map was last seen with. */
  readonly #lastKeys = new Map<string, string>();
  #look: PainterLook | null = null;
  #size = 0;

  /** Sets size and colours of the tiles; a new look forgets finished ones. */
  prepare(look: PainterLook): void {
    if (look === this.#look) return;
    this.#tiles.clear();
    this.#lastKeys.clear();
    this.#look = look;
    this.#size = Math.round(look.tilePx * look.scale);
  }

  /**
   * Paints all tiles that it can in the time of one frame, and the point on them. Each tile overwrites its own place, so that
   * nothing has to be cleared but the places without one.
   * @param mostMs  time for making tiles that are not cached; Infinity makes all of them at once
   * @param isLate  the last pixels of maps that are still to come are shown at half strength
   * @returns true when nothing is left for the next frame
   */
  paint(
    pen: CanvasRenderingContext2D,
    jobs: readonly TileJob[],
    point: Point | null,
    { mostMs = FRAME_MS, isLate = false }: { mostMs?: number; isLate?: boolean } = {},
  ): boolean {
    const { scale } = this.#look!;
    const size = this.#size;
    const started = performance.now();
    let isDone = true;
    let right = 0;
    let bottom = 0;
    for (const job of jobs) {
      const x = Math.round(job.x * scale);
      const y = Math.round(job.y * scale);
      right = Math.max(right, x + size);
      bottom = Math.max(bottom, y + size);
      if (job.isNone) {
        pen.clearRect(x, y, size, size);
        continue;
      }
      let tile = this.#tiles.get(job.key);
      if (!tile) {
        if (performance.now() - started < mostMs) tile = this.#make(job);
        else isDone = false;
      }
      if (tile) pen.putImageData(tile, x, y);
      else this.#paintLast(pen, job.subject, x, y, isLate);
      if (tile) job.marks.forEach((mark, line) => this.#mark(pen, mark, x, y + line * MARK_PX * scale));
      if (tile && job.badge) this.#badge(pen, job.badge, x, y);
    }
    pen.clearRect(right, 0, pen.canvas.width - right, pen.canvas.height);
    pen.clearRect(0, bottom, pen.canvas.width, pen.canvas.height - bottom);
    if (point) drawPlusMarks(pen, jobs, this.#look!.tilePx, point, scale);
    return isDone;
  }

  /** What is known of a map whose pixels are still to come: its last ones, else an empty place. */
  #paintLast(pen: CanvasRenderingContext2D, subject: string, x: number, y: number, isLate: boolean): void {
    const last = this.#tiles.get(this.#lastKeys.get(subject) ?? '');
    if (last) pen.putImageData(last, x, y);
    if (last && !isLate) return;
    pen.globalAlpha = last ? 0.5 : 1;
    pen.fillStyle = last ? this.#look!.surface : this.#look!.viewport;
    pen.fillRect(x, y, this.#size, this.#size);
    pen.globalAlpha = 1;
  }

  #make(job: TileJob): ImageData | undefined {
    const made = job.isFlat ? null : job.make();
    if (!made && !job.isFlat) return undefined;
    const { hatchGround, hatchLine, scale } = this.#look!;
    const size = this.#size;
    const tile = new ImageData(size, size);
    const pixels = new Uint32Array(tile.data.buffer);
    if (made) drawInside(made.map, made.table, pixels, size);
    else drawHatch(pixels, size, size, abgrOf(hatchGround), abgrOf(hatchLine));
    roundCorners(pixels, size, size, 2 * scale);
    this.#tiles.set(job.key, tile, pixels.byteLength);
    if (this.#lastKeys.size >= MOST_SUBJECTS) this.#lastKeys.clear();
    this.#lastKeys.set(job.subject, job.key);
    return tile;
  }

  #mark(pen: CanvasRenderingContext2D, text: string, x: number, y: number): void {
    const { font, badge, badgeInk, scale } = this.#look!;
    pen.font = font;
    pen.fillStyle = badge;
    pen.fillRect(x + 2 * scale, y + 2 * scale, pen.measureText(text).width + 6 * scale, MARK_PX * scale);
    pen.fillStyle = badgeInk;
    pen.textBaseline = 'middle';
    pen.fillText(text, x + 5 * scale, y + 9 * scale);
  }

  #badge(pen: CanvasRenderingContext2D, { icon, word }: Badge, left: number, top: number): void {
    const { font, badge, badgeInk, scale, tilePx } = this.#look!;
    pen.font = font;
    const width = word === '' ? BADGE_PX.alone * scale : pen.measureText(word).width + BADGE_PX.sides * scale;
    const x = left + 2 * scale;
    const y = top + (tilePx - 2 - BADGE_PX.height) * scale;
    pen.fillStyle = badge;
    pen.fillRect(x, y, width, BADGE_PX.height * scale);
    pen.fillStyle = badgeInk;
    pen.textBaseline = 'middle';
    if (word !== '')
      pen.fillText(word, x + (BADGE_PX.sides - 3) * scale, y + (BADGE_PX.height / 2 + 0.5) * scale);
    const size = (BADGE_PX.icon / 16) * scale;
    pen.save();
    pen.translate(x + 3 * scale, y + ((BADGE_PX.height - BADGE_PX.icon) / 2) * scale);
    pen.scale(size, size);
    pen.strokeStyle = badgeInk;
    pen.lineWidth = 2;
    pen.lineCap = 'round';
    pen.lineJoin = 'round';
    pen.stroke(new Path2D(icon));
    pen.restore();
  }
}

/** A map that is not square keeps its proportions inside the tile. */
function drawInside(map: ByteMap, table: Uint32Array, pixels: Uint32Array, size: number): void {
  const part = partOfTile(map);
  const width = Math.max(1, Math.round(size * part.width));
  const height = Math.max(1, Math.round(size * part.height));
  if (width === size && height === size) return drawTile(map, table, pixels, size, size);
  const drawn = new Uint32Array(width * height);
  drawTile(map, table, drawn, width, height);
  const left = (size - width) >> 1;
  const top = (size - height) >> 1;
  for (let y = 0; y < height; y++) {
    pixels.set(drawn.subarray(y * width, (y + 1) * width), (top + y) * size + left);
  }
}

/** `#rrggbb` as an opaque little-endian ABGR word. */
function abgrOf(colour: string): number {
  const value = Number.parseInt(colour.trim().slice(1, 7), 16);
  return (0xff000000 | ((value & 0xff) << 16) | (value & 0xff00) | (value >> 16)) >>> 0;
}
