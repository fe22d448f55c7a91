import { layerRangeOf } from '../../core/map-verdicts';
import { refKey, type TensorRef } from '../../model/network';

/** Smallest and largest value; NaN where some value is. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** The numbers that causes are found from. Each is undefined where it is not known; nothing is claimed then. */
export interface CauseFacts {
  /** Of one channel of a result; NaN where it has no such channel. */
  rangeOf(ref: TensorRef, channel: number): Range | undefined;
  /** Of all channels of a result, where many are looked at; `channel` is one of them. */
  rangesOf(ref: TensorRef, channel: number): ChannelRanges | undefined;
  /** Largest value of a result less its smallest; NaN where it has no finite ones. */
  spanOf(ref: TensorRef): number | undefined;
  /** Largest value of one channel of a layer with weights before the layer's own activation. */
  largestBefore(call: number, channel: number): number | undefined;
}

/** Ranges of all channels of a result. */
export interface ChannelRanges {
  readonly min: ArrayLike<number>;
  readonly max: ArrayLike<number>;
}

const placeKey = (call: number, channel: number) => `${call} ${channel}`;

/** What is known of one picture, or of several together. */
export class KnownFacts implements CauseFacts {
  readonly #ranges = new Map<string, ChannelRanges>();
  readonly #largest = new Map<string, number>();

  rangeOf(ref: TensorRef, channel: number): Range | undefined {
    const known = this.#ranges.get(refKey(ref));
    return known && { min: known.min[channel] ?? NaN, max: known.max[channel] ?? NaN };
  }

  rangesOf(ref: TensorRef): ChannelRanges | undefined {
    return this.#ranges.get(refKey(ref));
  }

  spanOf(ref: TensorRef): number | undefined {
    const known = this.#ranges.get(refKey(ref));
    return known && layerRangeOf(known);
  }

  knows(ref: TensorRef): boolean {
    return this.#ranges.has(refKey(ref));
  }

  largestBefore(call: number, channel: number): number | undefined {
    return this.#largest.get(placeKey(call, channel));
  }

  keepRanges(ref: TensorRef, ranges: ChannelRanges): void {
    this.#ranges.set(refKey(ref), ranges);
  }

  keepLargest(call: number, channel: number, largest: number): void {
    this.#largest.set(placeKey(call, channel), largest);
  }

  /** What holds in these pictures and in others: what is not known of all of them is left out. */
  joined(others: KnownFacts): KnownFacts {
    const both = new KnownFacts();
    for (const [key, a] of this.#ranges) {
      const b = others.#ranges.get(key);
      if (b) both.#ranges.set(key, joinedRanges(a, b));
    }
    for (const [key, a] of this.#largest) {
      const b = others.#largest.get(key);
      if (b !== undefined) both.#largest.set(key, Math.max(a, b));
    }
    return both;
  }
}

function joinedRanges(a: ChannelRanges, b: ChannelRanges): ChannelRanges {
  return {
    min: Float64Array.from(a.min, (one, channel) => Math.min(one, b.min[channel]!)),
    max: Float64Array.from(a.max, (one, channel) => Math.max(one, b.max[channel]!)),
  };
}
