import { idleMaps } from '../../core/map-verdicts';
import { sizeOf } from '../../core/tensor';
import type { MapStatistics } from '../../engine/pass';
import { changesEachValue, isUnit } from '../../model/filters/chain';
import { inferShapes } from '../../model/kinds/infer-shapes';
import { refKey, type ListedLayer, type Network, type TensorRef } from '../../model/network';
import type { Shape } from '../../model/shapes';
import type { Cause } from '../../shared/verdict-causes';
import { inGroups } from '../../core/in-groups';
import { LAYER_BYTES_PER_PASS } from '../memory';
import type { ModelSession } from '../model-session';
import type { ModelInput } from '../source-picture';
import { largestBeforeActivation } from './before-activation';
import { CauseFinder } from './cause-finder';
import { KnownFacts, type CauseFacts } from './facts';
import { sourcesOf } from './sources';

/** A map, by the result that holds it. */
export interface MapRef {
  readonly ref: TensorRef;
  readonly channel: number;
}

/** Finds causes in a network. */
export function causeFinderOf({ network, layers }: Pick<ModelSession, 'network' | 'layers'>): CauseFinder {
  const nameOf = (call: number) => {
    // A model used as a layer gives what one of its layers gives.
    const named = layers.filter(({ output }) => output.call === call);
    const listed = named.find(({ layer }) => !layer.inner) ?? named[0];
    return listed ? `${listed.indexPath} ${listed.name}` : network.calls[call]!.layer.name;
  };
  return new CauseFinder(network, nameOf);
}

/** Why maps are 0 or constant in one picture. The numbers that this takes are computed as they turn out to be needed. */
export class PictureCauses {
  readonly facts = new KnownFacts();
  readonly #finder: CauseFinder;
  #shapes: Shape[][] | undefined;

  constructor(
    private readonly session: Pick<ModelSession, 'engine' | 'layers' | 'network'>,
    private readonly input: Pick<ModelInput, 'tensor'>,
  ) {
    this.#finder = causeFinderOf(session);
  }

  /**
   * What is known of a picture that all its maps without a response take, of some layers.
   * @param statistics  of each of these layers
   */
  static factsOf(
    session: ModelSession,
    input: ModelInput,
    layers: readonly ListedLayer[],
    statistics: readonly MapStatistics[],
  ): KnownFacts {
    const causes = new PictureCauses(session, input);
    layers.forEach(({ output }, place) => causes.facts.keepRanges(output, statistics[place]!));
    causes.find(
      layers.flatMap(({ output: ref }, place) =>
        idleMaps(statistics[place]!).map((channel) => ({ ref, channel })),
      ),
    );
    return causes.facts;
  }

  /**
   * Causes of maps that are 0 everywhere or constant; null where none is proven.
   * @throws FeaturescopeError of the area engine
   */
  find(maps: readonly MapRef[]): (Cause | null)[] {
    for (;;) {
      const needs = new Needs(this.facts);
      const causes = maps.map(({ ref, channel }) => this.#finder.causeOf(needs, ref, channel));
      if (needs.isMet) return causes;
      this.#findRanges(needs.ranges);
      this.#findLargest(needs.largest);
    }
  }

  #findRanges(wanted: readonly MapRef[]): void {
    const refs = wanted.flatMap((map) => nearBehind(this.session.network, map));
    const unknown = [...new Map(refs.map((ref) => [refKey(ref), ref])).values()].filter(
      (ref) => !this.facts.knows(ref),
    );
    for (const group of this.#inGroups(unknown)) {
      const { statistics } = this.session.engine.run({ statistics: group }, this.input.tensor);
      group.forEach((ref, place) => this.facts.keepRanges(ref, statistics[place]!));
    }
  }

  #findLargest(wanted: ReadonlyMap<number, ReadonlySet<number>>): void {
    const { calls } = this.session.network;
    const units = [...wanted].map(([call, channels]) => ({ call, channels, ref: calls[call]!.inputs[0]! }));
    const inputs = [...new Map(units.map(({ ref }) => [refKey(ref), ref])).values()];
    for (const group of this.#inGroups(inputs)) {
      const { activations } = this.session.engine.run({ activations: group }, this.input.tensor);
      group.forEach((input, place) => {
        for (const { call, channels, ref } of units)
          if (refKey(ref) === refKey(input))
            for (const channel of channels) {
              const { layer } = calls[call]!;
              const shape = this.#shapeOf({ call, output: 0 });
              const largest = largestBeforeActivation(layer, activations[place]!, shape, channel);
              this.facts.keepLargest(call, channel, largest);
            }
      });
    }
  }

  /** Results that one pass gives together. */
  #inGroups(refs: readonly TensorRef[]): TensorRef[][] {
    return inGroups(refs, (ref) => 4 * sizeOf(this.#shapeOf(ref)), LAYER_BYTES_PER_PASS);
  }

  #shapeOf({ call, output }: TensorRef): number[] {
    this.#shapes ??= inferShapes(this.session.network, this.input.tensor.shape);
    return this.#shapes[call]![output]!.map((length) => length ?? 1);
  }
}

/** What is known, which keeps in mind what was asked for in vain. */
class Needs implements CauseFacts {
  readonly ranges: MapRef[] = [];
  readonly largest = new Map<number, Set<number>>();

  constructor(private readonly known: KnownFacts) {}

  get isMet(): boolean {
    return this.ranges.length === 0 && this.largest.size === 0;
  }

  rangeOf(ref: TensorRef, channel: number) {
    const range = this.known.rangeOf(ref, channel);
    if (!range) this.ranges.push({ ref, channel });
    return range;
  }

  rangesOf(ref: TensorRef, channel: number) {
    const ranges = this.known.rangesOf(ref);
    if (!ranges) this.ranges.push({ ref, channel });
    return ranges;
  }

  spanOf(ref: TensorRef) {
    const span = this.known.spanOf(ref);
    if (span === undefined) this.ranges.push({ ref, channel: 0 });
    return span;
  }

  largestBefore(call: number, channel: number) {
    const largest = this.known.largestBefore(call, channel);
    if (largest === undefined) this.largest.set(call, (this.largest.get(call) ?? new Set()).add(channel));
    return largest;
  }
}

/**
 * The result that holds a map, and those behind it that are looked at next, as far as the map's own channel goes: back to what
 * goes into a layer with weights, or into one that hands channels on.
 */
function nearBehind(network: Network, { ref, channel }: MapRef): TensorRef[] {
  const found = [ref];
  for (let at = ref.call; ;) {
    const call = network.calls[at]!;
    const { layer, inputs } = call;
    if (isUnit(layer)) return [...found, inputs[0]!];
    if (!changesEachValue(network, call))
      return [...found, ...(sourcesOf(network, at, channel)?.places.map((place) => place.ref) ?? [])];
    found.push(inputs[0]!);
    at = inputs[0]!.call;
  }
}
