import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { isFeaturescopeError } from '../../../electron/shared/errors';
import { decodeImage } from '../../../electron/image/decode';
import { imageBytes, imageCases, randomBytes } from '../image-fixtures';

/** HEIC gets fewer: each starts a thread that loads the decoder. */
const roundsFor = (file: string): number => (file.endsWith('.heic') ? 24 : 300);

/** Random numbers 0 <= n < limit from a fixed seed. */
function createRandom(seed: number): (limit: number) => number {
  const bytes = randomBytes(400_000, seed);
  let next = 0;
  return (limit) => {
    const value = bytes[next]! * 65536 + bytes[next + 1]! * 256 + bytes[next + 2]!;
    next = (next + 3) % (bytes.length - 2);
    return value % limit;
  };
}

/** A copy with 1 to 6 bytes changed, half of the time near the start, and every fourth time cut off. */
function mutate(bytes: Uint8Array, random: (limit: number) => number): Uint8Array {
  const copy = bytes.slice();
  const reach = random(2) === 0 ? Math.min(200, copy.length) : copy.length;
  for (let flips = 1 + random(6); flips > 0; flips--)
    copy[random(reach)] = random(3) === 0 ? 0xff : random(256);
  return random(4) === 0 ? copy.slice(0, random(copy.length)) : copy;
}

const KNOWN = [
  '420.jpg',
  'progressive.jpg',
  'cmyk.jpg',
  'orientation-6.jpg',
  'profile.jpg',
  'rgb.png',
  'rgba.png',
  'interlaced.png',
  'orientation-6.png',
  'profile.png',
  'lossless.webp',
  'lossy.webp',
  'animated.webp',
  'profile.webp',
  'rgb.bmp',
  'palette.bmp',
  'palette-alpha.gif',
  'animated.gif',
  'lossy.avif',
  'rgba.avif',
  'animated.avif',
  'profile.avif',
  'rgb.tif',
  'predictor.tif',
  'deflate.tif',
  'packbits.tif',
  'jpeg.tif',
  'palette4.tif',
  'plane-tiles.tif',
  'big.tif',
  'profile-alpha.tif',
  'profile-cmyk.tif',
  'lossy.heic',
  'profile.heic',
];
/** Of a format that is not among them, what the test of kinds reads. */
const ends = new Set(KNOWN.map((file) => path.extname(file)));
const FILES = [
  ...KNOWN,
  ...imageCases<{ file: string }>('kinds/kinds.json').flatMap(({ file }) =>
    ends.has(path.extname(file)) ? [] : [`kinds/${file}`],
  ),
];

describe('damaged copies end in a picture or in one of our errors', () => {
  it.each(FILES)('%s', async (file) => {
    const bytes = imageBytes(file);
    const random = createRandom(file.length);
    const rounds = roundsFor(file);
    let pictures = 0;
    for (let round = 0; round < rounds; round++) {
      const damaged = mutate(bytes, random);
      const colourProfile = round % 2 === 0 ? 'ignore' : 'convert';
      try {
        const { image } = await decodeImage(damaged, file, { maxMegapixels: 4, colourProfile });
        expect(image.data.length).toBe(image.width * image.height * 3);
        pictures++;
      } catch (error) {
        expect(isFeaturescopeError(error), `round ${round}: ${String(error)}`).toBe(true);
      }
    }
    // Both ways must have been taken, or the changes were too weak or too strong to test anything.
    expect(pictures).toBeGreaterThan(0);
    expect(pictures).toBeLessThan(rounds);
  });
});
