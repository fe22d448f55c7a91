import { tellDuring } from '../../shared/errors';
import { message } from '../../shared/messages/message';
import { inputShape } from '../blueprint/blueprint';
import { runsInTraining, withTraining } from '../config/training-calls';
import type { CallBlueprint, LayerBlueprint, ModelBlueprint } from '../config/types';
import type { TensorRef } from '../network';
import type { Shape } from '../shapes';
import { badGraph, badSetting, layerPart } from '../config/setting-reader';
import { inputsAlone, type Calls } from './calls';
import { implicitInput, type DraftLayer } from './draft';
import { GraphWalk } from './graph-walk';

type Use = Pick<CallBlueprint, 'args' | 'inputKeys'>;

/** Adds the calls of a model, those of models used as layers in place of their own. */
export class Unroller {
  /** The model whose calls are being added runs as in training. */
  #isTraining = false;

  constructor(private readonly calls: Calls) {}

  /**
   * Adds the calls of a model.
   * @param layers  drafts of its layers
   * @param given   its inputs where it is used as a layer, null for the model itself
   * @returns its outputs
   * @throws FeaturescopeError model/bad-graph, model/no-input-shape and what adding a call throws
   */
  unroll(model: ModelBlueprint, layers: DraftLayer[], given: readonly TensorRef[] | null): TensorRef[] {
    if (model.className === 'Sequential') return this.#unrollChain(model, layers, given);
    return new GraphWalk(model, layers, {
      addInput: (draft, layer, position) => {
        if (!given) return this.calls.addInput(draft, inputShape(layer));
        if (!given[position]) throw badGraph(message('part/input-not-given'), draft);
        return this.calls.asInput(draft, given[position]);
      },
      addUse: (draft, layer, inputs, use) => this.#use(draft, layer, inputs, use),
    }).run();
  }

  #unrollChain(model: ModelBlueprint, layers: DraftLayer[], given: readonly TensorRef[] | null): TensorRef[] {
    const blueprints = model.layers.filter((layer) => layer.className !== 'InputLayer');
    const start = implicitInput(model);
    let current: readonly TensorRef[] = given
      ? given.map((ref) => this.calls.asInput(start, ref))
      : [this.calls.addInput(start, sequentialShape(model))];
    layers.forEach((layer, place) => {
      this.#use(layer, blueprints[place]!, current, { args: inputsAlone(current.length) });
      current = layer.outputs.at(-1)!;
    });
    return [...current];
  }

  #use(layer: DraftLayer, blueprint: LayerBlueprint, inputs: readonly TensorRef[], use: Use): void {
    const isTraining = runsInTraining(layer, use.args, this.#isTraining);
    const each = blueprint.inside?.['layer'];
    if (layer.className === 'TimeDistributed' && layer.functionName === undefined && !each)
      throw badSetting(layer, 'layer', message('part/wanted-layer'));
    if (layer.wrapped && each) this.#useForSteps(layer, layer.wrapped, each, inputs, isTraining);
    else if (layer.innerAll && blueprint.inner)
      this.#useModel(layer, blueprint.inner, orderedInputs(layer, blueprint.inner, inputs, use), isTraining);
    else this.calls.addUse(layer, inputs, withTraining(layer, use.args, isTraining));
  }

  /** Applies a layer to every step: to a batch of all steps of all pictures, which is taken apart again behind. */
  #useForSteps(
    layer: DraftLayer,
    wrapped: DraftLayer,
    blueprint: LayerBlueprint,
    inputs: readonly TensorRef[],
    isTraining: boolean,
  ): void {
    const around = this.#isTraining;
    this.#isTraining = isTraining;
    const merged = this.calls.mergeSteps(layer, inputs);
    tellDuring(layerPart(layer), () => this.#use(wrapped, blueprint, [merged], { args: inputsAlone(1) }));
    this.#isTraining = around;
    this.calls.splitSteps(layer, wrapped.outputs.at(-1)!, inputs[0]!);
  }

  #useModel(
    layer: DraftLayer,
    model: ModelBlueprint,
    inputs: readonly TensorRef[],
    isTraining: boolean,
  ): void {
    const around = this.#isTraining;
    this.#isTraining = isTraining;
    layer.outputs.push(this.unroll(model, layer.innerAll!, inputs));
    this.#isTraining = around;
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
