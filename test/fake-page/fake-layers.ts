/** Made-up facts of the layers of a fake model: each is fed by the one before it, blocks by four branches, and has a few weights. */
import { HISTOGRAM_BINS } from '../../electron/core/histogram';
import type { Histogram, LayerDescription, LayerInfo } from '../../electron/shared/contract';
import { createNoise } from './fake-maps';

/** Sums of three random numbers, which lie around 0 as weights do. */
export function fakeNumbers(seed: number, count: number, scale = 1): Float32Array {
  const noise = createNoise(seed);
  return Float32Array.from({ length: count }, () => (scale * (noise() + noise() + noise())) / 3);
}

export function spreadOf(values: ArrayLike<number>): Histogram {
  const list = Array.from(values);
  const [min, max] = [
    list.reduce((least, value) => Math.min(least, value), Infinity),
    list.reduce((most, value) => Math.max(most, value), -Infinity),
  ];
  const counts = new Array<number>(HISTOGRAM_BINS).fill(0);
  const total = list.length;
  for (const value of list)
    counts[Math.min(HISTOGRAM_BINS - 1, Math.floor(((value - min) / (max - min || 1)) * HISTOGRAM_BINS))]!++;
  const mean = list.reduce((sum, value) => sum + value, 0) / total;
  const std = Math.sqrt(list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / total);
  const zeros = list.filter((value) => value === 0).length;
  return { min, max, mean, std, total, zeros, nonFinite: 0, counts };
}

/** How many layers feed a concatenation. */
export const BRANCHES = 4;

function feeders(layers: readonly LayerInfo[], { index, className }: LayerInfo): readonly LayerInfo[] {
  return layers.slice(Math.max(0, index - (className === 'Concatenate' ? BRANCHES : 1)), index);
}

const linkTo = ({ index, outputShape }: LayerInfo) => ({ layer: index, shape: outputShape, through: [] });

export function describeFake(layers: readonly LayerInfo[], layer: LayerInfo): LayerDescription {
  const channels = layer.outputShape.at(-1) ?? 1;
  const isConvolution = layer.hasFilters;
  const shape = [3, 3, 8, channels];
  return {
    layer: layer.index,
    inputs: feeders(layers, layer).map(linkTo),
    outputs: layers.filter((other) => feeders(layers, other).includes(layer)).map(linkTo),
    isOutput: layer.index === layers.length - 1,
    settings: isConvolution
      ? [
          { name: 'filters', value: String(channels) },
          { name: 'kernel_size', value: '3 × 3' },
          { name: 'padding', value: 'same' },
        ]
      : [],
    weights: isConvolution
      ? [
          { name: 'kernel', shape, histogram: spreadOf(fakeNumbers(layer.index, 72 * channels)) },
          { name: 'bias', shape: [channels], histogram: spreadOf(new Float32Array(channels)) },
        ]
      : [],
  };
}
