import { message } from '../../shared/messages/message';
import type { LayerSetting } from '../config/types';
import type { Shape } from '../shapes';
import { flag, lengths, padding, unsupportedSetting } from '../config/setting-reader';
import { spatialRank } from './convolution';
import { channelsOf, onlyInput, requireChannelsLast, weightless, windowedLength } from './kind';

/** Window and stride of a pooling layer; Keras takes the window as stride where none is given. */
export function poolWindow(layer: LayerSetting): { pool: number[]; strides: number[] } {
  const rank = spatialRank(layer);
  const pool = lengths(layer, 'pool_size', rank, new Array<number>(rank).fill(2));
  return { pool, strides: lengths(layer, 'strides', rank, pool) };
}

function pictureInput(layer: LayerSetting, inputs: readonly Shape[]): Shape {
  requireChannelsLast(layer);
  return onlyInput(layer, inputs, spatialRank(layer) + 2);
}

export const pooling = weightless((layer, inputs) => {
  const input = pictureInput(layer, inputs);
  const { pool, strides } = poolWindow(layer);
  const mode = padding(layer);
  const spatial = pool.map((window, axis) =>
    windowedLength(input[axis + 1]!, window, strides[axis]!, 1, mode),
  );
  return [[input[0]!, ...spatial, input.at(-1)!]];
});

export const globalPooling = weightless((layer, inputs) => {
  const input = pictureInput(layer, inputs);
  const channels = channelsOf(layer, input);
  const ones = input.slice(1, -1).map(() => 1);
  return [[input[0]!, ...(flag(layer, 'keepdims', false) ? ones : []), channels]];
});

const LARGEST_ADAPTIVE = 512;

/** Sizes of a picture (or list of steps) before and after adaptive pooling. */
export function adaptiveLengths(layer: LayerSetting, input: Shape): { from: number[]; to: number[] } {
  const to = lengths(layer, 'output_size', spatialRank(layer));
  // Every place of the result is a node of the graph.
  if (to.some((length) => length > LARGEST_ADAPTIVE))
    throw unsupportedSetting(layer, message('part/adaptive-size', { size: to.join(' x ') }));
  const from = input.slice(1, -1).map((length) => {
    if (length === null) throw unsupportedSetting(layer, message('part/open-size'));
    return length;
  });
  return { from, to };
}

/** Pools to a given size, whatever the input's size: each output covers its share of the input. */
export const adaptivePooling = weightless((layer, inputs) => {
  const input = pictureInput(layer, inputs);
  return [[input[0]!, ...adaptiveLengths(layer, input).to, input.at(-1)!]];
});
