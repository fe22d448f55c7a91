/**
 * Paints the visible tiles on one canvas. Finished tiles are kept as pixels in a bounded cache, so that scrolling back costs one
 * copy; what does not fit into a frame's time is painted in the next one.
 */
import { ByteCache } from './byte-cache';
import { drawHatch, drawTile, roundCorners, type ByteMap } from './tile-drawing';

const CACHE_BYTES = 64e6;
const FRAME_MS = 9;

export interface TileJob {
  readonly x: number; // CSS pixels on the canvas
  readonly y: number;
  /** Names everything that decides the pixels: analysis, layer, filter, range, colours. */
  readonly key: string;
  /** Called only where the pixels are not cached; null: the maps are not here yet. */
  readonly make: () => { map: ByteMap; table: Uint32Array } | 'flat' | null;
  /** The layer has no such filter. */
  readonly isNone: boolean;
  /** Filter number to show where the row does not tell it, '' for none. */
  readonly mark: string;
}

export interface PainterColours {
  readonly viewport: string;
  readonly line: string;
  readonly hatchGround: string;
  readonly hatchLine: string;
  readonly badge: string;
  readonly badgeInk: string;
  readonly font: string;
}

export class TilePainter {
  readonly #tiles = new ByteCache<ImageData>(CACHE_BYTES);
  #colours: PainterColours | null = null;
  #size = 0;

  get cachedBytes(): number {
    return this.#tiles.bytes;
  }

  /** Sets tile size in device pixels and colours; a change of either forgets finished tiles. */
  prepare(size: number, colours: PainterColours): void {
    if (size !== this.#size || JSON.stringify(colours) !== JSON.stringify(this.#colours)) this.#tiles.clear();
    this.#size = size;
    this.#colours = colours;
  }

  /** Paints all tiles that it can in the time of one frame; true when nothing is left for the next one. */
  paint(pen: CanvasRenderingContext2D, jobs: readonly TileJob[], scale: number): boolean {
    const size = this.#size;
    const colours = this.#colours!;
    const started = performance.now();
    let isDone = true;
    pen.clearRect(0, 0, pen.canvas.width, pen.canvas.height);
    for (const job of jobs) {
      const x = Math.round(job.x * scale);
      const y = Math.round(job.y * scale);
      if (job.isNone) {
        pen.strokeStyle = colours.line;
        pen.lineWidth = scale;
        pen.strokeRect(x + scale / 2, y + scale / 2, size - scale, size - scale);
        continue;
      }
      let tile = this.#tiles.get(job.key);
      if (!tile && performance.now() - started < FRAME_MS) tile = this.#make(job, scale);
      else if (!tile) isDone = false;
      if (tile) pen.putImageData(tile, x, y);
      else {
        pen.fillStyle = colours.viewport;
        pen.fillRect(x, y, size, size);
      }
      if (tile && job.mark !== '') this.#mark(pen, job.mark, x, y, scale);
    }
    return isDone;
  }

  #make(job: TileJob, scale: number): ImageData | undefined {
    const made = job.make();
    if (made === null) return undefined;
    const size = this.#size;
    const tile = new ImageData(size, size);
    const pixels = new Uint32Array(tile.data.buffer);
    if (made === 'flat') {
      drawHatch(pixels, size, size, abgrOf(this.#colours!.hatchGround), abgrOf(this.#colours!.hatchLine));
    } else {
      // A map that is not square keeps its proportions inside the tile.
      const { width, height } = made.map;
      const longer = Math.max(width, height);
      const drawnWidth = Math.max(1, Math.round((size * width) / longer));
      const drawnHeight = Math.max(1, Math.round((size * height) / longer));
      if (drawnWidth === size && drawnHeight === size) drawTile(made.map, made.table, pixels, size, size);
      else placeInside(made, pixels, size, drawnWidth, drawnHeight);
    }
    roundCorners(pixels, size, size, 2 * scale);
    this.#tiles.set(job.key, tile, pixels.byteLength);
    return tile;
  }

  #mark(pen: CanvasRenderingContext2D, text: string, x: number, y: number, scale: number): void {
    pen.font = this.#colours!.font;
    const width = pen.measureText(text).width + 6 * scale;
    pen.fillStyle = this.#colours!.badge;
    pen.fillRect(x + 2 * scale, y + 2 * scale, width, 13 * scale);
    pen.fillStyle = this.#colours!.badgeInk;
    pen.textBaseline = 'middle';
    pen.fillText(text, x + 5 * scale, y + 9 * scale);
  }
}

function placeInside(
  made: { map: ByteMap; table: Uint32Array },
  pixels: Uint32Array,
  size: number,
  width: number,
  height: number,
): void {
  const drawn = new Uint32Array(width * height);
  drawTile(made.map, made.table, drawn, width, height);
  const left = (size - width) >> 1;
  const top = (size - height) >> 1;
  for (let y = 0; y < height; y++)
    pixels.set(drawn.subarray(y * width, (y + 1) * width), (top + y) * size + left);
}

/** `#rrggbb` as an opaque little-endian ABGR word. */
function abgrOf(colour: string): number {
  const value = Number.parseInt(colour.trim().slice(1, 7), 16);
  return (0xff000000 | ((value & 0xff) << 16) | (value & 0xff00) | (value >> 16)) >>> 0;
}
