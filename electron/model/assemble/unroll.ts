import { tellDuring } from '../../shared/errors';
import { message } from '../../shared/messages/message';
import { inputShape } from '../blueprint/blueprint';
import { runsInTraining, withTraining } from '../config/training-calls';
import { placesIn } from '../config/operand';
import type { Argument, CallArguments, CallBlueprint, LayerBlueprint, ModelBlueprint } from '../config/types';
import type { TensorRef } from '../network';
import type { Shape } from '../shapes';
import { badGraph, badSetting, layerPart } from '../config/setting-reader';
import type { Calls } from './calls';
import { implicitInput, inputsAlone, type DraftLayer } from './draft';
import { GraphWalk } from './graph-walk';

type Use = Pick<CallBlueprint, 'args' | 'inputKeys'>;

/** Adds the calls of a model, those of models used as layers in place of their own. */
export class Unroller {
  /** The model whose calls are being added runs as in training. */
  #isTraining = false;
  /** Steps of each picture that are a batch now, null where their number is open. */
  #steps: number | null | undefined;
  #last: DraftLayer | undefined;

  constructor(private readonly calls: Calls) {}

  /** The layer whose use was added last, or could not be added. */
  get last(): DraftLayer | undefined {
    return this.#last;
  }

  /**
   * Adds the calls of a model.
   * @param layers  drafts of its layers
   * @param given   its inputs where it is used as a layer, null for the model itself
   * @param use     number of this use, as others may be added before those in front of it
   * @returns its outputs
   * @throws FeaturescopeError model/bad-graph, model/no-input-shape and what adding a call throws
   */
  unroll(
    model: ModelBlueprint,
    layers: DraftLayer[],
    given: readonly TensorRef[] | null,
    use = 0,
  ): TensorRef[] {
    if (model.className === 'Sequential') return this.#unrollChain(model, layers, given, use);
    return new GraphWalk(model, layers, use, {
      addInput: (draft, layer, position) => {
        if (!given) return this.calls.addInput(draft, inputShape(layer));
        if (!given[position]) throw badGraph(message('part/input-not-given'), draft);
        return this.calls.asInput(draft, given[position]);
      },
      addUse: (draft, layer, inputs, call, callIndex) => this.#use(draft, layer, inputs, call, callIndex),
    }).run();
  }

  #unrollChain(
    model: ModelBlueprint,
    layers: DraftLayer[],
    given: readonly TensorRef[] | null,
    use: number,
  ): TensorRef[] {
    const blueprints = model.layers.filter((layer) => layer.className !== 'InputLayer');
    const start = implicitInput(model);
    let current: readonly TensorRef[] = given
      ? given.map((ref) => this.calls.asInput(start, ref))
      : [this.calls.addInput(start, sequentialShape(model))];
    layers.forEach((layer, place) => {
      this.#use(layer, blueprints[place]!, current, { args: inputsAlone(current.length) }, use);
      current = layer.outputs[use]!;
    });
    return [...current];
  }

  #use(
    layer: DraftLayer,
    blueprint: LayerBlueprint,
    inputs: readonly TensorRef[],
    use: Use,
    callIndex: number,
  ): void {
    this.#last = layer;
    const isTraining = runsInTraining(layer, use.args, this.#isTraining);
    const each = blueprint.inside?.['layer'];
    if (layer.className === 'TimeDistributed' && layer.functionName === undefined && !each)
      throw badSetting(layer, 'layer', message('part/wanted-layer'));
    const around = this.#isTraining;
    this.#isTraining = isTraining;
    if (layer.wrapped && each) this.#useForSteps(layer, layer.wrapped, each, inputs, use.args, callIndex);
    else if (layer.innerAll && blueprint.inner) {
      const given = this.#modelInputs(layer, blueprint.inner, inputs, use);
      layer.outputs[callIndex] = this.unroll(blueprint.inner, layer.innerAll, given, callIndex);
    } else
      this.calls.addUse(layer, inputs, withTraining(layer, use.args, isTraining, this.#steps), callIndex);
    this.#isTraining = around;
  }

  /** Inputs of a model used as a layer, in its order, with the masks that the call gives. */
  #modelInputs(
    layer: DraftLayer,
    model: ModelBlueprint,
    inputs: readonly TensorRef[],
    use: Use,
  ): readonly TensorRef[] {
    const given = use.args.named['mask'];
    const masks = placesIn(given);
    if (masks.length === 0) return orderedInputs(layer, model, inputs, use);
    const own = inputs.filter((_, place) => !masks.includes(place));
    const list = Array.isArray(given) ? (given as readonly Argument[]) : [given];
    list.forEach((entry, place) => {
      const [mask] = placesIn(entry);
      if (mask !== undefined && own[place]) this.calls.masks.set(own[place], inputs[mask]);
    });
    return orderedInputs(layer, model, own, use);
  }

  /** Applies a layer to every step: to a batch of all steps of all pictures, which is taken apart again behind. */
  #useForSteps(
    layer: DraftLayer,
    wrapped: DraftLayer,
    blueprint: LayerBlueprint,
    inputs: readonly TensorRef[],
    { named }: CallArguments,
    callIndex: number,
  ): void {
    const [given] = placesIn(named['mask']);
    const input = inputs[0]!;
    const mask = given === undefined ? this.calls.masks.of(input) : inputs[given];
    const merged = this.calls.mergeSteps(layer, given === undefined ? inputs : [input]);
    if (mask) this.calls.masks.forEachStep(layer, mask, merged);
    const [around, steps] = [this.#steps, this.calls.shapeOf(input)[1]!];
    this.#steps = around === null || steps === null ? null : steps * (around ?? 1);
    tellDuring(layerPart(layer), () =>
      this.#use(wrapped, blueprint, [merged], { args: inputsAlone(1) }, callIndex),
    );
    this.#steps = around;
    const results = wrapped.outputs[callIndex]!;
    this.calls.splitSteps(layer, results, input, callIndex);
    this.calls.masks.behindEachStep(layer, mask, results[0]!, layer.outputs[callIndex]![0]!);
  }
}

/** Inputs of a model used as a layer in the order in which it counts them, where they were given by name. */
function orderedInputs(
  layer: DraftLayer,
  model: ModelBlueprint,
  inputs: readonly TensorRef[],
  { inputKeys }: Use,
): readonly TensorRef[] {
  if (!inputKeys) return inputs;
  // A model that takes a list may be given a dictionary by the names of its input layers.
  const wanted = model.inputKeys ?? model.inputs.map((input) => input.layer);
  return wanted.map((key) => {
    const ref = inputs[inputKeys.indexOf(key)];
    if (!ref) throw badGraph(message('part/named-input-not-given', { name: key }), layer);
    return ref;
  });
}

function sequentialShape(model: ModelBlueprint): Shape | null {
  const inner = model.layers[0]?.inner;
  if (model.sequentialInput || !inner) return model.sequentialInput;
  if (inner.className === 'Sequential') return sequentialShape(inner);
  const first = inner.layers.find((layer) => layer.name === inner.inputs[0]?.layer);
  return first ? inputShape(first) : null;
}
