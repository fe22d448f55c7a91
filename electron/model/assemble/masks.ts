import { message } from '../../shared/messages/message';
import type { Argument, CallArguments, LayerSetting } from '../config/types';
import { unsupportedSetting } from '../config/setting-reader';
import { placesIn } from '../config/operand';
import { kindOf } from '../kinds';
import { attentionInputs } from '../kinds/attention';
import type { MaskRule } from '../kinds/traits';
import { refKey, type TensorRef } from '../network';
import { formatShape, type Shape } from '../shapes';
import { inputsAlone, type DraftLayer } from './draft';

/** What masks are computed with: functions that are not listed. */
interface Functions {
  addFunction(
    layer: DraftLayer,
    functionName: string,
    inputs: readonly TensorRef[],
    args?: CallArguments,
  ): TensorRef;
  shapeOf(ref: TensorRef): Shape;
}

type Mask = TensorRef | undefined;

/** A call with the masks that its layer takes among its inputs, and what becomes of the masks behind it. */
interface Masked {
  readonly inputs: readonly TensorRef[];
  readonly args: CallArguments;
  /** Notes the masks of the results. */
  readonly after: (results: readonly TensorRef[]) => void;
}

/** Arguments in which a call may give masks itself. */
const GIVEN = ['mask', 'query_mask', 'value_mask', 'key_mask', 'attention_mask'];

/** An argument whose inputs have other places. */
function moved(value: Argument, places: readonly number[]): Argument {
  if (Array.isArray(value)) return (value as readonly Argument[]).map((entry) => moved(entry, places));
  const isInput = typeof value === 'object' && value !== null && 'is' in value && value.is === 'input';
  return isInput ? { is: 'input', place: places.indexOf(value.place) } : value;
}

/**
 * The masks that travel with results: of each step whether it counts. Keras keeps one as an attribute of a tensor; here it is
 * a result of its own, 1 where a step counts, and an input of the layers that take it. Functions lose it, as in Keras.
 * Sources: `Layer.__call__` and `compute_mask` of keras 3.15.1 and tf_keras 2.16.0.
 */
export class Masks {
  readonly #masks = new Map<string, TensorRef>();

  constructor(private readonly functions: Functions) {}

  of(ref: TensorRef): Mask {
    return this.#masks.get(refKey(ref));
  }

  set(ref: TensorRef, mask: Mask): void {
    if (mask) this.#masks.set(refKey(ref), mask);
  }

  /**
   * Adds to a call the masks that its layer takes.
   * @throws FeaturescopeError model/unsupported-setting where a mask has a form that the layer cannot take
   */
  given(layer: DraftLayer, inputs: readonly TensorRef[], args: CallArguments): Masked {
    const rule = layer.functionName === undefined ? kindOf(layer)?.masks : undefined;
    if (!rule) return { inputs, args, after: () => undefined };
    const own = new Map(
      GIVEN.flatMap((name) => {
        const value = args.named[name];
        const list = Array.isArray(value) ? (value as readonly Argument[]) : [value];
        const refs = list.map((entry): Mask => {
          const [place] = placesIn(entry);
          return place === undefined ? undefined : inputs[place];
        });
        return refs.some((ref) => ref !== undefined) ? [[name, refs] as const] : [];
      }),
    );
    return this.#ruled(rule, layer, own.size === 0 ? { inputs, args } : bare(inputs, args), own);
  }

  #ruled(
    rule: MaskRule,
    layer: DraftLayer,
    { inputs, args }: { inputs: readonly TensorRef[]; args: CallArguments },
    own: ReadonlyMap<string, readonly Mask[]>,
  ): Masked {
    const isKeras3 = layer.kerasMajor >= 3;
    const of = (ref: TensorRef | undefined) => ref && this.of(ref);
    const mask = own.get('mask')?.[0] ?? of(inputs[0]);
    const first = (value: Mask) => (results: readonly TensorRef[]) => {
      if (results[0]) this.set(results[0], value);
    };
    const plain = { inputs, args };
    switch (rule) {
      case 'passes':
        return { ...plain, after: first(mask) };
      case 'passes-in-keras-3':
        return { ...plain, after: first(isKeras3 ? mask : undefined) };
      case 'made-by-masking':
        return {
          ...plain,
          after: first(this.#differing(layer, inputs[0], layer.config['mask_value'] ?? 0, true)),
        };
      case 'made-by-embedding': {
        const isMade = layer.config['mask_zero'] === true;
        return { ...plain, after: first(isMade ? this.#differing(layer, inputs[0], 0, false) : undefined) };
      }
      case 'joins':
        return { ...plain, after: first(this.#joined(layer, inputs, args)) };
      case 'joins-what-counts': {
        const after = first(this.#joined(layer, inputs, args));
        return { ...(isKeras3 ? this.#withMasks(layer, plain) : plain), after };
      }
      case 'concatenates':
        return { ...plain, after: first(this.#concatenated(layer, inputs)) };
      case 'averages':
        return {
          ...withMask(plain, 'mask', inputs[0] && this.#ofSteps(layer, mask, inputs[0])),
          after: () => undefined,
        };
      case 'softmax': {
        const fitting = inputs[0] && this.#ofSteps(layer, mask, inputs[0], Infinity);
        return { ...withMask(plain, 'mask', fitting), after: first(mask) };
      }
      case 'recurrent': {
        // Keras 3 only looks for the mask of a call with a single tensor.
        const isSeen = own.has('mask') || !isKeras3 || inputs.length === 1;
        const taken = withMask(
          plain,
          'mask',
          isSeen && inputs[0] ? this.#ofSteps(layer, mask, inputs[0]) : undefined,
        );
        return { ...taken, after: (results) => this.#behindSteps(layer, mask, results) };
      }
      case 'attention':
        return this.#attention(layer, plain, own);
      case 'heads':
        return this.#heads(layer, plain, own);
    }
  }

  #call(
    layer: DraftLayer,
    functionName: string,
    inputs: readonly TensorRef[],
    ...others: readonly Argument[]
  ): TensorRef {
    const { positional } = inputsAlone(inputs.length);
    const given = inputs.length > 1 ? (positional[0] as readonly Argument[]) : positional;
    return this.functions.addFunction(layer, functionName, inputs, {
      positional: [...given, ...others],
      named: {},
    });
  }

  #function(
    layer: DraftLayer,
    functionName: string,
    input: TensorRef,
    named: Readonly<Record<string, Argument>>,
  ): TensorRef {
    return this.functions.addFunction(layer, functionName, [input], {
      positional: [{ is: 'input', place: 0 }],
      named,
    });
  }

  /** 1 where values differ from a number: all of a step's, or each of its own. */
  #differing(layer: DraftLayer, input: Mask, value: unknown, isOfSteps: boolean): Mask {
    if (!input || typeof value !== 'number') return undefined;
    const differs = this.#call(layer, 'NotEqual', [input], value);
    return isOfSteps ? this.#function(layer, 'Max', differs, { axis: -1 }) : differs;
  }

  /** Of an addition and its like: in Keras 3 steps that count in one input, if all have masks; in Keras 2 those that count in all. */
  #joined(layer: DraftLayer, inputs: readonly TensorRef[], { positional }: CallArguments): Mask {
    const masks = inputs.map((ref) => this.of(ref));
    const list = Array.isArray(positional[0]) ? (positional[0] as readonly Argument[]) : positional;
    const known = masks.filter((mask) => mask !== undefined);
    if (layer.kerasMajor < 3) return this.#folded(layer, 'Minimum', known);
    return known.length === list.length ? this.#folded(layer, 'Maximum', known) : undefined;
  }

  /** A call with the masks of its inputs as a list behind them. */
  #withMasks(
    layer: DraftLayer,
    plain: { inputs: readonly TensorRef[]; args: CallArguments },
  ): { inputs: readonly TensorRef[]; args: CallArguments } {
    const { inputs, args } = plain;
    const given = inputs.map((ref) =>
      this.#ofSteps(layer, this.of(ref), ref, this.functions.shapeOf(ref).length - 1),
    );
    const known = given.filter((mask) => mask !== undefined);
    if (known.length === 0) return plain;
    const masks = given.map((mask): Argument =>
      mask ? { is: 'input', place: inputs.length + known.indexOf(mask) } : null,
    );
    return { inputs: [...inputs, ...known], args: { ...args, named: { ...args.named, masks } } };
  }

  #folded(layer: DraftLayer, functionName: string, masks: readonly TensorRef[]): Mask {
    return masks.reduce<Mask>(
      (joined, mask) => (joined ? this.#call(layer, functionName, [joined, mask]) : mask),
      undefined,
    );
  }

  /** Steps beside each other keep their masks; joined step by step, they count as in `#joined`, inputs without a mask always. */
  #concatenated(layer: DraftLayer, inputs: readonly TensorRef[]): Mask {
    const masks = inputs.map((ref) => this.of(ref));
    if (masks.every((mask) => mask === undefined)) return undefined;
    const rank = this.functions.shapeOf(inputs[0]!).length;
    const full = inputs.map((ref, place) => {
      const mask = masks[place];
      if (mask) return this.#ofSteps(layer, mask, ref, rank - 1)!;
      const ones = this.#function(layer, 'OnesLike', ref, {});
      return this.#function(layer, 'Max', ones, { axis: -1 });
    });
    const axis = Number(layer.config['axis'] ?? -1);
    const place = axis < 0 ? axis + rank : axis;
    if (place === rank - 1) return this.#folded(layer, layer.kerasMajor < 3 ? 'Minimum' : 'Maximum', full);
    return this.functions.addFunction(layer, 'Concatenate', full, {
      positional: [full.map((_, input) => ({ is: 'input', place: input }))],
      named: { axis: place },
    });
  }

  /** Masks behind a recurrent layer that gives all steps; states have none. */
  #behindSteps(layer: DraftLayer, mask: Mask, results: readonly TensorRef[]): void {
    const inside = layer.className === 'Bidirectional' ? layer.inside?.['layer'] : layer;
    if (inside?.config['return_sequences'] !== true) return;
    const hasTwo = layer.className === 'Bidirectional' && layer.config['merge_mode'] === null;
    for (const result of results.slice(0, hasTwo ? 2 : 1)) this.set(result, mask);
  }

  /** Attention and AdditiveAttention: steps of the value that are not looked at, and steps of the query that give zeros. */
  #attention(
    layer: DraftLayer,
    plain: { inputs: readonly TensorRef[]; args: CallArguments },
    own: ReadonlyMap<string, readonly Mask[]>,
  ): Masked {
    const { query, value } = attentionInputs(layer, plain.args);
    const [ofQuery, ofValue] =
      own.get('mask') ?? [query, value].map((place) => this.of(plain.inputs[place]!));
    const steps = (place: number, mask: Mask) => this.#ofSteps(layer, mask, plain.inputs[place]!);
    const withValue = withMask(plain, 'value_mask', steps(value, ofValue));
    return {
      ...withMask(withValue, 'query_mask', steps(query, ofQuery)),
      after: ([result]) => {
        if (result) this.set(result, ofQuery);
      },
    };
  }

  /** Attention with heads: one mask, [pictures, steps of the query, steps of the value], that holds all. */
  #heads(
    layer: DraftLayer,
    plain: { inputs: readonly TensorRef[]; args: CallArguments },
    own: ReadonlyMap<string, readonly Mask[]>,
  ): Masked {
    const { args, inputs } = plain;
    const places = attentionInputs(layer, args);
    const isKeras3 = layer.kerasMajor >= 3;
    const forgets = isKeras3 && layer.className === 'MultiHeadAttention';
    const given = (name: string) => own.get(name)?.[0];
    const of = (place: number) => this.of(inputs[place]!);
    // MultiHeadAttention of Keras 3 looks at the mask that the query brings along and at no other.
    const ofQuery = (forgets ? undefined : given('query_mask')) ?? of(places.query);
    const ofValue = given('value_mask') ?? of(places.value);
    const hasKey = args.named['key'] != null || args.positional.length > 2;
    const ofKey = given('key_mask') ?? (hasKey || !isKeras3 ? of(places.key) : undefined);
    const isOfSteps = [places.query, places.value].every(
      (place) => this.functions.shapeOf(inputs[place]!).length === 3,
    );
    const explicit = given('attention_mask');
    if (!isOfSteps && (ofQuery ?? ofValue ?? ofKey ?? explicit))
      throw unsupportedSetting(layer, message('part/attention-mask'));
    const auto = [
      this.#stretched(layer, ofQuery, inputs[places.query]!, 2),
      this.#stretched(layer, ofValue, inputs[places.value]!, 1),
      this.#stretched(layer, ofKey, inputs[places.key]!, 1),
    ].filter((mask) => mask !== undefined);
    if (explicit) this.#requirePairs(layer, explicit, inputs[places.query]!, inputs[places.value]!);
    const isBare = auto.length === 0 && !isKeras3;
    const counted = explicit && (isBare ? explicit : this.#call(layer, 'NotEqual', [explicit], 0));
    const mask = this.#folded(layer, 'Minimum', [...auto, ...(counted ? [counted] : [])]);
    return {
      ...withMask(plain, 'attention_mask', mask),
      after: ([result]) => {
        // That layer takes the masks off what it is given, and whoever is called after it finds none.
        if (forgets)
          for (const place of [places.query, places.value, places.key])
            this.#masks.delete(refKey(inputs[place]!));
        if (result) this.set(result, ofQuery);
      },
    };
  }

  /** Refuses a mask of pairs of steps that has other steps; an axis of length 1 stands for all. */
  #requirePairs(layer: DraftLayer, mask: TensorRef, query: TensorRef, value: TensorRef): void {
    const shape = this.functions.shapeOf(mask);
    const wanted = [query, value].map((ref) => this.functions.shapeOf(ref)[1]!);
    const last = shape.slice(-2).map((length, axis) => (length === 1 ? wanted[axis]! : length));
    if (shape.length < 2 || shape.length > 4) this.#fitting(layer, mask, [null, ...wanted]);
    const isSame = last.every(
      (length, axis) => length === null || wanted[axis] === null || length === wanted[axis],
    );
    if (!isSame) throw unsupportedSetting(layer, message('part/mask-shape', { shape: formatShape(shape) }));
  }

  #stretched(layer: DraftLayer, mask: Mask, ref: TensorRef, axis: number): Mask {
    const steps = this.#ofSteps(layer, mask, ref);
    return steps && this.#function(layer, 'ExpandDims', steps, { axis });
  }

  /** Gives the layer that another applies to every step the mask of all steps, if it is one that takes masks. */
  forEachStep(layer: DraftLayer, mask: TensorRef, merged: TensorRef): void {
    const { wrapped } = layer;
    const rule = wrapped && !wrapped.inner ? kindOf(wrapped)?.masks : undefined;
    const takes = wrapped?.inner || wrapped?.wrapped || (rule && rule !== 'heads' && rule !== 'attention');
    if (takes) this.set(merged, this.functions.addFunction(layer, 'MergeSteps', [mask]));
  }

  /**
   * Notes the mask behind a layer that applies another to every step. Keras 3 hands on the one in front of it; Keras 2 that
   * of the results, where they have one.
   * @param result  of all steps as a batch
   * @param output  of the layer
   */
  behindEachStep(layer: DraftLayer, mask: Mask, result: TensorRef, output: TensorRef): void {
    const ofSteps = layer.kerasMajor < 3 ? this.of(result) : undefined;
    if (layer.kerasMajor >= 3 || (!ofSteps && !mask)) return this.set(output, mask);
    if (ofSteps) {
      const lengths = this.functions.shapeOf(ofSteps).slice(1);
      const shape = [-1, this.functions.shapeOf(output)[1]!, ...lengths];
      if (shape.includes(null))
        throw unsupportedSetting(layer, message('part/mask-shape', { shape: formatShape(shape) }));
      return this.set(output, this.#function(layer, 'Reshape', ofSteps, { newshape: shape }));
    }
    const rank = this.functions.shapeOf(mask!).length;
    const axes = Array.from({ length: rank - 2 }, (_, place) => place + 2);
    this.set(output, rank > 2 ? this.#function(layer, 'Max', mask!, { axis: axes }) : mask);
  }

  /** A mask of the steps of a result, whose lengths must be the same: TensorFlow would stretch some in silence. */
  #ofSteps(layer: LayerSetting, mask: Mask, ref: TensorRef, rank = 2): Mask {
    return this.#fitting(layer, mask, this.functions.shapeOf(ref).slice(0, rank));
  }

  #fitting(layer: LayerSetting, mask: Mask, wanted: Shape): Mask {
    if (!mask) return undefined;
    const shape = this.functions.shapeOf(mask);
    const fits =
      shape.length === wanted.length &&
      shape.every((length, axis) => length === null || wanted[axis] == null || length === wanted[axis]);
    if (!fits) throw unsupportedSetting(layer, message('part/mask-shape', { shape: formatShape(shape) }));
    return mask;
  }
}

/** A call without the masks that it gives itself. */
function bare(
  inputs: readonly TensorRef[],
  args: CallArguments,
): { inputs: readonly TensorRef[]; args: CallArguments } {
  const named = Object.fromEntries(Object.entries(args.named).filter(([name]) => !GIVEN.includes(name)));
  const kept = [...new Set([...args.positional, ...Object.values(named)].flatMap(placesIn))].sort(
    (a, b) => a - b,
  );
  return {
    inputs: kept.map((place) => inputs[place]!),
    args: {
      positional: args.positional.map((value) => moved(value, kept)),
      named: Object.fromEntries(Object.entries(named).map(([name, value]) => [name, moved(value, kept)])),
    },
  };
}

/** A call with a mask as one more input. */
function withMask(
  { inputs, args }: { inputs: readonly TensorRef[]; args: CallArguments },
  name: string,
  mask: Mask,
): { inputs: readonly TensorRef[]; args: CallArguments } {
  if (!mask) return { inputs, args };
  return {
    inputs: [...inputs, mask],
    args: { ...args, named: { ...args.named, [name]: { is: 'input', place: inputs.length } } },
  };
}
