import { padding } from '../../model/config/setting-reader';
import { changesEachValue, isUnit, chainTo } from '../../model/filters/chain';
import { filterAt, normalizationAt, type Filter } from '../../model/filters/filter';
import { kindOf, lastActivation } from '../../model/kinds';
import { cutsBelowZero } from '../../model/kinds/activations';
import { shapeOf, type Call, type Network, type TensorRef } from '../../model/network';
import type { Cause } from '../../shared/verdict-causes';
import { CONSTANT_SHARE } from '../../shared/verdicts';
import type { CauseFacts, ChannelRanges, Range } from './facts';
import { sourcesOf } from './sources';

/** A batch normalization that gives at most this share of its shift only adds, if its factor is at most this. */
const NEARLY_ZERO = 1e-3;

const isZero = ({ min, max }: Range) => min === 0 && max === 0;
const isFlat = ({ min, max }: Range) => min === max;
const largestSize = ({ min, max }: Range) => Math.max(Math.abs(min), Math.abs(max));

/**
 * Finds why a map is 0 or has one value everywhere: goes back from it through the layers that made it, to the first one where
 * weights and the numbers that went in leave nothing else. What they do not prove is not claimed.
 */
export class CauseFinder {
  /** @param nameOf  a layer, by its call, as sentences name it */
  constructor(
    private readonly network: Network,
    private readonly nameOf: (call: number) => string,
  ) {}

  /**
   * @param ref  a result with a channel that is 0 everywhere, or constant as verdicts understand it
   * @returns null where no cause is proven, or where a number that it takes is not known
   */
  causeOf(facts: CauseFacts, ref: TensorRef, channel: number): Cause | null {
    const range = facts.rangeOf(ref, channel);
    if (!range || ref.output !== 0) return null;
    const call = this.network.calls[ref.call]!;
    if (isUnit(call.layer)) return this.#ofUnit(facts, ref.call, channel, range);
    if (changesEachValue(this.network, call)) return this.#ofStep(facts, ref.call, channel, range);
    return this.#ofSources(facts, ref.call, channel);
  }

  /** Of sums of products. */
  #ofUnit(facts: CauseFacts, call: number, channel: number, range: Range): Cause | null {
    const { layer, inputs } = this.network.calls[call]!;
    if (!chainTo(this.network, { call, output: 0 })) return null; // its values are set against each other
    const name = this.nameOf(call);
    const filter = filterAt(layer, channel);
    const used = usedChannels(filter);
    if (used.length === 0)
      return { kind: 'zero-kernel', values: { layer: name, bias: filter.bias }, by: null };
    const input = inputs[0]!;
    const fed = facts.rangesOf(input, used[0]!);
    if (!fed) return null;
    const first = { min: fed.min[used[0]!]!, max: fed.max[used[0]!]! };
    // Of a vector each channel has one value, which says nothing.
    const isMap = shapeOf(this.network, input).length > 2;
    const isOfOne = isZero(first) || (isMap && isFlat(first) && !reachesOutside(layer, filter));
    if (used.length === 1 && isOfOne) return this.#passedOn(facts, input, used[0]!, first);
    if (isZero(first) && isSilent(fed)) return { kind: 'dead-inputs', values: { layer: name }, by: null };
    const small = this.#smallKernel(facts, call, channel, this.#constantSpan(facts, call));
    if (!isZero(range) || !isRectifier(layer)) return small;
    const largest = facts.largestBefore(call, channel);
    return largest === undefined ? null : this.#notAbove(call, filter, largest, small);
  }

  /** Of a layer that changes each value by itself. A channel of one value goes through it as such, so what made it one counts. */
  #ofStep(facts: CauseFacts, call: number, channel: number, range: Range): Cause | null {
    const { layer, inputs } = this.network.calls[call]!;
    const source = inputs[0]!;
    const before = facts.rangeOf(source, channel);
    if (!before) return null;
    const isCut = isZero(range) && isRectifier(layer);
    if (isFlat(before)) {
      const cause = this.causeOf(facts, source, channel);
      const below = isCut && (!cause || cause.kind === 'small-kernel');
      return (
        (below && this.#notAboveZero(facts, source, channel)) ||
        (cause ?? this.#passedOn(facts, source, channel, before))
      );
    }
    if (layer.className === 'BatchNormalization') return this.#onlyShift(facts, call, channel, before);
    if (isCut) return this.#notAboveZero(facts, source, channel);
    return this.causeOf(facts, source, channel);
  }

  /** Why no value of a channel is above 0, which leaves nothing behind a rectifier. */
  #notAboveZero(facts: CauseFacts, { call: at }: TensorRef, channel: number): Cause | null {
    const call = this.network.calls[at]!;
    const { layer, inputs } = call;
    const range = facts.rangeOf({ call: at, output: 0 }, channel);
    if (!range || !(range.max <= 0)) return null;
    const belowZero: Cause = {
      kind: 'below-zero',
      values: { layer: this.nameOf(at), largest: range.max },
      by: null,
    };
    if (isUnit(layer) && isLinear(layer))
      return this.#notAbove(
        at,
        filterAt(layer, channel),
        range.max,
        this.#smallKernel(facts, at, channel, this.#constantSpan(facts, at)),
      );
    if (!changesEachValue(this.network, call)) return belowZero;
    if (kindOf(layer)?.isIdentity) return this.#notAboveZero(facts, inputs[0]!, channel);
    const before = facts.rangeOf(inputs[0]!, channel);
    if (!before) return null;
    if (layer.className !== 'BatchNormalization') return belowZero;
    const { factor, shift } = normalizationAt(layer, channel);
    const onlyShift = this.#onlyShift(facts, at, channel, before);
    if (onlyShift?.kind === 'zero-factor') return onlyShift;
    // Otherwise nothing was above 0 before it, and it is not to blame.
    const isToBlame = before.max > 0 || factor < 0;
    const { values } = belowZero;
    return isToBlame || onlyShift
      ? { kind: 'norm', values: { ...values, factor, shift }, by: onlyShift }
      : belowZero;
  }

  /** @param largest  value before the activation */
  #notAbove(call: number, { bias, hasBias }: Filter, largest: number, by: Cause | null): Cause | null {
    if (!(largest <= 0)) return null;
    const layer = this.nameOf(call);
    const without = largest - bias;
    return hasBias && without > 0
      ? { kind: 'bias', values: { layer, bias, largest, without }, by }
      : { kind: 'below-zero', values: { layer, largest }, by };
  }

  /** Why a batch normalization gives hardly more than what it adds: its factor, or the kernel before it. */
  #onlyShift(facts: CauseFacts, call: number, channel: number, before: Range): Cause | null {
    const { layer, inputs } = this.network.calls[call]!;
    const { factor, shift } = normalizationAt(layer, channel);
    const size = Math.abs(factor);
    const least = NEARLY_ZERO * Math.abs(shift);
    const isShift = size * largestSize(before) <= least;
    if (isShift && size <= NEARLY_ZERO)
      return { kind: 'zero-factor', values: { layer: this.nameOf(call), factor, shift }, by: null };
    const span = isShift ? least : this.#constantSpan(facts, call);
    return span === undefined
      ? null
      : (this.#smallFactor(facts, call, channel, before) ??
          this.#smallKernel(facts, inputs[0]!.call, channel, span / size));
  }

  /** The map before a batch normalization varies as others of its layer do; behind it the factor leaves hardly anything of that. */
  #smallFactor(facts: CauseFacts, call: number, channel: number, before: Range): Cause | null {
    const { layer, inputs } = this.network.calls[call]!;
    const [span, most] = [facts.spanOf({ call, output: 0 }), this.#constantSpan(facts, call)];
    const least = this.#constantSpan(facts, inputs[0]!.call);
    const range = facts.rangeOf({ call, output: 0 }, channel);
    if (span === undefined || most === undefined || least === undefined || !range) return null;
    const [apart, after] = [before.max - before.min, range.max - range.min];
    if (!(apart > least && after <= most)) return null;
    const { factor } = normalizationAt(layer, channel);
    return {
      kind: 'small-factor',
      values: { layer: this.nameOf(call), factor, before: apart, after, span },
      by: null,
    };
  }

  /** As far apart as this the values of a map may be that counts as constant. */
  #constantSpan(facts: CauseFacts, call: number): number | undefined {
    const span = facts.spanOf({ call, output: 0 });
    return span && span * CONSTANT_SHARE;
  }

  /**
   * By weights and by what goes in: whatever the places, no two sums of products can be further apart.
   * @param most  how far apart they may be
   */
  #smallKernel(facts: CauseFacts, call: number, channel: number, most = 0): Cause | null {
    const { layer, inputs } = this.network.calls[call]!;
    if (!isUnit(layer) || !(isLinear(layer) || isRectifier(layer))) return null;
    const { channels, weights } = filterAt(layer, channel);
    const fed = facts.rangesOf(inputs[0]!, channels[0]!);
    if (!fed) return null;
    let [weight, span] = [0, 0];
    for (let place = 0; place < weights.length; place++) {
      const size = Math.abs(weights[place]!);
      const from = channels[place % channels.length]!;
      weight = Math.max(weight, size);
      // Beside the input there are zeros.
      span += size * (Math.max(fed.max[from]!, 0) - Math.min(fed.min[from]!, 0));
    }
    if (!(span <= most)) return null;
    return { kind: 'small-kernel', values: { layer: this.nameOf(call), weight, span }, by: null };
  }

  /** Of a layer that hands channels on, or joins those of several layers. */
  #ofSources(facts: CauseFacts, call: number, channel: number): Cause | null {
    const sources = sourcesOf(this.network, call, channel);
    if (!sources) return null;
    const ranges = sources.places.map(({ ref, channel: one }) => facts.rangeOf(ref, one));
    if (ranges.includes(undefined)) return null;
    const known = ranges as Range[];
    if (sources.join === 'sum') {
      if (!known.every(isZero)) return null;
      const layers = sources.places.map(({ ref }) => this.nameOf(ref.call));
      return { kind: 'dead-channels', values: { layer: this.nameOf(call), channel, layers }, by: null };
    }
    const dead = known.findIndex(isZero);
    const place = dead >= 0 ? dead : 0;
    const { ref, channel: from } = sources.places[place]!;
    if (dead >= 0 || (sources.join === 'none' && isFlat(known[place]!)))
      return this.#passedOn(facts, ref, from, known[place]!);
    return sources.isSame ? this.causeOf(facts, ref, from) : null;
  }

  /** What came in was of one value already. */
  #passedOn(facts: CauseFacts, ref: TensorRef, channel: number, range: Range): Cause {
    const kind = isZero(range) ? 'dead-input' : 'constant-input';
    const values = { layer: this.nameOf(ref.call), channel };
    return { kind, values, by: this.causeOf(facts, ref, channel) };
  }
}

/** All channels are 0 everywhere. */
function isSilent({ min, max }: ChannelRanges): boolean {
  return Array.from(min).every((least, channel) => least === 0 && max[channel] === 0);
}

/** Channels of the input that a filter weighs with anything but 0. */
function usedChannels({ channels, weights }: Filter): number[] {
  const isUsed = new Array<boolean>(channels.length).fill(false);
  weights.forEach((weight, place) => {
    if (weight !== 0) isUsed[place % channels.length] = true;
  });
  return [...channels].filter((_, place) => isUsed[place]);
}

/** Beside the input there are zeros, so that an input of one value may give others at the edges. */
function reachesOutside(layer: Call['layer'], { height, width }: Filter): boolean {
  return height * width > 1 && (layer.className.endsWith('Transpose') || padding(layer) !== 'valid');
}

const isLinear = (layer: Call['layer']) => lastActivation(layer)?.name === 'linear';

function isRectifier(layer: Call['layer']): boolean {
  const last = lastActivation(layer);
  return last !== undefined && cutsBelowZero(last);
}
