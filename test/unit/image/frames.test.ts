import { describe, expect, it } from 'vitest';
import { decodeImage } from '../../../electron/image/decode';
import { largestDifference } from '../drawing-fixtures';
import { imageBytes, imageCases, rejection, sentences } from '../image-fixtures';

/** What test/fixtures/make-animations.py recorded; `FILE-NUMBER.u8` is a frame as Pillow shows it. */
interface FramesCase {
  readonly file: string;
  readonly sizes: readonly (readonly [width: number, height: number])[];
  readonly tolerance: number;
}

const bytesOf = (file: string): Uint8Array => imageBytes(`frames/${file}`);
const cases = imageCases<FramesCase>('frames/frames.json');

describe('frames', () => {
  it.each(cases)(
    'of $file equal those of Pillow within $tolerance levels',
    async ({ file, sizes, tolerance }) => {
      for (const [index, [width, height]] of sizes.entries()) {
        const frame = index + 1;
        const decoded = await decodeImage(bytesOf(file), file, { frame });
        expect(decoded.frames).toEqual({ number: frame, count: sizes.length, canChoose: true });
        expect([...decoded.warnings, ...decoded.notes]).toEqual([]);
        expect([decoded.image.width, decoded.image.height]).toEqual([width, height]);
        const difference = largestDifference(decoded.image.data, bytesOf(`${file}-${frame}.u8`));
        expect(difference, `frame ${frame}`).toBeLessThanOrEqual(tolerance);
      }
    },
  );

  it.each(cases)(
    'of $file: without a choice it is the first, and a word tells how many there are',
    async ({ file, sizes }) => {
      const { image, notes, frames } = await decodeImage(bytesOf(file), file);
      expect(frames).toMatchObject({ number: 1, count: sizes.length });
      expect(image.data).toEqual((await decodeImage(bytesOf(file), file, { frame: 1 })).image.data);
      expect(sentences(notes)).toEqual([
        `reading ${file}: it is the first of ${sizes.length} frames; choose another with --frame.`,
      ]);
    },
  );

  it.each(['pages.tif', 'pillow-0.gif', 'pillow.png', 'photo.webp'])(
    'of %s that are not there are refused',
    async (file) => {
      const { count } = (await decodeImage(bytesOf(file), file)).frames;
      expect(await rejection(decodeImage(bytesOf(file), file, { frame: count + 1 }))).toMatchObject({
        code: 'image/no-such-frame',
        message: `reading ${file}: there is no frame ${count + 1}, since the picture has ${count} frames.`,
      });
    },
  );

  it('of a plain picture: there is one', async () => {
    for (const file of [
      'rgb.jpg',
      'rgb.png',
      'palette.gif',
      'lossy.webp',
      'rgb.tif',
      'rgb.bmp',
      'lossy.avif',
      'lossy.heic',
    ]) {
      const { frames, notes } = await decodeImage(imageBytes(file), file);
      expect(frames).toMatchObject({ number: 1, count: 1 });
      expect(notes).toEqual([]);
      expect(await rejection(decodeImage(imageBytes(file), file, { frame: 2 }))).toMatchObject({
        code: 'image/no-such-frame',
        message: `reading ${file}: there is no frame 2, since the picture has 1 frame.`,
      });
    }
  });

  it('of an AVIF sequence are counted, but only the first is read', async () => {
    const { notes, frames } = await decodeImage(imageBytes('animated.avif'), 'a.avif');
    expect(frames.canChoose).toBe(false);
    expect(frames.count).toBeGreaterThan(1);
    expect(sentences(notes)).toEqual([
      `reading a.avif: it is the first of ${frames.count} frames; others cannot be read.`,
    ]);
    expect(await rejection(decodeImage(imageBytes('animated.avif'), 'a.avif', { frame: 2 }))).toMatchObject({
      code: 'image/frame-unread',
    });
  });

  it('that are cut off have a warning, those before them none', async () => {
    expect((await decodeImage(bytesOf('cut.gif'), 'a.gif', { frame: 2 })).warnings).toEqual([]);
    const { warnings } = await decodeImage(bytesOf('cut.gif'), 'a.gif', { frame: 3 });
    expect(sentences(warnings)).toEqual([
      'reading a.gif: the file is damaged; a part of the picture may be missing or coarse.',
    ]);
  });

  it('leave smaller copies of a page out', async () => {
    const { image, frames } = await decodeImage(bytesOf('big-pyramid.tif'), 'a.tif', { frame: 2 });
    expect(frames.count).toBe(2);
    expect(image.data).toEqual(bytesOf('big-pyramid.tif-2.u8'));
  });
});
