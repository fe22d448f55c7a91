import fs from 'node:fs';

/** The films' size and speed. */
export const film = { width: 320, height: 240, framesPerSecond: 10, frames: 20 };

const WHITE = 235;
const BLACK = 16;
const levelOf = (frame: number): number => 40 + 9 * frame;
/** 8-bit luma of video range (ITU-R BT.601: 16 is black, 235 white) to 0..255. */
const greyOf = (luma: number): number => Math.round(((luma - BLACK) * 255) / (WHITE - BLACK));

/**
 * Writes a film for `--use-file-for-fake-video-capture`: raw 4:2:0 frames (YUV4MPEG2). Each is grey, with a level of its own
 * in its upper left and lower right quarter, white at the upper right, black at the lower left, so that neither frames nor
 * sides can be mistaken.
 */
export function writeFilm(file: string): void {
  const { width, height, framesPerSecond, frames } = film;
  const header = `YUV4MPEG2 W${width} H${height} F${framesPerSecond}:1 Ip A1:1 C420jpeg\n`;
  const chroma = Buffer.alloc(width * height * 0.5, 128); // no colour
  const parts = [Buffer.from(header)];
  for (let frame = 0; frame < frames; frame++) {
    const luma = Buffer.alloc(width * height);
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) luma[y * width + x] = lumaAt(frame, x / width, y / height);
    parts.push(Buffer.from('FRAME\n'), luma, chroma);
  }
  fs.writeFileSync(file, Buffer.concat(parts));
}

function lumaAt(frame: number, u: number, v: number): number {
  if (u < 0.5 === v < 0.5) return levelOf(frame);
  return v < 0.5 ? WHITE : BLACK;
}

/** A picture, rows from the top. */
export interface Pixels {
  data: ArrayLike<number>;
  width: number;
  height: number;
  /** Numbers for each pixel. */
  channels: number;
}

/**
 * The number of the film's frame that a picture shows, and how far the worst of its pixels is from it. Pixels at the edges
 * of the quarters are left out, where the picture was made smaller or coded.
 */
export function frameOf(picture: Pixels): { frame: number; worst: number } {
  const middle = pixelAt(picture, 0.25, 0.25)[0]!;
  const levels = Array.from({ length: film.frames }, (_, frame) => Math.abs(greyOf(levelOf(frame)) - middle));
  const frame = levels.indexOf(Math.min(...levels));
  let worst = 0;
  for (let y = 0; y < picture.height; y++)
    for (let x = 0; x < picture.width; x++) {
      const [u, v] = [(x + 0.5) / picture.width, (y + 0.5) / picture.height];
      if (Math.abs(u - 0.5) < 0.06 || Math.abs(v - 0.5) < 0.06) continue;
      const expected = greyOf(lumaAt(frame, u, v));
      for (const value of pixelAt(picture, u, v)) worst = Math.max(worst, Math.abs(value - expected));
    }
  return { frame, worst };
}

function pixelAt({ data, width, height, channels }: Pixels, u: number, v: number): number[] {
  const at = (Math.floor(v * height) * width + Math.floor(u * width)) * channels;
  return [data[at]!, data[at + 1]!, data[at + 2]!];
}
