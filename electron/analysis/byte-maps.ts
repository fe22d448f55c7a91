import { quantiseMap, rangeOf } from '../core/quantise';
import { channelOf, type Tensor } from '../core/tensor';
import type { MapRange } from '../shared/contract';
import type { ByteMaps } from '../engine/pass';

/** Maps of a layer as bytes, with a mark for each value that is not a finite number. */
export interface LayerByteMaps extends ByteMaps {
  /** 1 where a value is NaN or infinite, laid out like `indices`; null if all are finite. */
  readonly nonFinite: Uint8Array | null;
}

/** Maps of a layer that are wanted. */
export interface WantedMaps {
  /** Its place in the session's list. */
  readonly layer: number;
  /** In the order in which they are given. */
  readonly channels: readonly number[];
}

/** Some of a layer's maps. */
export function mapsOfChannels(maps: LayerByteMaps, channels: readonly number[]): LayerByteMaps {
  const { height, width } = maps;
  const size = height * width;
  const planes = (bytes: Uint8Array): Uint8Array => {
    const some = new Uint8Array(channels.length * size);
    channels.forEach((channel, place) =>
      some.set(bytes.subarray(channel * size, (channel + 1) * size), place * size),
    );
    return some;
  };
  return {
    ...{ height, width, channels: channels.length },
    indices: planes(maps.indices),
    min: Float32Array.from(channels, (channel) => maps.min[channel]!),
    max: Float32Array.from(channels, (channel) => maps.max[channel]!),
    nonFinite: maps.nonFinite && planes(maps.nonFinite),
  };
}

/**
 * Maps of a layer with NaN or infinite values: scaled by the finite ones, the others marked.
 * @param tensor  what the layer gave, [1, height, width, channels]
 */
export function markedMaps(tensor: Tensor, range: MapRange): LayerByteMaps {
  const { data, shape } = tensor;
  const [, height, width, channels] = shape as [number, number, number, number];
  const size = height * width;
  const indices = new Uint8Array(data.length);
  const nonFinite = new Uint8Array(data.length);
  const min = new Float32Array(channels);
  const max = new Float32Array(channels);
  for (let channel = 0; channel < channels; channel++) {
    const values = channelOf(tensor, channel);
    const limits = range.scope === 'map' ? rangeOf(values) : range;
    [min[channel], max[channel]] = [limits.min, limits.max];
    indices.set(quantiseMap(values, limits.min, limits.max), channel * size);
    values.forEach((value, pixel) => {
      if (!Number.isFinite(value)) nonFinite[channel * size + pixel] = 1;
    });
  }
  return { height, width, channels, indices, min, max, nonFinite };
}
