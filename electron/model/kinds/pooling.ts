import type { LayerSetting } from '../network';
import { flag, padding, pair } from '../setting-reader';
import { channelsOf, onlyInput, requireChannelsLast, weightless, windowedLength } from './kind';

/** Window and stride of a pooling layer; Keras takes the window as stride where none is given. */
export function poolWindow(layer: LayerSetting): { pool: [number, number]; strides: [number, number] } {
  const pool = pair(layer, 'pool_size', [2, 2]);
  return { pool, strides: pair(layer, 'strides', pool) };
}

export const pooling2D = weightless((layer, inputs) => {
  requireChannelsLast(layer);
  const input = onlyInput(layer, inputs, 4);
  const { pool, strides } = poolWindow(layer);
  const mode = padding(layer);
  const height = windowedLength(input[1]!, pool[0], strides[0], 1, mode);
  const width = windowedLength(input[2]!, pool[1], strides[1], 1, mode);
  return [[input[0]!, height, width, input[3]!]];
});

export const globalPooling2D = weightless((layer, inputs) => {
  requireChannelsLast(layer);
  const input = onlyInput(layer, inputs, 4);
  const channels = channelsOf(layer, input);
  return [flag(layer, 'keepdims', false) ? [input[0]!, 1, 1, channels] : [input[0]!, channels]];
});
