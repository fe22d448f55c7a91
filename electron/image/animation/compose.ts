import { createCanvas, type Image } from '@napi-rs/canvas';
import { loadWithSkia, layOnWhite, type SkiaPixels } from '../skia';
import type { Animation } from './animation';

/** A frame as it is seen. */
export interface ComposedFrame extends SkiaPixels {
  /** The data of some frame that is seen in it are damaged. */
  readonly isDamaged: boolean;
}

/**
 * Draws a frame of an animation: all frames before it are drawn first, as they join each other.
 * @param number     counted from 1
 * @param isDamaged  finds out whether the data of a frame are what an encoder wrote
 * @returns undefined if nothing of the frame itself can be decoded
 */
export async function composeFrame(
  { frames, begin }: Animation,
  number: number,
  { width, height }: { readonly width: number; readonly height: number },
  isDamaged: (still: Uint8Array) => Promise<boolean>,
): Promise<ComposedFrame | undefined> {
  const canvas = createCanvas(width, height);
  const pen = canvas.getContext('2d');
  const before = createCanvas(width, height);
  const undo = before.getContext('2d');
  undo.globalCompositeOperation = 'copy';
  let isAnyDamaged = false;
  for (let index = begin; index < number; index++) {
    const frame = frames[index]!;
    const { x, y } = frame;
    const area = [x, y, frame.width, frame.height] as const;
    const isLast = index === number - 1;
    if (!isLast && frame.afterwards === 'restored' && index > begin) undo.drawImage(canvas, 0, 0);
    const still = frame.still();
    const picture = await fitting(still, frame);
    if (!picture && isLast) return undefined;
    isAnyDamaged ||= !picture || (await isDamaged(still));
    if (picture) {
      if (frame.replaces) pen.clearRect(...area);
      pen.drawImage(picture, x, y);
      picture.src = Buffer.alloc(0);
    }
    if (isLast || frame.afterwards === 'stays') continue;
    pen.clearRect(...area);
    if (frame.afterwards === 'restored' && index > begin) {
      pen.save();
      pen.beginPath();
      pen.rect(...area);
      pen.clip();
      pen.drawImage(before, 0, 0);
      pen.restore();
    } else if (frame.afterwards === 'cleared' && frame.clearColour !== undefined) {
      pen.fillStyle = frame.clearColour;
      pen.fillRect(...area);
    }
  }
  return { ...(await layOnWhite(canvas)), isDamaged: isAnyDamaged };
}

/** A frame that is as large as it says. */
async function fitting(
  still: Uint8Array,
  { width, height }: { readonly width: number; readonly height: number },
): Promise<Image | undefined> {
  if (width < 1 || height < 1) return undefined;
  const picture = await loadWithSkia(still, () => undefined);
  return picture?.width === width && picture.height === height ? picture : undefined;
}
