import { expect, it } from 'vitest';
import { packThumbnail, thumbnailOf, thumbnailUrl, unpackThumbnail } from '../../../renderer/lib/thumbnail';

const picture = (width: number, height: number) => ({
  ...{ width, height },
  data: Uint8Array.from({ length: width * height * 3 }, (_, at) => (at * 37) % 256),
});

it('a picture becomes as small as its longer side allows, never larger', () => {
  expect(thumbnailOf(picture(400, 100))).toMatchObject({ width: 40, height: 10 });
  expect(thumbnailOf(picture(1, 500))).toMatchObject({ width: 1, height: 40 });
  expect(thumbnailOf(picture(5, 3))).toEqual(picture(5, 3));
});

it.each([
  [5, 3],
  [40, 40],
])('%d x %d pixels come back from the settings, and as a picture', (width, height) => {
  const image = picture(width, height);
  expect(unpackThumbnail(packThumbnail('/a/b.png', image))).toEqual(image);
  const file = Uint8Array.from(atob(thumbnailUrl(image).split(',')[1]!), (letter) => letter.charCodeAt(0));
  // BMP as Windows defines it: https://learn.microsoft.com/windows/win32/gdi/bitmap-storage
  const head = new DataView(file.buffer);
  expect(head.getUint32(2, true)).toBe(file.length);
  expect([head.getInt32(18, true), head.getInt32(22, true), head.getUint16(28, true)]).toEqual([
    width,
    height,
    24,
  ]);
  const rowBytes = Math.floor((24 * width + 31) / 32) * 4;
  const [x, y] = [width - 1, 1];
  const at = head.getUint32(10, true) + (height - 1 - y) * rowBytes + x * 3;
  const [blue, green, red] = file.subarray(at, at + 3);
  expect([red, green, blue]).toEqual([...image.data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)]);
});
