import { chainTo } from '../model/filters/chain';
import { filterAt, normalizationAt, type Normalization } from '../model/filters/filter';
import { learnedCalls } from '../model/learned';
import type { Network, TensorRef } from '../model/network';

/** The weights behind one map, as they are looked at. */
export interface KernelView {
  /** Call of the layer with the kernel. */
  readonly unit: number;
  /** What goes into it. */
  readonly input: TensorRef;
  /**
   * `colour`: of the picture's red, green and blue, which can be put together to one picture; `channels`: one picture for each
   * input channel; `bars`: one number for each, since the window has one place.
   */
  readonly kind: 'colour' | 'channels' | 'bars';
  readonly height: number;
  readonly width: number;
  /** Input channels that are shown: in order for `colour`, else those with the largest norm first. */
  readonly channels: Int32Array;
  /** [channels, height, width] */
  readonly values: Float32Array;
  /** Root of the sum of squares of each shown channel's weights. */
  readonly norms: Float32Array;
  /** Number of input channels that the filter looks at. */
  readonly inputs: number;
  /** Largest absolute weight of the whole filter, for a scale that is the same on both sides of 0. */
  readonly limit: number;
  /** null where the layer has none. */
  readonly bias: number | null;
  /** Batch normalizations behind it, up to the layer that is asked about. */
  readonly normalizations: readonly ({ readonly call: number } & Normalization)[];
}

/** Channels of a window that are shown as pictures. */
const MOST_PICTURES = 6;
/** Channels that are shown as bars. */
const MOST_BARS = 64;

/**
 * The kernel behind a map.
 * @returns undefined where no kernel makes it
 */
export function kernelOf(network: Network, ref: TensorRef, channel: number): KernelView | undefined {
  const chain = chainTo(network, ref);
  if (!chain) return undefined;
  const { layer, inputs } = network.calls[chain.unit]!;
  const filter = filterAt(layer, channel);
  const { height, width, weights } = filter;
  const count = filter.channels.length;
  const taps = height * width;
  const planar = Float32Array.from(
    { length: weights.length },
    (_, at) => weights[(at % taps) * count + Math.floor(at / taps)]!,
  );
  const normOf = (place: number) => Math.hypot(...planar.subarray(place * taps, (place + 1) * taps));
  const norms = Array.from({ length: count }, (_, place) => normOf(place));
  const isColour = count === 3 && taps > 1 && !learnedCalls(network)[inputs[0]!.call];
  const kind = isColour ? 'colour' : taps === 1 ? 'bars' : 'channels';
  const all = Array.from(norms.keys());
  const shown = isColour
    ? all
    : all.sort((a, b) => norms[b]! - norms[a]!).slice(0, kind === 'bars' ? MOST_BARS : MOST_PICTURES);
  const values = new Float32Array(shown.length * taps);
  shown.forEach((place, at) => values.set(planar.subarray(place * taps, (place + 1) * taps), at * taps));
  return {
    ...{ unit: chain.unit, input: inputs[0]!, kind, height, width, values },
    channels: Int32Array.from(shown, (place) => filter.channels[place]!),
    norms: Float32Array.from(shown, (place) => norms[place]!),
    inputs: count,
    limit: weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0),
    bias: filter.hasBias ? filter.bias : null,
    normalizations: chain.steps.flatMap((call) => {
      const step = network.calls[call]!.layer;
      return step.className === 'BatchNormalization' ? [{ call, ...normalizationAt(step, channel) }] : [];
    }),
  };
}
