import { message } from '../../shared/messages/message';
import type { LayerSetting } from '../config/types';
import type { Shape } from '../shapes';
import { flag, lengths, padding, unsupportedSetting } from '../config/setting-reader';
import { spatialRank } from './convolution';
import {
  channelsOf,
  maskPlace,
  onlyInput,
  requireChannelsLast,
  weightless,
  windowedLength,
  type KindTable,
  type LayerKind,
} from './kind';

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

const pooling = weightless((layer, inputs) => {
  const input = pictureInput(layer, inputs);
  const { pool, strides } = poolWindow(layer);
  const mode = padding(layer);
  const spatial = pool.map((window, axis) =>
    windowedLength(input[axis + 1]!, window, strides[axis]!, 1, mode),
  );
  return [[input[0]!, ...spatial, input.at(-1)!]];
});

const globalPooling = weightless((layer, inputs, args) => {
  const input = pictureInput(layer, maskPlace(args) === undefined ? inputs : inputs.slice(0, 1));
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
const adaptivePooling = weightless((layer, inputs) => {
  const input = pictureInput(layer, inputs);
  return [[input[0]!, ...adaptiveLengths(layer, input).to, input.at(-1)!]];
});

const ofMeans = (kind: Omit<LayerKind, 'values'>): LayerKind => ({ ...kind, values: 'means' });
const ofLargest = (kind: Omit<LayerKind, 'values'>): LayerKind => ({ ...kind, values: 'of-sign' });

const WINDOWED = { ...pooling, settings: ['pool_size', 'strides', 'padding', 'data_format'] };
const GLOBAL = { ...globalPooling, settings: ['data_format', 'keepdims'] };
const ADAPTIVE = { ...adaptivePooling, settings: ['output_size', 'data_format'] };

export const poolingKinds: KindTable = {
  MaxPooling1D: ofLargest({ ...WINDOWED, shortName: 'MaxPool1D', aliases: ['MaxPool1D'] }),
  MaxPooling2D: ofLargest({ ...WINDOWED, shortName: 'MaxPool2D', aliases: ['MaxPool2D'] }),
  AveragePooling1D: ofMeans({ ...WINDOWED, shortName: 'AvgPool1D', aliases: ['AvgPool1D'] }),
  AveragePooling2D: ofMeans({ ...WINDOWED, shortName: 'AvgPool2D', aliases: ['AvgPool2D'] }),
  GlobalAveragePooling1D: ofMeans({
    ...GLOBAL,
    masks: 'averages',
    shortName: 'GlobalAvg',
    aliases: ['GlobalAvgPool1D'],
  }),
  GlobalAveragePooling2D: ofMeans({ ...GLOBAL, shortName: 'GlobalAvg', aliases: ['GlobalAvgPool2D'] }),
  GlobalMaxPooling1D: ofLargest({ ...GLOBAL, shortName: 'GlobalMax', aliases: ['GlobalMaxPool1D'] }),
  GlobalMaxPooling2D: ofLargest({ ...GLOBAL, shortName: 'GlobalMax', aliases: ['GlobalMaxPool2D'] }),
  AdaptiveAveragePooling1D: ofMeans(ADAPTIVE),
  AdaptiveAveragePooling2D: ofMeans(ADAPTIVE),
  AdaptiveMaxPooling1D: ofLargest(ADAPTIVE),
  AdaptiveMaxPooling2D: ofLargest(ADAPTIVE),
};
