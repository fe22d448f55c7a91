import { describe, expect, it } from 'vitest';
import { decodeImage } from '../../../electron/image/decode';
import { largestDifference } from '../drawing-fixtures';
import { imageBytes, rejection, sentences } from '../image-fixtures';

const jpeg = imageBytes('420.jpg');
const concat = (...parts: ArrayLike<number>[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => [...Array.from(part)]));

/** A marker segment of a JPEG file. */
const segment = (marker: number, content: Uint8Array): Uint8Array =>
  concat([0xff, marker, (content.length + 2) >> 8, (content.length + 2) & 0xff], content);

/** Where the last scan of a JPEG file begins; within compressed data FF is always followed by 0 or a restart marker. */
const lastScan = (bytes: Uint8Array): number =>
  bytes.findLastIndex((byte, i) => byte === 0xff && bytes[i + 1] === 0xda);

const part = (bytes: Uint8Array, share: number): Uint8Array =>
  bytes.slice(0, Math.floor(bytes.length * share));

async function decode(bytes: Uint8Array): ReturnType<typeof decodeImage> {
  return decodeImage(bytes, 'photo');
}

describe('a file that is cut off', () => {
  it.each(['cut.jpg', 'cut-progressive.jpg'])('%s equals Pillow with LOAD_TRUNCATED_IMAGES', async (file) => {
    const { image, warnings } = await decode(imageBytes(file));
    expect(largestDifference(image.data, imageBytes(`${file}.u8`))).toBeLessThanOrEqual(1);
    expect(sentences(warnings)).toEqual([
      'reading photo: the file is cut off or damaged; a part of the picture may be missing or coarse.',
    ]);
  });

  it.each(['rgb.png', 'lossless.webp', 'rgb.bmp', 'rgb.tif'])(
    '%s: what is there is decoded, the rest is white, and a warning says how much',
    async (file) => {
      const { image, warnings } = await decode(part(imageBytes(file), 0.7));
      const whole = imageBytes(`${file}.u8`);
      const isWhite = (i: number): boolean =>
        image.data.subarray(3 * i, 3 * i + 3).every((value) => value === 255);
      let missing = 0;
      for (let i = 0; i < 45 * 30; i++) {
        if (isWhite(i)) missing++;
        else expect(image.data.subarray(3 * i, 3 * i + 3)).toEqual(whole.subarray(3 * i, 3 * i + 3));
      }
      expect(missing).toBeGreaterThan(100);
      expect(missing).toBeLessThan(45 * 30 - 100);
      const percent = Math.round((100 * missing) / (45 * 30));
      expect(sentences(warnings)).toEqual([
        `reading photo: the file is cut off or damaged; ${percent} % of the picture is missing and left white.`,
      ]);
    },
  );

  it.each(['420.jpg', 'palette.gif', 'rgba.png', 'interlaced.png'])(
    '%s: where white may be part of the picture the warning claims less',
    async (file) => {
      const { warnings } = await decode(part(imageBytes(file), 0.8));
      expect(warnings).toHaveLength(1);
      expect(sentences(warnings)[0]).toMatch(/^reading photo: the file is cut off or damaged; .*\.$/);
    },
  );

  it('misses only its end marker: the whole picture and a warning', async () => {
    const { image, warnings } = await decode(imageBytes('progressive.jpg').slice(0, -2));
    expect(largestDifference(image.data, imageBytes('progressive.jpg.u8'))).toBeLessThanOrEqual(1);
    expect(sentences(warnings)).toEqual([
      'reading photo: the file is cut off or damaged; a part of the picture may be missing or coarse.',
    ]);
  });

  it.each([
    ['420.jpg', 'JPEG'],
    ['rgb.png', 'PNG'],
    ['lossless.webp', 'WebP'],
    ['rgb.bmp', 'BMP'],
    ['palette.gif', 'GIF'],
    ['lossy.avif', 'AVIF'],
    ['lossy.heic', 'HEIC'],
    ['rgb.tif', 'TIFF'],
  ])('%s: after 30 bytes nothing can be decoded', async (file, format) => {
    expect(await rejection(decode(imageBytes(file).slice(0, 30)))).toMatchObject({
      code: 'image/damaged',
      message: `reading photo: the ${format} data are damaged and no part of the picture can be decoded; get a new copy.`,
    });
  });
});

describe('a JPEG file', () => {
  it('with a whole JPEG as thumbnail and bytes after its end is complete', async () => {
    const withThumbnail = concat(jpeg.slice(0, 2), segment(0xe1, jpeg), jpeg.slice(2), [0xff, 0xd8, 1, 2, 3]);
    const { image, warnings } = await decode(withThumbnail);
    expect(warnings).toEqual([]);
    expect(largestDifference(image.data, imageBytes('420.jpg.u8'))).toBeLessThanOrEqual(1);
  });

  it('whose thumbnail is complete but whose picture is cut off is noticed', async () => {
    const withThumbnail = concat(jpeg.slice(0, 2), segment(0xe1, jpeg), part(jpeg, 0.8).slice(2));
    expect((await decode(withThumbnail)).warnings).toHaveLength(1);
  });

  it('that ends before the first byte of a scan is no picture', async () => {
    const length = lastScan(jpeg) + 2;
    const dataBegin = length + jpeg[length]! * 256 + jpeg[length + 1]!;
    expect(await rejection(decode(jpeg.slice(0, dataBegin)))).toMatchObject({ code: 'image/damaged' });
    expect((await decode(jpeg.slice(0, dataBegin + 20))).warnings).toHaveLength(1);
  });

  // Each scan costs as much as the whole picture. Skia itself stops after 100; this notices if it ever did not.
  it('with hundreds of scans is refused', async () => {
    const file = imageBytes('progressive.jpg');
    const scan = lastScan(file);
    const scans = Array.from({ length: 101 }, () => file.slice(scan, -2));
    expect(await rejection(decode(concat(file.slice(0, scan), ...scans, [0xff, 0xd9])))).toMatchObject({
      code: 'image/damaged',
    });
  });
});

describe('a PNG file', () => {
  /** Damages the compressed data in their middle. */
  const flipped = (file: string): Uint8Array => {
    const bytes = imageBytes(file);
    const middle = bytes.length >> 1;
    bytes[middle]! ^= 0xff;
    return bytes;
  };

  it('with damaged data keeps what comes before the damage, opaque or not', async () => {
    const { warnings } = await decode(flipped('rgb.png'));
    expect(sentences(warnings)[0]).toMatch(
      /^reading photo: the file is damaged; \d+ % of the picture is missing and left white\.$/,
    );
    expect((await decode(flipped('rgba.png'))).warnings).toHaveLength(1);
  });
});
