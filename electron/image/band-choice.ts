import { failed } from '../shared/errors';
import { message } from '../shared/messages/message';
import type { PictureReading } from '../shared/picture-reading';
import type { PictureHeader } from './headers/header';
import { tooLarge } from './image-error';

/** A picture of that many megapixels has three values a pixel. */
const COLOURS = 3;

/**
 * Refuses bands that a picture has not, and more of them than fit into the memory that a picture may take.
 * @throws FeaturescopeError image/no-bands, image/no-such-band, image/too-large
 */
export function refuseBands(
  { bands: there, width, height }: PictureHeader,
  { bands: chosen }: PictureReading,
  maxMegapixels: number,
  file: string,
): void {
  const during = [message('doing/reading', { file })];
  if (chosen && !there) throw failed('image/no-bands', {}, { during });
  const missing = chosen?.find((band) => band > there!.total);
  if (missing !== undefined)
    throw failed('image/no-such-band', { band: missing, count: there!.total }, { during });
  const count = chosen?.length ?? there?.read ?? 0;
  const millions = (width * height * COLOURS * Math.ceil(count / COLOURS)) / 1e6;
  const limit = COLOURS * maxMegapixels;
  if (millions <= limit) return;
  const values = { width, height, count, millions: Number(millions.toPrecision(6)), limit };
  throw tooLarge(message('part/too-many-bands', values), file);
}
