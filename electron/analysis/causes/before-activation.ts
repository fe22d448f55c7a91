import type { Tensor } from '../../core/tensor';
import { filterAt, windowPlaces } from '../../model/filters/filter';
import type { Layer } from '../../model/network';

/**
 * Largest value of one channel of a layer with weights before the layer's own activation, in double precision.
 * @param layer  a unit (model/filters/chain)
 * @param input  what goes into it, for one picture, with the batch axis
 * @param shape  of its result, with the batch axis
 * @returns NaN where some value is
 */
export function largestBeforeActivation(
  layer: Layer,
  input: Tensor,
  shape: readonly number[],
  channel: number,
): number {
  const { bias, channels, weights } = filterAt(layer, channel);
  const windows = (axis: number, count: number) =>
    Array.from({ length: count }, (_, place) => windowPlaces(layer, input.shape, shape, axis, place));
  const rows = windows(0, shape.length > 2 ? shape[1]! : 1);
  const columns = windows(1, shape.length === 4 ? shape[2]! : 1);
  const width = input.shape.length === 4 ? input.shape[2]! : 1;
  const depth = input.shape.at(-1)!;
  const count = channels.length;
  let largest = -Infinity;
  for (const down of rows)
    for (const across of columns) {
      let sum = bias;
      let tap = 0;
      for (const row of down)
        for (const column of across) {
          if (row >= 0 && column >= 0) {
            const start = (row * width + column) * depth;
            for (let place = 0; place < count; place++)
              sum += input.data[start + channels[place]!]! * weights[tap + place]!;
          }
          tap += count;
        }
      if (Number.isNaN(sum)) return NaN;
      largest = Math.max(largest, sum);
    }
  return largest;
}
