import { message } from '../../shared/messages/message';
import { activation, unsupportedSetting } from '../config/setting-reader';
import type { CallArguments, LayerSetting } from '../config/types';
import { kindOf } from '../kinds';
import type { MaskRule } from '../kinds/traits';
import type { TensorRef } from '../network';
import { formatShape } from '../shapes';
import type { DraftLayer } from './draft';
import { withAttentionMasks, withMaskOfHeads } from './masks/attention-masks';
import { concatenated, joined } from './masks/joined-masks';
import { MaskFunctions, type Functions } from './masks/mask-functions';
import { MaskTable, type Mask } from './masks/mask-table';
import {
  ownMasks,
  withMask,
  withMaskOfEach,
  withoutMasks,
  type Given,
  type Masked,
  type OwnMasks,
} from './masks/masked-call';

/** True for a layer of Keras 3 that hands on the very tensor that it is given, on which masks are kept. */
function handsOn(layer: LayerSetting): boolean {
  if (layer.kerasMajor < 3) return false;
  if (layer.functionName !== undefined)
    return layer.functionName === 'Cast' && layer.config['dtype'] === 'float32';
  if (layer.className === 'Activation') return activation(layer).name === 'linear';
  return kindOf(layer)?.isIdentity === true;
}

/**
 * The masks that travel with results: of each step whether it counts. Keras keeps one as an attribute of a tensor; here it is
 * a result of its own, 1 where a step counts, and an input of the layers that take it. Functions lose it, as in Keras.
 * Sources: `Layer.__call__` and `compute_mask` of keras 3.15.1 and tf_keras 2.16.0.
 */
export class Masks {
  readonly #table = new MaskTable();
  readonly #functions: MaskFunctions;

  constructor(functions: Functions) {
    this.#functions = new MaskFunctions(functions);
  }

  of(ref: TensorRef): Mask {
    return this.#table.of(ref);
  }

  set(ref: TensorRef, mask: Mask): void {
    this.#table.set(ref, mask);
  }

  /**
   * Adds to a call the masks that its layer takes.
   * @throws FeaturescopeError model/unsupported-setting where a mask has a form that the layer cannot take
   */
  given(layer: DraftLayer, inputs: readonly TensorRef[], args: CallArguments): Masked {
    const given = { inputs, args };
    const masked = this.#maskedCall(layer, given);
    if (!handsOn(layer)) return masked;
    return {
      ...masked,
      after: (results) => {
        this.#table.handOn(results[0]!, inputs[0]!);
        masked.after(results);
      },
    };
  }

  #maskedCall(layer: DraftLayer, given: Given): Masked {
    const rule = layer.functionName === undefined ? kindOf(layer)?.masks : undefined;
    if (!rule) return { ...given, after: () => undefined };
    const own = ownMasks(given);
    return this.#ruled(rule, layer, own.size === 0 ? given : withoutMasks(given), own);
  }

  #ruled(rule: MaskRule, layer: DraftLayer, plain: Given, own: OwnMasks): Masked {
    const { inputs } = plain;
    const isKeras3 = layer.kerasMajor >= 3;
    const [table, functions] = [this.#table, this.#functions];
    const mask = own.get('mask')?.[0] ?? table.of(inputs[0]);
    const first = (value: Mask) => (results: readonly TensorRef[]) => {
      table.set(results[0], value);
    };
    switch (rule) {
      case 'passes':
        return { ...plain, after: first(mask) };
      case 'passes-in-keras-3':
        return { ...plain, after: first(isKeras3 ? mask : undefined) };
      case 'made-by-masking':
        return {
          ...plain,
          after: first(functions.differing(layer, inputs[0], layer.config['mask_value'] ?? 0, true)),
        };
      case 'made-by-embedding': {
        const isMade = layer.config['mask_zero'] === true;
        return {
          ...plain,
          after: first(isMade ? functions.differing(layer, inputs[0], 0, false) : undefined),
        };
      }
      case 'joins':
        return { ...plain, after: first(joined(table, functions, layer, plain)) };
      case 'joins-what-counts': {
        const after = first(joined(table, functions, layer, plain));
        return { ...(isKeras3 ? this.#withMaskOfEach(layer, plain) : plain), after };
      }
      case 'concatenates':
        return { ...plain, after: first(concatenated(table, functions, layer, inputs)) };
      case 'averages':
        return {
          ...withMask(plain, 'mask', inputs[0] && functions.ofSteps(layer, mask, inputs[0])),
          after: () => undefined,
        };
      case 'softmax': {
        const fitting = inputs[0] && functions.ofSteps(layer, mask, inputs[0], Infinity);
        return { ...withMask(plain, 'mask', fitting), after: first(mask) };
      }
      case 'recurrent': {
        // Keras 3 only looks for the mask of a call with a single tensor.
        const isSeen = own.has('mask') || !isKeras3 || inputs.length === 1;
        const taken = withMask(
          plain,
          'mask',
          isSeen && inputs[0] ? functions.ofSteps(layer, mask, inputs[0]) : undefined,
        );
        return { ...taken, after: (results) => this.#behindSteps(layer, mask, results) };
      }
      case 'attention':
        return withAttentionMasks(table, functions, layer, plain, own);
      case 'heads':
        return withMaskOfHeads(table, functions, layer, plain, own);
    }
  }

  /** A call with the masks of its inputs, whose numbers that do not count are left out. */
  #withMaskOfEach(layer: DraftLayer, plain: Given): Given {
    const masks = plain.inputs.map((ref) =>
      this.#functions.ofSteps(layer, this.of(ref), ref, this.#functions.shapeOf(ref).length - 1),
    );
    return withMaskOfEach(plain, masks);
  }

  /** Masks behind a recurrent layer that gives all steps; states have none. */
  #behindSteps(layer: DraftLayer, mask: Mask, results: readonly TensorRef[]): void {
    const inside = layer.className === 'Bidirectional' ? layer.inside?.['layer'] : layer;
    if (inside?.config['return_sequences'] !== true) return;
    const hasTwo = layer.className === 'Bidirectional' && layer.config['merge_mode'] === null;
    for (const result of results.slice(0, hasTwo ? 2 : 1)) this.set(result, mask);
  }

  /** Gives the layer that another applies to every step the mask of all steps, if it is one that takes masks. */
  forEachStep(layer: DraftLayer, mask: TensorRef, merged: TensorRef): void {
    const { wrapped } = layer;
    const rule = wrapped && !wrapped.inner ? kindOf(wrapped)?.masks : undefined;
    const takes = wrapped?.inner || wrapped?.wrapped || (rule && rule !== 'heads' && rule !== 'attention');
    if (takes) this.set(merged, this.#functions.of(layer, 'MergeSteps', [mask]));
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
      const lengths = this.#functions.shapeOf(ofSteps).slice(1);
      const shape = [-1, this.#functions.shapeOf(output)[1]!, ...lengths];
      if (shape.includes(null))
        throw unsupportedSetting(layer, message('part/mask-shape', { shape: formatShape(shape) }));
      return this.set(output, this.#functions.ofOne(layer, 'Reshape', ofSteps, { newshape: shape }));
    }
    const rank = this.#functions.shapeOf(mask!).length;
    const axes = Array.from({ length: rank - 2 }, (_, place) => place + 2);
    this.set(output, rank > 2 ? this.#functions.ofOne(layer, 'Max', mask!, { axis: axes }) : mask);
  }
}
