import fs from 'node:fs';
import path from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { quantiseMap, rangeOf } from '../../electron/core/quantise';
import type { RgbImage, Tensor } from '../../electron/core/tensor';
import type { FigureMap } from '../../electron/image/figure/content';

const fixtures = path.resolve(import.meta.dirname, '../fixtures');

interface NumpyStatistics {
  min: number[];
  max: number[];
  mean: number[];
  std: number[];
  zeroShare: number[];
}

interface DrawingRecord {
  realCase: string;
  colormapSha256: Record<string, string>;
  quantise: { cases: { name: string; count: number }[]; realLayer: number };
  statistics: {
    made: NumpyStatistics & { shape: [number, number, number] };
    real: NumpyStatistics & { layer: number };
  };
  hypercolumn: {
    made: { shapes: [number, number, number][]; height: number; width: number };
    real: { layers: number[]; height: number; width: number };
  };
  classic: Record<string, { filters: number; shapes: [number, number, number][] }>;
}

/** Bytes of a file of test/fixtures/drawing. */
export function drawingBytes(name: string): Uint8Array {
  return new Uint8Array(fs.readFileSync(path.join(fixtures, 'drawing', name)));
}

/** Little-endian float32 file of test/fixtures/drawing. */
export function drawingFloats(name: string): Float32Array {
  return new Float32Array(drawingBytes(name).buffer);
}

/** What test/fixtures/make-drawing-fixtures.py recorded. */
export const drawing = JSON.parse(new TextDecoder().decode(drawingBytes('expected.json'))) as DrawingRecord;

/** Output [h, w, c] of one layer of the public Keras case that the drawing fixtures were made from. */
export function realLayer(index: number): Tensor {
  const folder = path.join(fixtures, 'keras', drawing.realCase);
  const { layers } = JSON.parse(fs.readFileSync(path.join(folder, 'expected.json'), 'utf8')) as {
    layers: { shape: number[]; offset: number; count: number }[];
  };
  const layer = layers[index]!;
  const bytes = new Uint8Array(fs.readFileSync(path.join(folder, 'expected.f32')));
  return { data: new Float32Array(bytes.buffer, layer.offset, layer.count), shape: layer.shape.slice(1) };
}

/** One channel [h, w] of a map [h, w, c]. */
export function channelOf({ data, shape }: Tensor, channel: number): Float32Array {
  const channels = shape[2]!;
  return Float32Array.from({ length: data.length / channels }, (_, i) => data[i * channels + channel]!);
}

/** The whole-number map that the fixture script calls `pattern`. */
export function pattern(height: number, width: number, seed: number): Float32Array {
  return Float32Array.from({ length: height * width }, (_, i) => {
    const x = i % width;
    const y = Math.floor(i / width);
    return seed % 10 === 9 ? seed : (x * 7 + y * 13 + x * y + seed * 101) % 251;
  });
}

/** Decodes an opaque picture. */
export async function decode(bytes: Uint8Array): Promise<RgbImage> {
  const picture = await loadImage(bytes);
  const { width, height } = picture;
  const context = createCanvas(width, height).getContext('2d');
  context.drawImage(picture, 0, 0);
  const rgba = context.getImageData(0, 0, width, height).data;
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < data.length; i++) data[i] = rgba[Math.floor(i / 3) * 4 + (i % 3)]!;
  return { data, width, height };
}

/** Largest difference of two lists of the same length. */
export function largestDifference(got: ArrayLike<number>, want: ArrayLike<number>): number {
  if (got.length !== want.length) throw new Error(`${got.length} values instead of ${want.length}`);
  let largest = 0;
  for (let i = 0; i < got.length; i++) largest = Math.max(largest, Math.abs(got[i]! - want[i]!));
  return largest;
}

/** Number of pixels whose colours differ in two pictures of the same size. */
export function differentPixels(got: RgbImage, want: RgbImage): number {
  if (got.width !== want.width || got.height !== want.height)
    throw new Error(`${got.width} x ${got.height} instead of ${want.width} x ${want.height} pixels`);
  let pixels = 0;
  for (let i = 0; i < want.data.length; i += 3)
    if ([0, 1, 2].some((channel) => got.data[i + channel] !== want.data[i + channel])) pixels++;
  return pixels;
}

/**
 * One map of floats as a map of the grid, scaled from its own minimum to its own maximum.
 * @param filter channel number, from 0
 * @param values float32 [height, width]
 */
export function figureMapOf(filter: number, values: Float32Array, height: number, width: number): FigureMap {
  const { min, max, nonFiniteCount } = rangeOf(values);
  return {
    filter,
    height,
    width,
    indices: quantiseMap(values, min, max),
    min,
    max,
    constant: min === max ? min : null,
    ...(nonFiniteCount > 0 && {
      nonFinite: Uint8Array.from(values, (value) => (Number.isFinite(value) ? 0 : 1)),
    }),
  };
}
