import { failed, isFeaturescopeError, type FeaturescopeError } from '../../shared/errors';
import { message, type Message } from '../../shared/messages/message';
import { sizeOf } from '../../core/tensor';
import type {
  Argument,
  CallArguments,
  LayerBlueprint,
  ModelBlueprint,
  NamedRef,
  LayerSetting,
} from '../config/types';
import { inputShape } from '../config/blueprint';
import { requireFiniteSettings } from '../kinds/finite-settings';
import { refuseFixedBatch } from './fixed-batch';
import { refuseTextInput, requireKind } from '../kinds';
import type { Call, Layer, Network, TensorRef, Weight, WeightSpec } from '../network';
import type { Shape } from '../shapes';
import { isQuantized, notesOnPrecision } from '../config/precision';
import { layerFailure, unsupportedSetting } from '../config/setting-reader';
import { notesOnTraining, runsInTraining, withTraining } from '../config/training-calls';
import { refuseWrapping } from '../kinds/wrapping';

/** A layer whose place, inputs and weight shapes are known, before its weights are read. */
export interface PlannedLayer extends LayerSetting {
  readonly index: number;
  readonly path: readonly string[];
  readonly specs: readonly WeightSpec[];
  readonly inner?: readonly PlannedLayer[];
}

interface DraftLayer extends PlannedLayer {
  specs: readonly WeightSpec[];
  weights: readonly Weight[];
  parameterCount: number;
  outputs: TensorRef[][];
  inner?: DraftLayer[];
  /** All layers of an inner model, those included that Keras does not list. */
  innerAll?: DraftLayer[];
}

type DraftCall = Omit<Call, 'layer'> & { layer: DraftLayer };

function badGraph(problem: Message, layer?: Parameters<typeof layerFailure>[1]): FeaturescopeError {
  return layer ? layerFailure('model/bad-graph', layer, { problem }) : failed('model/bad-graph', { problem });
}

function missingOutput({ layer, output }: NamedRef): FeaturescopeError {
  return badGraph(message('part/no-such-output', { output, layer }));
}

/** No real model has as many. Models used as layers several times, one in the other, multiply without end in a small file. */
const MOST_CALLS = 100_000;

/** TensorFlow's operations take tensors of at most about eight axes, and it aborts the process far beyond. */
const HIGHEST_RANK = 8;

const NO_ARGUMENTS: CallArguments = { positional: [], named: {} };

/** Index of a layer that is not in `model.layers`. */
const HIDDEN = -1;

/** The layers that Keras lists. */
function listed(layers: readonly DraftLayer[]): DraftLayer[] {
  return layers.filter((layer) => layer.index !== HIDDEN);
}

class Assembler {
  readonly calls: DraftCall[] = [];
  /** The model whose calls are being added runs as in training. */
  private isTraining = false;
  /** Number of pictures for which an input was built, where it is a fixed one above 1. */
  private fixedBatch: number | undefined;

  /** @param takesPicture  one of the model's inputs is a picture; whatever else it looks up is no text then */
  constructor(private readonly takesPicture: boolean) {}

  /** Drafts of all layers of a model, inner models included. */
  draft(model: ModelBlueprint, path: readonly string[]): DraftLayer[] {
    const shown = model.layers.filter(
      (layer) => model.className !== 'Sequential' || layer.className !== 'InputLayer',
    );
    let count = 0;
    return shown.map((layer) => {
      const innerPath = model.isWrapper === true ? path : [...path, layer.name];
      const innerAll = layer.inner && this.draft(layer.inner, innerPath);
      return {
        name: layer.name,
        className: layer.className,
        config: layer.config,
        kerasMajor: layer.kerasMajor,
        ...(layer.operation !== undefined && { operation: layer.operation }),
        index: layer.isHidden ? HIDDEN : count++,
        path,
        specs: [],
        weights: [],
        parameterCount: 0,
        outputs: [],
        ...(innerAll && { innerAll, inner: listed(innerAll) }),
      };
    });
  }

  addCall(
    layer: DraftLayer,
    inputs: readonly TensorRef[],
    outputShapes: readonly Shape[],
    args: CallArguments = NO_ARGUMENTS,
  ): TensorRef[] {
    if (this.calls.length >= MOST_CALLS)
      throw failed('model/too-large', {
        problem: message('part/too-many-calls', { count: MOST_CALLS.toLocaleString('en') }),
      });
    const [highest] = outputShapes.map((shape) => shape.length).sort((a, b) => b - a);
    if (highest !== undefined && highest > HIGHEST_RANK)
      throw unsupportedSetting(layer, message('part/many-axes', { axes: highest }));
    const call = this.calls.push({ layer, callIndex: layer.outputs.length, inputs, args, outputShapes }) - 1;
    return outputShapes.map((_, output) => ({ call, output }));
  }

  addInput(layer: DraftLayer, shape: Shape | null): TensorRef {
    if (!shape) throw layerFailure('model/no-input-shape', layer, {});
    const [batch] = shape;
    if (typeof batch !== 'number' || batch <= 1) return this.addCall(layer, [], [shape])[0]!;
    // What was built for some pictures at a time mostly runs with one, too.
    this.fixedBatch = batch;
    return this.addCall(layer, [], [[null, ...shape.slice(1)]])[0]!;
  }

  /** What the input of a model used as a layer makes of what it is given, which may have another type. */
  private asInput(layer: DraftLayer, given: TensorRef): TensorRef {
    const { dtype } = layer.config;
    if (typeof dtype !== 'string' || !/^(u?int\d+|bool)$/.test(dtype)) return given;
    const shape = this.calls[given.call]!.outputShapes[given.output]!;
    const cast = { ...layer, operation: 'Cast', config: { dtype }, outputs: [] };
    const args: CallArguments = { positional: [{ is: 'input', place: 0 }], named: {} };
    return this.addCall(cast, [given], [shape], args)[0]!;
  }

  /** Adds one use of a layer. */
  callLayer(
    layer: DraftLayer,
    blueprint: LayerBlueprint,
    inputs: readonly TensorRef[],
    given: CallArguments,
    inputKeys?: readonly string[],
  ): void {
    const isTraining = runsInTraining(layer, given, this.isTraining);
    if (layer.innerAll && blueprint.inner) {
      const tensors = inputKeys ? orderedInputs(layer, blueprint.inner, inputs, inputKeys) : inputs;
      const around = this.isTraining;
      this.isTraining = isTraining;
      layer.outputs.push(this.unroll(blueprint.inner, layer.innerAll, tensors));
      this.isTraining = around;
      return;
    }
    const args = withTraining(layer, given, isTraining);
    const isFedByModel =
      inputs.length > 0 && inputs.every((ref) => this.calls[ref.call]!.inputs.length === 0);
    const isBesidePicture =
      this.takesPicture && inputs.every((ref) => this.calls[ref.call]!.outputShapes[0]!.length < 4);
    if (layer.className === 'Embedding' && isFedByModel && !isBesidePicture) throw refuseTextInput(layer);
    const kind = requireKind(layer);
    requireFiniteSettings(layer);
    if (isQuantized(layer.config)) throw unsupportedSetting(layer, message('part/quantized'));
    const shapes = inputs.map((ref) => this.calls[ref.call]!.outputShapes[ref.output]!);
    refuseFixedBatch(layer, args, shapes, this.fixedBatch);
    if (layer.outputs.length === 0) layer.specs = kind.weights(layer, shapes, args);
    const outputShapes = kind.outputs(layer, shapes, args);
    // A call without inputs would count as an input of the model.
    if (inputs.length === 0) throw badGraph(message('part/no-input'), layer);
    layer.outputs.push(this.addCall(layer, inputs, outputShapes, args));
  }

  /** Adds the calls of a model; `given` are its inputs where it is used as a layer. */
  unroll(model: ModelBlueprint, layers: DraftLayer[], given: readonly TensorRef[] | null): TensorRef[] {
    return model.className === 'Sequential'
      ? this.unrollChain(model, layers, given)
      : this.unrollGraph(model, layers, given);
  }

  private unrollChain(
    model: ModelBlueprint,
    layers: DraftLayer[],
    given: readonly TensorRef[] | null,
  ): TensorRef[] {
    const blueprints = model.layers.filter((layer) => layer.className !== 'InputLayer');
    const start = implicitInput(model);
    let current: readonly TensorRef[] = given
      ? given.map((ref) => this.asInput(start, ref))
      : [this.addInput(start, sequentialShape(model))];
    layers.forEach((layer, place) => {
      const input = current.map((_, place): Argument => ({ is: 'input', place }));
      const positional = input.length === 1 ? input : [input];
      this.callLayer(layer, blueprints[place]!, current, { positional, named: {} });
      current = layer.outputs.at(-1)!;
    });
    return [...current];
  }

  private unrollGraph(
    model: ModelBlueprint,
    layers: DraftLayer[],
    given: readonly TensorRef[] | null,
  ): TensorRef[] {
    const blueprints = new Map(
      model.layers.map((layer, place) => [layer.name, { layer, draft: layers[place]! }]),
    );
    const firstCall = new Map(layers.map((layer) => [layer.name, layer.outputs.length]));
    const open = new Set<string>();
    // Deep models nest thousands of links, so the walk keeps its own stack instead of recursing.
    const resolve = (target: NamedRef): TensorRef => {
      const stack: NamedRef[] = [target];
      while (stack.length > 0) {
        const ref = stack.at(-1)!;
        const entry = blueprints.get(ref.layer);
        if (!entry) throw badGraph(message('part/no-such-layer', { layer: ref.layer }));
        const { layer, draft } = entry;
        const place = firstCall.get(ref.layer)! + ref.call;
        const key = `${ref.layer}#${ref.call}`;
        if (draft.outputs[place]) {
          stack.pop();
          continue;
        }
        if (layer.className === 'InputLayer') {
          if (ref.call !== 0)
            throw badGraph(message('part/no-such-call', { call: ref.call, count: 1 }), draft);
          const position = model.inputs.findIndex((input) => input.layer === ref.layer);
          if (given && !given[position]) throw badGraph(message('part/input-not-given'), draft);
          draft.outputs[place] = [
            given ? this.asInput(draft, given[position]!) : this.addInput(draft, inputShape(layer)),
          ];
          continue;
        }
        const call = layer.calls[ref.call];
        if (!call)
          throw badGraph(message('part/no-such-call', { call: ref.call, count: layer.calls.length }), draft);
        // Earlier calls first, so that calls keep Keras' numbers.
        const earlier: NamedRef[] = ref.call > 0 ? [{ layer: ref.layer, call: ref.call - 1, output: 0 }] : [];
        const { inputs, args } = call;
        const missing = [...earlier, ...inputs].filter((input) => !this.peek(blueprints, firstCall, input));
        for (const input of missing)
          if (this.peek(blueprints, firstCall, { ...input, output: 0 })) throw missingOutput(input);
        if (missing.length === 0) {
          open.delete(key);
          for (const input of inputs) refuseWrapping(blueprints.get(input.layer)!.layer, input.dtype);
          this.callLayer(
            draft,
            layer,
            inputs.map((input) => this.peek(blueprints, firstCall, input)!),
            args,
            call.inputKeys,
          );
          continue;
        }
        if (open.has(key)) throw badGraph(message('part/feeds-itself'), draft);
        open.add(key);
        stack.push(...missing.reverse());
      }
      const found = this.peek(blueprints, firstCall, target);
      if (!found) throw missingOutput(target);
      return found;
    };
    for (const layer of model.layers) {
      const callCount = layer.className === 'InputLayer' ? 1 : layer.calls.length;
      for (let call = 0; call < callCount; call++) resolve({ layer: layer.name, call, output: 0 });
    }
    return model.outputs.map(resolve);
  }

  private peek(
    blueprints: ReadonlyMap<string, { draft: DraftLayer }>,
    firstCall: ReadonlyMap<string, number>,
    ref: NamedRef,
  ): TensorRef | undefined {
    const place = (firstCall.get(ref.layer) ?? 0) + ref.call;
    return blueprints.get(ref.layer)?.draft.outputs[place]?.[ref.output];
  }
}

/** Inputs that a model used as a layer was given by name, in the order in which it counts them. */
function orderedInputs(
  layer: DraftLayer,
  model: ModelBlueprint,
  inputs: readonly TensorRef[],
  inputKeys: readonly string[],
): TensorRef[] {
  // A model that takes a list may be given a dictionary by the names of its input layers.
  const wanted = model.inputKeys ?? model.inputs.map((input) => input.layer);
  return wanted.map((key) => {
    const ref = inputs[inputKeys.indexOf(key)];
    if (!ref) throw badGraph(message('part/named-input-not-given', { name: key }), layer);
    return ref;
  });
}

/** A Sequential model has no input layer in `model.layers`, but its graph needs a start. */
function implicitInput(model: ModelBlueprint): DraftLayer {
  const input = model.layers.find((layer) => layer.className === 'InputLayer');
  const name = input?.name ?? `${model.name}_input`;
  const { dtype } = input?.config ?? {};
  const config = dtype === undefined ? {} : { dtype };
  const setting = { name, className: 'InputLayer', config, kerasMajor: 3, index: HIDDEN, path: [] };
  return { ...setting, specs: [], weights: [], parameterCount: 0, outputs: [] };
}

function sequentialShape(model: ModelBlueprint): Shape | null {
  const inner = model.layers[0]?.inner;
  if (model.sequentialInput || !inner) return model.sequentialInput;
  if (inner.className === 'Sequential') return sequentialShape(inner);
  const first = inner.layers.find((layer) => layer.name === inner.inputs[0]?.layer);
  return first ? inputShape(first) : null;
}

/** Keras writes no layer that the model does not use. */
function requireUse(layers: readonly DraftLayer[]): void {
  for (const layer of layers) {
    if (layer.outputs.length === 0) throw badGraph(message('part/never-used'), layer);
    if (layer.innerAll) requireUse(layer.innerAll);
  }
}

function fillWeights(
  layers: readonly DraftLayer[],
  weightsFor: (layer: PlannedLayer) => readonly Weight[],
): void {
  for (const layer of layers) {
    if (layer.inner) fillWeights(layer.inner, weightsFor);
    // Asked for layers without weights too: a file that holds some for one belongs to another model.
    layer.weights = layer.inner ? [] : weightsFor(layer);
    layer.parameterCount = layer.inner
      ? layer.inner.reduce((sum, inner) => sum + inner.parameterCount, 0)
      : layer.specs.reduce((sum, spec) => sum + sizeOf(spec.shape), 0);
  }
}

/** Says why weights do not fit behind a gated linear unit: it halves the channels, which Keras does not count. */
function explainGlu(
  drafts: readonly DraftLayer[],
  weightsFor: (layer: PlannedLayer) => readonly Weight[],
): (layer: PlannedLayer) => readonly Weight[] {
  const all = (layers: readonly DraftLayer[]): DraftLayer[] =>
    layers.flatMap((layer) => (layer.innerAll ? all(layer.innerAll) : [layer]));
  const halving = all(drafts).find((layer) => layer.config['activation'] === 'glu');
  if (!halving) return weightsFor;
  return (layer) => {
    try {
      return weightsFor(layer);
    } catch (error) {
      if (!isFeaturescopeError(error) || error.code !== 'model/wrong-shape') throw error;
      throw layerFailure('model/unsupported-setting', halving, {
        problem: message('part/behind-glu', { layer: layer.name }),
        remedy: message('part/build-without'),
      });
    }
  };
}

/**
 * Joins a blueprint and its weights to a network: links resolved, inner models unrolled, shapes inferred and checked.
 * @param readWeights  gets all layers with the shapes they need (none allocated yet) and returns the source of weights
 * @throws FeaturescopeError model/unsupported-layer, model/bad-graph, model/bad-setting, and what `readWeights` throws
 */
export function assembleNetwork(
  model: ModelBlueprint,
  kerasVersion: string,
  readWeights: (layers: readonly PlannedLayer[]) => (layer: PlannedLayer) => readonly Weight[],
): Network {
  const takesPicture = model.layers.some(
    (layer) => layer.className === 'InputLayer' && inputShape(layer)?.length === 4,
  );
  const assembler = new Assembler(takesPicture);
  const drafts = assembler.draft(model, []);
  const outputs = assembler.unroll(model, drafts, null);
  const layers = listed(drafts);
  if (layers.length === 0) throw badGraph(message('part/no-layers'));
  requireUse(drafts);
  fillWeights(layers, explainGlu(drafts, readWeights(layers)));
  const calls: readonly Call[] = assembler.calls;
  const inputs = calls.flatMap((call, place) =>
    call.inputs.length === 0 ? [{ call: place, output: 0 }] : [],
  );
  const wrapped = model.isWrapper === true ? layers.find((layer) => layer.inner) : undefined;
  const meant = model.layers.find((layer) => wrapped && layer.name === wrapped.name)?.inner ?? model;
  return {
    name: meant.name,
    className: meant.className,
    kerasVersion,
    notes: [...notesOnPrecision(model), ...notesOnTraining(calls)],
    layers: (wrapped?.inner ?? layers) satisfies Layer[],
    calls,
    inputs,
    outputs,
  };
}
