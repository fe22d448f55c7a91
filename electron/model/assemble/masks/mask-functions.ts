import { message } from '../../../shared/messages/message';
import { unsupportedSetting } from '../../config/setting-reader';
import type { Argument, CallArguments, LayerSetting } from '../../config/types';
import type { TensorRef } from '../../network';
import { formatShape, type Shape } from '../../shapes';
import { inputsAlone, type DraftLayer } from '../draft';
import type { Mask } from './mask-table';

/** What masks are computed with: functions that are not listed. */
export interface Functions {
  addFunction(
    layer: DraftLayer,
    functionName: string,
    inputs: readonly TensorRef[],
    args?: CallArguments,
  ): TensorRef;
  shapeOf(ref: TensorRef): Shape;
}

/** Computes masks from tensors and from each other, in the name of the layer that needs them. */
export class MaskFunctions {
  constructor(private readonly functions: Functions) {}

  shapeOf(ref: TensorRef): Shape {
    return this.functions.shapeOf(ref);
  }

  /** A function of several tensors, or of tensors and numbers. */
  of(
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

  /** A function of one tensor with named arguments. */
  ofOne(
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

  /** Tensors joined along an axis. */
  concatenated(layer: DraftLayer, inputs: readonly TensorRef[], axis: number): TensorRef {
    return this.functions.addFunction(layer, 'Concatenate', inputs, {
      positional: [inputs.map((_, place) => ({ is: 'input', place }))],
      named: { axis },
    });
  }

  /** A function of two masks applied to one after the other. */
  folded(layer: DraftLayer, functionName: string, masks: readonly TensorRef[]): Mask {
    return masks.reduce<Mask>(
      (joined, mask) => (joined ? this.of(layer, functionName, [joined, mask]) : mask),
      undefined,
    );
  }

  /** 1 where values differ from a number: all of a step's, or each of its own. */
  differing(layer: DraftLayer, input: Mask, value: unknown, isOfSteps: boolean): Mask {
    if (!input || typeof value !== 'number') return undefined;
    const differs = this.of(layer, 'NotEqual', [input], value);
    return isOfSteps ? this.ofOne(layer, 'Max', differs, { axis: -1 }) : differs;
  }

  /** A mask of the steps of a result, whose lengths must be the same: TensorFlow would stretch some in silence. */
  ofSteps(layer: LayerSetting, mask: Mask, ref: TensorRef, rank = 2): Mask {
    return this.fitting(layer, mask, this.shapeOf(ref).slice(0, rank));
  }

  /** @throws FeaturescopeError model/unsupported-setting for a mask of another shape */
  fitting(layer: LayerSetting, mask: Mask, wanted: Shape): Mask {
    if (!mask) return undefined;
    const shape = this.shapeOf(mask);
    const fits =
      shape.length === wanted.length &&
      shape.every((length, axis) => length === null || wanted[axis] == null || length === wanted[axis]);
    if (!fits) throw unsupportedSetting(layer, message('part/mask-shape', { shape: formatShape(shape) }));
    return mask;
  }
}
