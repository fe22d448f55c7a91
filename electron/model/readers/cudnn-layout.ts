import type { WeightSpec } from '../network';
import type { StoredWeight } from './stored-weight';

/** The kernels of all gates, each of which cuDNN has as columns where Keras has rows. */
function kernels(data: Float32Array, shape: readonly number[], gates: number): Float32Array {
  const [rows, width] = shape as [number, number];
  const units = width / gates;
  return data.map((_, index) => {
    const [row, column] = [Math.floor(index / width), index % width];
    const gate = column - (column % units);
    const place = row + (column % units) * rows;
    return data[Math.floor(place / units) * width + gate + (place % units)]!;
  });
}

/** The two biases of each unit, which an LSTM adds up anyway. */
function biases(data: Float32Array, isPair: boolean): Float32Array {
  const half = data.length / 2;
  return isPair ? data : data.slice(0, half).map((value, place) => value + data[place + half]!);
}

/**
 * The arrays of a layer in the layout of Keras' LSTM and GRU where the file has them in that of cuDNN. A layer of either class
 * may get either: the length of the bias tells. Source: `_convert_rnn_weights` of tf_keras 2.16.0.
 * @param stored  one array for each weight of the layer
 */
export function inKerasLayout(
  specs: readonly WeightSpec[],
  stored: readonly StoredWeight[],
): readonly StoredWeight[] {
  return specs.map(({ name, shape, gates }, place) => {
    const array = stored[place]!;
    const prefix = name.slice(0, name.lastIndexOf('/') + 1);
    const bias = stored[specs.findIndex((spec) => spec.name === `${prefix}bias`)];
    const recurrent = stored[specs.findIndex((spec) => spec.name === `${prefix}recurrent_kernel`)];
    const isOfCudnn = bias?.shape.length === 1 && bias.shape[0] === 2 * (recurrent?.shape[1] ?? 0);
    if (gates === undefined || !isOfCudnn) return array;
    const isPair = shape.length === 2;
    return array === bias
      ? { ...array, shape, read: () => biases(array.read(), isPair) }
      : { ...array, read: () => kernels(array.read(), array.shape, gates) };
  });
}
