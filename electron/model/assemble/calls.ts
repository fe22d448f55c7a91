import { failed } from '../../shared/errors';
import { message } from '../../shared/messages/message';
import type { CallArguments, Size } from '../config/types';
import { isQuantized } from '../config/precision';
import { badGraph, layerFailure, unsupportedSetting } from '../config/setting-reader';
import { refuseTextInput, requireKind } from '../kinds';
import { requireFiniteSettings } from '../kinds/finite-settings';
import { refKey, type Call, type TensorRef } from '../network';
import { sizesOf } from '../kinds/functions';
import { ShapeRun } from '../kinds/infer-shapes';
import { onlyInput } from '../kinds/kind';
import { formatShape, type Shape } from '../shapes';
import { inputsAlone, type DraftLayer } from './draft';
import { refuseFixedBatch } from './fixed-batch';
import { Masks } from './masks';

type DraftCall = Omit<Call, 'layer'> & { layer: DraftLayer };

/** No real model has as many. Models used as layers several times, one in the other, multiply without end in a small file. */
const MOST_CALLS = 100_000;

/** TensorFlow's operations take tensors of at most about eight axes, and it aborts the process far beyond. */
const HIGHEST_RANK = 8;

const NO_ARGUMENTS: CallArguments = { positional: [], named: {} };

/** The calls of a network while they are added, each after its inputs, with checked shapes. */
export class Calls {
  readonly list: DraftCall[] = [];
  readonly masks = new Masks(this);
  /** Shapes for two batches. */
  readonly #probes = [2, 3].map((batch) => ({ batch, run: new ShapeRun() }));
  /** What results come to that are sizes, computed from shapes. */
  readonly #sizes = new Map<string, Size>();
  /** Number of pictures for which an input was built, where it is a fixed one above 1. */
  #fixedBatch: number | undefined;

  /** @param takesPicture  one of the model's inputs is a picture; whatever else it looks up is no text then */
  constructor(private readonly takesPicture: boolean) {}

  shapeOf(ref: TensorRef): Shape {
    return this.list[ref.call]!.outputShapes[ref.output]!;
  }

  #add(
    layer: DraftLayer,
    inputs: readonly TensorRef[],
    outputShapes: readonly Shape[],
    args: CallArguments = NO_ARGUMENTS,
    callIndex = 0,
  ): TensorRef[] {
    if (this.list.length >= MOST_CALLS)
      throw failed('model/too-large', {
        problem: message('part/too-many-calls', { count: MOST_CALLS.toLocaleString('en') }),
      });
    const highest = Math.max(0, ...outputShapes.map((shape) => shape.length));
    if (highest > HIGHEST_RANK) throw unsupportedSetting(layer, message('part/many-axes', { axes: highest }));
    const call = this.list.push({ layer, callIndex, inputs, args, outputShapes }) - 1;
    return outputShapes.map((_, output) => ({ call, output }));
  }

  /** Adds an input of the model. */
  addInput(layer: DraftLayer, shape: Shape | null): TensorRef {
    if (!shape) throw layerFailure('model/no-input-shape', layer, {});
    const [batch] = shape;
    if (typeof batch !== 'number' || batch <= 1) return this.#add(layer, [], [shape])[0]!;
    // What was built for some pictures at a time mostly runs with one, too.
    this.#fixedBatch = batch;
    return this.#add(layer, [], [[null, ...shape.slice(1)]])[0]!;
  }

  /** What the input of a model used as a layer makes of what it is given, which may have another type. */
  asInput(layer: DraftLayer, given: TensorRef): TensorRef {
    const { dtype } = layer.config;
    if (typeof dtype !== 'string' || !/^(u?int\d+|bool)$/.test(dtype)) return given;
    const cast = { ...layer, functionName: 'Cast', config: { dtype }, outputs: [] };
    const [made] = this.#add(cast, [given], [this.shapeOf(given)], inputsAlone(1));
    this.masks.set(made!, this.masks.of(given));
    return made!;
  }

  /** Adds a function of the program's own, which is not listed. */
  addFunction(
    layer: DraftLayer,
    functionName: string,
    inputs: readonly TensorRef[],
    args = inputsAlone(inputs.length),
  ): TensorRef {
    const made = { ...layer, functionName, config: {}, outputs: [] };
    const shapes = inputs.map((ref) => this.shapeOf(ref));
    return this.#add(made, inputs, requireKind(made).outputs(made, shapes, args), args)[0]!;
  }

  /** What a layer that works on every step gets: the steps of all pictures as a batch. */
  mergeSteps(layer: DraftLayer, inputs: readonly TensorRef[]): TensorRef {
    if (inputs.length > 1)
      throw unsupportedSetting(layer, message('part/several-inputs-per-step', { count: inputs.length }));
    const shape = onlyInput(
      layer,
      inputs.map((ref) => this.shapeOf(ref)),
    );
    if (shape.length < 3) throw badGraph(message('part/needs-steps', { shape: formatShape(shape) }), layer);
    return this.addFunction(layer, 'MergeSteps', inputs);
  }

  /** Adds the use of a layer that works on every step, from what the layer inside it made of them all. */
  splitSteps(layer: DraftLayer, results: readonly TensorRef[], input: TensorRef, callIndex: number): void {
    const [result, ...others] = results;
    if (!result || others.length > 0)
      throw unsupportedSetting(layer, message('part/several-per-step', { count: results.length }));
    const steps = this.shapeOf(input)[1]!;
    const inputs = steps === null ? [result, input] : [result];
    this.addUse(layer, inputs, { ...inputsAlone(inputs.length), named: { steps } }, callIndex);
  }

  /**
   * Adds one use of a plain layer.
   * @param callIndex  number of the call in the file, which is not always the order in which calls are added
   * @throws FeaturescopeError model/unsupported-layer, model/unsupported-setting, model/bad-setting, model/bad-graph
   */
  addUse(
    layer: DraftLayer,
    givenInputs: readonly TensorRef[],
    givenArgs: CallArguments,
    callIndex: number,
  ): void {
    this.#refuseText(layer, givenInputs);
    const kind = requireKind(layer);
    requireFiniteSettings(layer);
    if (isQuantized(layer.config)) throw unsupportedSetting(layer, message('part/quantized'));
    const { inputs, args: masked, after } = this.masks.given(layer, givenInputs, givenArgs);
    const sizes = inputs.map((ref) => this.#sizes.get(refKey(ref)));
    const args = sizes.some((size) => size !== undefined) ? { ...masked, sizes } : masked;
    const shapes = inputs.map((ref) => this.shapeOf(ref));
    refuseFixedBatch(layer, args, shapes, this.#fixedBatch);
    if (layer.outputs.length === 0) layer.specs = kind.weights(layer, shapes, args);
    const outputShapes = this.#withoutBatch(kind.outputs(layer, shapes, args), { layer, inputs, args });
    // A call without inputs would count as an input of the model.
    if (inputs.length === 0) throw badGraph(message('part/no-input'), layer);
    const results = this.#add(layer, inputs, outputShapes, args, callIndex);
    layer.outputs[callIndex] = results;
    sizesOf(layer, args, shapes, sizes).forEach((size, output) => {
      const ref = results[output];
      if (size && ref) this.#sizes.set(refKey(ref), size);
    });
    after(results);
  }

  /** Output shapes whose lengths only seem open because sizes of the batch go into them: they are the same for any batch. */
  #withoutBatch(
    outputs: readonly Shape[],
    call: { layer: DraftLayer; inputs: readonly TensorRef[]; args: CallArguments },
  ): readonly Shape[] {
    const isOpen = outputs.some((shape) => shape.slice(1).includes(null));
    if (!isOpen || call.args.sizes === undefined) return outputs;
    const [first, second] = this.#probes.map(({ batch, run }) => {
      for (const known of this.list.slice(run.shapes.length)) {
        const own = known.outputShapes.map((shape) => [batch, ...shape.slice(1)]);
        run.add(known, known.inputs.length === 0 ? own : run.outputsOf(known));
      }
      return run.outputsOf(call);
    });
    return outputs.map((shape, output) =>
      shape.map((length, axis) => {
        const [one, other] = [first![output]?.[axis], second![output]?.[axis]];
        return length === null && one === other ? (one ?? null) : length;
      }),
    );
  }

  #refuseText(layer: DraftLayer, inputs: readonly TensorRef[]): void {
    if (layer.className !== 'Embedding' || inputs.length === 0) return;
    const isFedByModel = inputs.every((ref) => this.list[ref.call]!.inputs.length === 0);
    const isBesidePicture =
      this.takesPicture && inputs.every((ref) => this.list[ref.call]!.outputShapes[0]!.length < 4);
    if (isFedByModel && !isBesidePicture) throw refuseTextInput(layer);
  }
}
