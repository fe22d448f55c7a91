import type { Tensor } from '../../core/tensor';
import { HEAT_METHODS } from './methods';
import { usualPatch, type Patch } from './occlusion';
import type { Explanation } from './explain';

/** Each pixel has the mean of the squares that cover it; 0 where none does. */
function meanOfSquares(
  { data, shape }: Tensor,
  { size, stride }: Patch,
  height: number,
  width: number,
): Float32Array {
  const [rows, columns] = shape as [number, number];
  const reached = (pixel: number, count: number) => ({
    from: Math.max(0, Math.ceil((pixel - size + 1) / stride)),
    to: Math.min(count - 1, Math.floor(pixel / stride)),
  });
  return Float32Array.from({ length: height * width }, (_, place) => {
    const down = reached(Math.floor(place / width), rows);
    const right = reached(place % width, columns);
    let [sum, count] = [0, 0];
    for (let row = down.from; row <= down.to; row++)
      for (let column = right.from; column <= right.to; column++, count++)
        sum += data[row * columns + column]!;
    return count === 0 ? 0 : sum / count;
  });
}

/**
 * Heat as one map that covers the picture, to be drawn over it: of pixels the sum over the channels.
 * @param input  as it was fed
 * @param patch  the square, where one was chosen
 */
export function heatMap(
  { method, heat }: Pick<Explanation, 'method' | 'heat'>,
  input: Tensor,
  patch?: Patch,
): Tensor {
  const [height, width] = HEAT_METHODS[method].of === 'squares' ? input.shape.slice(1) : heat.shape;
  const map = { shape: [height!, width!] };
  if (HEAT_METHODS[method].of === 'squares')
    return { ...map, data: meanOfSquares(heat, patch ?? usualPatch(input), height!, width!) };
  const channels = heat.shape[2] ?? 1;
  const data = new Float32Array(height! * width!);
  heat.data.forEach((value, place) => (data[Math.floor(place / channels)]! += value));
  return { ...map, data };
}
