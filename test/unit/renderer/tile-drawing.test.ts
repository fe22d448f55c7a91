import { describe, expect, it } from 'vitest';
import { resizeBytes } from '../../../electron/core/resize-bytes';
import { drawHatch, drawTile, NON_FINITE_COLOUR, roundCorners } from '../../../renderer/lib/tile-drawing';

/** Each byte is its own colour, so that pixels can be compared with bytes. */
const identity = Uint32Array.from({ length: 256 }, (_, byte) => byte);
const noise = (size: number) =>
  Uint8Array.from({ length: size }, (_, at) => (at * 97 + ((at * at) % 89)) % 256);

function draw(
  indices: Uint8Array,
  width: number,
  height: number,
  outWidth: number,
  outHeight: number,
  offset = 0,
) {
  const out = new Uint32Array(outWidth * outHeight);
  drawTile({ indices, nonFinite: null, offset, width, height }, identity, out, outWidth, outHeight);
  return Array.from(out);
}

describe('drawTile', () => {
  it('repeats pixels when it enlarges', () => {
    expect(draw(Uint8Array.from([1, 2, 3, 4]), 2, 2, 4, 4)).toEqual([
      1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4,
    ]);
  });
  it('averages areas when it shrinks', () => {
    expect(draw(Uint8Array.from([10, 20, 30, 41]), 2, 2, 1, 1)).toEqual([25]);
    expect(draw(Uint8Array.from([0, 30, 60]), 3, 1, 2, 1)).toEqual([10, 50]);
  });
  it('reads its own map out of the atlas', () => {
    expect(draw(Uint8Array.from([9, 9, 9, 9, 1, 2, 3, 4]), 2, 2, 2, 2, 4)).toEqual([1, 2, 3, 4]);
  });
  it.each([
    [112, 66],
    [147, 64],
    [56, 65],
    [7, 66],
    [112, 160],
  ])('draws %i pixels at %i as the exported grid does', (size, drawn) => {
    const indices = noise(size * size);
    const map = { indices, offset: 0, width: size, height: size };
    expect(draw(indices, size, size, drawn, drawn)).toEqual(Array.from(resizeBytes(map, drawn, drawn)));
  });
  it('never averages a NaN away', () => {
    const nonFinite = new Uint8Array(16);
    nonFinite[5] = 1;
    const out = new Uint32Array(4);
    drawTile({ indices: new Uint8Array(16), nonFinite, offset: 0, width: 4, height: 4 }, identity, out, 2, 2);
    expect(Array.from(out)).toEqual([NON_FINITE_COLOUR, 0, 0, 0]);
  });
});

it('hatches with one line in eight', () => {
  const out = new Uint32Array(64);
  drawHatch(out, 8, 8, 1, 2);
  expect(out.filter((pixel) => pixel === 2)).toHaveLength(8);
});

it('makes corners transparent and leaves the rest', () => {
  const out = new Uint32Array(100).fill(0xff123456);
  roundCorners(out, 10, 10, 2);
  expect(out[0]! >>> 24).toBeLessThan(128);
  expect(out[0]! & 0xffffff).toBe(0x123456);
  expect(out[99]! >>> 24).toBe(out[0]! >>> 24);
  expect(out[55]).toBe(0xff123456);
});

it('draws nothing in the corners beside a map that is not square', () => {
  const out = new Uint32Array(100);
  roundCorners(out, 10, 10, 2);
  expect(out.every((pixel) => pixel === 0)).toBe(true);
});
