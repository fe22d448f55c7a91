import type { Tensor } from '../../core/tensor';
import { eachBatch, gradientsOf, type HeatContext } from './passes';

/** A square that covers a part of the picture, and how far it moves each time, in pixels of the input. */
export interface Patch {
  readonly size: number;
  readonly stride: number;
}

/** A seventh of the shorter side, which moves by a quarter of its size. */
export function usualPatch({ shape }: Tensor): Patch {
  const [, height, width] = shape as [number, number, number];
  const size = Math.ceil(Math.min(height, width) / 7);
  return { size, stride: Math.ceil(size / 4) };
}

/**
 * What the score loses while a square of the picture is covered.
 * @param fill  what covers it, in the form of the input
 * @returns [rows, columns]: one value for each place of the square, the first at the upper left
 */
export async function occlusion(
  context: HeatContext,
  { size, stride }: Patch,
  fill: Float32Array,
): Promise<Tensor> {
  const { input } = context;
  const [, height, width, channels = 1] = input.shape as [number, number, number, number?];
  const [rows, columns] = [height, width].map((side) => Math.floor((side - size) / stride) + 1) as [
    number,
    number,
  ];
  const whole = gradientsOf(context, input, []).scores[0]!;
  const heat = new Float32Array(rows * columns);
  const cover = (place: number, picture: Float32Array) => {
    picture.set(input.data);
    const [top, left] = [Math.floor(place / columns) * stride, (place % columns) * stride];
    for (let row = top; row < top + size; row++) {
      const [from, to] = [left, left + size].map((column) => (row * width + column) * channels);
      picture.set(fill.subarray(from, to), from);
    }
  };
  await eachBatch(context, rows * columns, cover, (batch, from) => {
    gradientsOf(context, batch, []).scores.forEach((score, place) => (heat[from + place] = whole - score));
  });
  return { data: heat, shape: [rows, columns] };
}
